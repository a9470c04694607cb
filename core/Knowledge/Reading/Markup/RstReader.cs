using ChatBot.Knowledge.Reading.Blocks;

namespace ChatBot.Knowledge.Reading.Markup;

/// <summary>reStructuredText, as docutils and Sphinx write it.</summary>
public sealed class RstReader : IDocumentReader
{
    public IReadOnlyCollection<string> Extensions { get; } = [".rst", ".rest"];

    public IEnumerable<SourceDocument> Read(FileContent file, Action<string> leftOut, CancellationToken cancel = default)
    {
        var outline = Outline.Of(RstBlocks.Of(file.Text()));
        if (outline.Sections.Count == 0)
            yield break;
        yield return new SourceDocument(file.Uri, outline.Title ?? Titles.FromFileName(file.Name), outline.Sections);
    }
}
