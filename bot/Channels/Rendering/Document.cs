namespace ChatBot.Bot.Channels.Rendering;

/// <summary>
/// What somebody wrote as Markdown, read once (<see cref="MarkdownReader"/>): paragraphs, lists, code, tables and quotes out of runs of
/// text that know how they look. Each channel has a writer over it; no text in it is markup any more.
/// </summary>
public sealed record Document(IReadOnlyList<Block> Blocks)
{
    /// <summary>The same, with the address of each link behind its words where these do not say it: nothing can be masked.</summary>
    public Document WithAddresses() => new([.. Blocks.Select(block => block.Over(Addresses.Shown))]);

    /// <summary>At most <paramref name="longest"/> UTF-16 units of text; an ellipsis stands where more would follow.</summary>
    public Document Shorten(int longest) => new Shortening(longest).Of(this);

    /// <summary>The words without any look: lines for lines, cells parted by bars.</summary>
    public string ToText() => PlainText.Of(this);
}

/// <summary>A part of a document that stands on lines of its own.</summary>
public abstract record Block
{
    public sealed record Paragraph(IReadOnlyList<Inline> Content) : Block;

    /// <param name="Level">1–6, 1 the highest.</param>
    public sealed record Heading(int Level, IReadOnlyList<Inline> Content) : Block;

    /// <param name="Text">Its lines, parted by <c>\n</c>, none at the end.</param>
    /// <param name="Language">As the fence names it; empty where it does not.</param>
    public sealed record Code(string Text, string Language) : Block;

    public sealed record Quote(IReadOnlyList<Block> Blocks) : Block;

    /// <param name="Start">The first item's number; null where items have dots.</param>
    public sealed record List(int? Start, IReadOnlyList<ListItem> Items) : Block;

    /// <summary>Every row has as many cells as there are columns.</summary>
    public sealed record Table(IReadOnlyList<Alignment> Columns, IReadOnlyList<Cell> Header, IReadOnlyList<IReadOnlyList<Cell>> Rows)
        : Block;

    public sealed record Rule : Block;

    /// <summary>
    /// The same block, each of its paragraphs, headings and cells with what <paramref name="change"/> makes of its content.
    /// </summary>
    internal Block Over(Func<IReadOnlyList<Inline>, IReadOnlyList<Inline>> change) =>
        this switch
        {
            Paragraph paragraph => new Paragraph(change(paragraph.Content)),
            Heading heading => heading with { Content = change(heading.Content) },
            Quote quote => new Quote([.. quote.Blocks.Select(block => block.Over(change))]),
            List list => list with
            {
                Items = [.. list.Items.Select(item => item with { Blocks = [.. item.Blocks.Select(block => block.Over(change))] })],
            },
            Table table => new Table(
                table.Columns,
                [.. table.Header.Select(cell => new Cell(change(cell.Content)))],
                [.. table.Rows.Select(row => (IReadOnlyList<Cell>)[.. row.Select(cell => new Cell(change(cell.Content)))])]
            ),
            _ => this,
        };
}

/// <param name="IsDone">Of a task list: whether its box is ticked; null elsewhere.</param>
public sealed record ListItem(IReadOnlyList<Block> Blocks, bool? IsDone = null);

public sealed record Cell(IReadOnlyList<Inline> Content);

public enum Alignment
{
    Start,
    Center,
    End,
}

/// <summary>A part of a line.</summary>
public abstract record Inline
{
    /// <param name="Value">Never empty, without line breaks.</param>
    /// <param name="Address">The web page that it opens (<see cref="WebAddress"/>); null where it opens none.</param>
    public sealed record Text(string Value, Marks Marks = Marks.None, string? Address = null) : Inline;

    /// <summary><c>[n]</c>: a source of the answer, if it has so many.</summary>
    public sealed record Label(int Number, Marks Marks = Marks.None) : Inline;

    /// <summary>A line ends here: one that somebody broke, or that a document did.</summary>
    public sealed record Break : Inline;
}

/// <summary>How a run of text looks.</summary>
[Flags]
public enum Marks
{
    None = 0,
    Bold = 1,
    Italic = 2,
    Struck = 4,
    Code = 8,
}
