using Markdig;
using Markdig.Extensions.Footnotes;
using Markdig.Extensions.Tables;
using Markdig.Extensions.TaskLists;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using SourceTable = Markdig.Extensions.Tables.Table;

namespace ChatBot.Bot.Channels.Rendering;

/// <summary>Reads Markdown (CommonMark with GitHub's tables, tasks, notes and struck text) as a <see cref="Document"/>.</summary>
public static class MarkdownReader
{
    private const string Mailbox = "mailto:";

    public static Document Read(string markdown) => Read(markdown, MarkdownDialect.Pipeline);

    /// <summary>
    /// A passage of a document, as the readers of the core give it: its stars, underscores and tags are the author's own signs. A mailbox
    /// stands behind the words that lead to it.
    /// </summary>
    public static Document ReadPassage(string markdown) => Read(markdown, MarkdownDialect.Passages, NameMailboxes);

    /// <summary>What is nested too deeply to be meant is text as it stands.</summary>
    private static Document Read(string markdown, MarkdownPipeline pipeline, Action<MarkdownDocument>? change = null)
    {
        try
        {
            var parsed = Markdown.Parse(markdown, pipeline);
            change?.Invoke(parsed);
            return new Document(Blocks(parsed));
        }
        catch (ArgumentException)
        {
            return AsWritten(markdown);
        }
    }

    private static void NameMailboxes(MarkdownDocument passage)
    {
        foreach (var link in passage.Descendants<LinkInline>().ToList())
            if (link.Url?.StartsWith(Mailbox, StringComparison.OrdinalIgnoreCase) == true && !link.IsAutoLink)
                link.InsertAfter(new LiteralInline($" ({link.Url[Mailbox.Length..]})"));
    }

    /// <summary>Text without any Markdown in it: its lines.</summary>
    public static Document AsWritten(string text) =>
        new([new Block.Paragraph(InlineReader.Lines(text.ReplaceLineEndings("\n"), Marks.None, null))]);

    private static List<Block> Blocks(ContainerBlock source) => [.. source.SelectMany(Read)];

    private static IEnumerable<Block> Read(Markdig.Syntax.Block block) =>
        block switch
        {
            SourceTable table => [Read(table)],
            ListBlock list => [Read(list)],
            QuoteBlock quote => [new Block.Quote(Blocks(quote))],
            FootnoteGroup notes => notes.OfType<Footnote>().SelectMany(Read),
            CodeBlock code => [new Block.Code(code.Lines.ToString().ReplaceLineEndings("\n").TrimEnd('\n'), LanguageOf(code))],
            ThematicBreakBlock => [new Block.Rule()],
            HeadingBlock heading => Filled(heading, content => new Block.Heading(heading.Level, content)),
            LinkReferenceDefinition or LinkReferenceDefinitionGroup => [],
            LeafBlock leaf => Filled(leaf, content => new Block.Paragraph(content)),
            ContainerBlock container => Blocks(container),
            _ => [],
        };

    private static IEnumerable<Block> Filled(LeafBlock leaf, Func<IReadOnlyList<Inline>, Block> make) =>
        InlineReader.Read(leaf.Inline) is { Count: > 0 } content ? [make(content)] : [];

    private static string LanguageOf(CodeBlock code) => (code as FencedCodeBlock)?.Info?.Trim() ?? "";

    private static Block.List Read(ListBlock list) =>
        new(
            list.IsOrdered ? (int.TryParse(list.OrderedStart, out var start) ? start : 1) : null,
            [.. list.OfType<ListItemBlock>().Select(item => new ListItem(Blocks(item), IsDone(item)))]
        );

    private static bool? IsDone(ListItemBlock item) =>
        item.FirstOrDefault() is ParagraphBlock { Inline.FirstChild: TaskList task } ? task.Checked : null;

    private static Block.Table Read(SourceTable table)
    {
        // The first definition of a column more than there are cells is the parser's own.
        var rows = table.OfType<TableRow>().Select(row => (row.IsHeader, Cells: row.OfType<TableCell>().Select(Read).ToList())).ToList();
        var width = rows.Max(row => row.Cells.Count);
        foreach (var (_, cells) in rows)
            while (cells.Count < width)
                cells.Add(new Cell([]));
        var columns = Enumerable
            .Range(0, width)
            .Select(index =>
                table.ColumnDefinitions.ElementAtOrDefault(index)?.Alignment switch
                {
                    TableColumnAlign.Center => Alignment.Center,
                    TableColumnAlign.Right => Alignment.End,
                    _ => Alignment.Start,
                }
            )
            .ToList();
        var header = rows[0].IsHeader ? rows[0].Cells : [.. columns.Select(_ => new Cell([]))];
        return new Block.Table(columns, header, [.. rows.Where(row => !row.IsHeader).Select(row => (IReadOnlyList<Cell>)row.Cells)]);
    }

    private static Cell Read(TableCell cell) => new(InlineReader.Read(cell.OfType<LeafBlock>().FirstOrDefault()?.Inline));

    /// <summary>A note stands below the text, with the number that it has there.</summary>
    private static IEnumerable<Block> Read(Footnote note)
    {
        var number = new Inline.Text(InlineReader.NoteSign(note.Order) + " ");
        var blocks = Blocks(note);
        return blocks is [Block.Paragraph first, .. var rest]
            ? [new Block.Paragraph(InlineReader.Join([number, .. first.Content])), .. rest]
            : [new Block.Paragraph([number]), .. blocks];
    }
}
