using ChatBot.Knowledge.Reading.Blocks;

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

/// <summary>What stands below one heading, up to the next.</summary>
/// <param name="Headings">From the document's first level down to this section's own; empty for text before any heading.</param>
/// <param name="Names">Names that this section defines, beside those of the document.</param>
public sealed record Section(IReadOnlyList<string> Headings, IReadOnlyList<Block> Blocks, string Names = "")
{
    private string? _text;

    public Section(IReadOnlyList<string> headings, string paragraph)
        : this(headings, [new Paragraph(paragraph)]) { }

    /// <summary>The page it starts on, from 1, in kinds of document that have pages.</summary>
    public int? Page { get; init; }

    /// <summary>The blocks as Markdown.</summary>
    public string Text => _text ??= BlockWriter.Write(Blocks);

    private IEnumerable<Block> Said => Blocks.Where(block => block is not Heading);

    public PassageKind Kind =>
        !Said.Any() ? PassageKind.Prose
        : Said.All(block => block is CodeBlock) ? PassageKind.Code
        : Said.All(block => block is DataRecord { IsRow: true }) ? PassageKind.Table
        : Said.All(block => block is DataRecord) ? PassageKind.Record
        : PassageKind.Prose;
}
