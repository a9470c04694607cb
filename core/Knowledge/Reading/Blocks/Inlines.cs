namespace ChatBot.Knowledge.Reading.Blocks;

/// <summary>Blocks where only a line can stand, in a cell or a heading: their ends become line breaks.</summary>
internal static class Inlines
{
    public static bool AreBlank(IReadOnlyList<Inline> inlines) =>
        inlines.All(inline =>
            inline switch
            {
                Words words => string.IsNullOrWhiteSpace(words.Text),
                Link link => AreBlank(link.Label),
                CodeSpan code => string.IsNullOrWhiteSpace(code.Text),
                Superscript raised => string.IsNullOrWhiteSpace(raised.Text),
                Subscript lowered => string.IsNullOrWhiteSpace(lowered.Text),
                _ => true,
            }
        );

    public static IReadOnlyList<Inline> Of(IReadOnlyList<Block> blocks)
    {
        var line = new List<Inline>();
        foreach (var block in blocks)
        {
            if (line.Count > 0 && line[^1] is not LineBreak)
                line.Add(new LineBreak());
            line.AddRange(Of(block));
        }
        return line;
    }

    private static IReadOnlyList<Inline> Of(Block block) =>
        block switch
        {
            Paragraph paragraph => paragraph.Content,
            Heading heading => heading.Content,
            CodeBlock code => [new CodeSpan(code.Text)],
            Quote quote => Of(quote.Content),
            Aside { Title.Count: > 0 } aside => [.. aside.Title, new Words(": "), .. Of(aside.Content)],
            Aside aside => Of(aside.Content),
            ListBlock list => Joined(list.Items.Select(item => Marked(item.Mark, Of(item.Content)))),
            Table table => Joined(table.Rows.Select(row => Joined(row))),
            DataRecord record =>
            [
                .. record.Fields.SelectMany(field => new Inline[] { new Words($"{field.Name}: {field.Value}"), new LineBreak() }),
            ],
            _ => [],
        };

    private static IReadOnlyList<Inline> Marked(string mark, IReadOnlyList<Inline> item) =>
        mark.Length == 0 ? item : [new Words(mark + " "), .. item];

    private static IReadOnlyList<Inline> Joined(IEnumerable<IReadOnlyList<Inline>> lines) =>
        [.. lines.SelectMany((line, index) => index == 0 ? line : [new LineBreak(), .. line])];
}
