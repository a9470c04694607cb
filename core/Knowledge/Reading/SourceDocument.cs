namespace ChatBot.Knowledge.Reading;

/// <summary>What a passage is made of; on the wire and in storage in lower case.</summary>
public enum PassageKind
{
    Prose,
    Code,
    Table,
    Record,
}

/// <summary>A document as a reader found it, before it is cut into chunks.</summary>
/// <param name="Uri">Path relative to the ingested folder with forward slashes, or the document's own id or link.</param>
/// <param name="Category">The document's own category, null where it names none.</param>
/// <param name="Names">Names that people ask by: the file name, functions, classes.</param>
public sealed record SourceDocument(string Uri, string Title, IReadOnlyList<Section> Sections, string? Category = null, string Names = "");

/// <param name="Headings">From the document's first level down to this section's own; empty for text before any heading.</param>
/// <param name="Text">Markdown.</param>
/// <param name="Names">Names that this section defines, beside those of the document.</param>
public sealed record Section(IReadOnlyList<string> Headings, string Text, PassageKind Kind = PassageKind.Prose, string Names = "");
