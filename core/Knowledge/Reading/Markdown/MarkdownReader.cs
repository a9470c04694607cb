using ChatBot.Knowledge.Reading.Blocks;

namespace ChatBot.Knowledge.Reading.Markdown;

/// <summary>Markdown and MDX, in the dialects of sites that are built from it; front matter gives title and category.</summary>
public sealed class MarkdownReader : IDocumentReader
{
    /// <summary>Of a description that is a sentence.</summary>
    private const int FewestSpaces = 4;

    public IReadOnlyCollection<string> Extensions { get; } = [".md", ".mdx", ".markdown"];

    public IEnumerable<SourceDocument> Read(FileContent file, Action<string> leftOut, CancellationToken cancel = default)
    {
        var (matter, text) = FrontMatter.Split(file.Text());
        var isMdx = Path.GetExtension(file.Name).Equals(".mdx", StringComparison.OrdinalIgnoreCase);
        var blocks = TitleFirst(MarkdownBlocks.Of(text, new Dialect(text, isMdx, isSite: matter is not null)));
        var outline = Outline.Of(Described(blocks, text, matter?.Description));
        if (outline.Sections.Count == 0)
            yield break;
        yield return new SourceDocument(
            file.Uri,
            matter?.Title ?? outline.Title ?? Titles.FromFileName(file.Name),
            outline.Sections,
            matter?.Category,
            matter?.Names ?? ""
        );
    }

    /// <summary>What front matter says of the page in a whole sentence is read above its text, unless the text says it too.</summary>
    private static IReadOnlyList<Block> Described(IReadOnlyList<Block> blocks, string text, string? description) =>
        description is [.., '.' or '!' or '?'] && description.Count(c => c == ' ') >= FewestSpaces && !text.Contains(description)
            ?
            [
                .. blocks.TakeWhile(block => block is Heading { Level: 1 }),
                new Paragraph(description),
                .. blocks.SkipWhile(block => block is Heading { Level: 1 }),
            ]
            : blocks;

    /// <summary>The only heading of the first level is the title, also where a logo or a line of links stands above it.</summary>
    private static IReadOnlyList<Block> TitleFirst(IReadOnlyList<Block> blocks)
    {
        var first = blocks.Index().FirstOrDefault(pair => pair.Item is Heading);
        return first is { Index: > 0, Item: Heading { Level: 1 } title } && blocks.Count(block => block is Heading { Level: 1 }) == 1
            ? [title, .. blocks.Take(first.Index), .. blocks.Skip(first.Index + 1)]
            : blocks;
    }
}
