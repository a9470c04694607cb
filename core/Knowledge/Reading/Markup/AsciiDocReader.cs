using ChatBot.Knowledge.Reading.Blocks;

namespace ChatBot.Knowledge.Reading.Markup;

/// <summary>AsciiDoc, as Asciidoctor and Antora write it.</summary>
public sealed class AsciiDocReader : IDocumentReader
{
    public IReadOnlyCollection<string> Extensions { get; } = [".adoc", ".asciidoc"];

    public IEnumerable<SourceDocument> Read(FileContent file, Action<string> leftOut, CancellationToken cancel = default)
    {
        var blocks = new AsciiDocBlocks();
        var outline = Outline.Of(blocks.Of(file.Text()));
        if (outline.Sections.Count == 0)
            yield break;
        yield return new SourceDocument(
            file.Uri,
            outline.Title ?? Titles.FromFileName(file.Name),
            outline.Sections,
            Names: blocks.Attributes.GetValueOrDefault("keywords", "").Replace(",", "")
        );
    }
}
