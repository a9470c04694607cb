using System.Text;

namespace ChatBot.Knowledge.Reading.Blocks;

/// <summary>Blocks as Markdown: the form that is stored, searched, quoted and rendered. The only place where it is made.</summary>
public static class BlockWriter
{
    public static string Write(IReadOnlyList<Block> blocks) => string.Join("\n\n", Parts(blocks));

    /// <summary>The text of a heading or a cell on one line.</summary>
    public static string Line(IReadOnlyList<Inline> inlines) => InlineWriter.Line(inlines);

    private static IEnumerable<string> Parts(IReadOnlyList<Block> blocks)
    {
        var records = new List<DataRecord>();
        foreach (var block in blocks)
        {
            if (block is DataRecord { IsRow: true } row)
            {
                records.Add(row);
                continue;
            }
            if (Rows(records) is { Length: > 0 } rows)
                yield return rows;
            records.Clear();
            if (Text(block) is { Length: > 0 } text)
                yield return text;
        }
        if (Rows(records) is { Length: > 0 } last)
            yield return last;
    }

    private static string Text(Block block) =>
        block switch
        {
            Heading heading => $"{new string('#', Math.Clamp(heading.Level, 1, 6))} {InlineWriter.Line(heading.Content)}",
            Paragraph paragraph => InlineWriter.Lines(paragraph.Content),
            ListBlock list => string.Join('\n', list.Items.Select(Item).Where(item => item.Length > 0)),
            Table table => Table(table),
            DataRecord record => string.Join(
                '\n',
                record.Fields.Where(field => field.Value.Length > 0).Select(field => Field(field.Name, field.Value))
            ),
            CodeBlock code => Code(code),
            Quote quote => Write(quote.Content),
            Aside aside => Aside(aside),
            _ => throw new ArgumentOutOfRangeException(nameof(block), block.GetType().Name, "is no block that can be written"),
        };

    /// <summary>An item's further blocks stand below its first, indented to its text.</summary>
    private static string Item(ListItem item)
    {
        var mark = item.Mark.Length == 0 ? "- " : item.Mark + " ";
        var text = string.Join('\n', Parts(item.Content));
        return text.Length == 0 ? "" : mark + Indent(text, mark.Length);
    }

    private static string Indent(string text, int columns) =>
        text.Contains('\n')
            ? text.Replace("\n", "\n" + new string(' ', columns)).Replace("\n" + new string(' ', columns) + "\n", "\n\n")
            : text;

    private static string Table(Table table)
    {
        var text = new StringBuilder();
        foreach (var (index, row) in table.Rows.Index())
        {
            var cells = row.Select(cell => InlineWriter.Line(cell).Replace("|", "\\|")).ToList();
            if (cells.All(cell => cell.Length == 0))
                continue;
            text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
            if (index == table.HeaderRows - 1)
                text.Append("| ").AppendJoin(" | ", cells.Select(_ => "---")).Append(" |\n");
        }
        return text.ToString().TrimEnd('\n');
    }

    private static string Rows(IReadOnlyList<DataRecord> records) =>
        string.Join(
            '\n',
            records
                .Select(record => record.Fields.Where(field => field.Value.Length > 0).Select(field => Field(field.Name, field.Value)))
                .Where(fields => fields.Any())
                .Select(fields => "- " + string.Join("; ", fields).ReplaceLineEndings(" "))
        );

    private static string Field(string name, string value) => name.Length == 0 ? value : $"{name}: {value}";

    private static string Code(CodeBlock code)
    {
        var text = code.Text.ReplaceLineEndings("\n").Trim('\n').TrimEnd();
        if (text.Length == 0)
            return "";
        var fence = "```";
        while (text.Contains(fence, StringComparison.Ordinal))
            fence += '`';
        return $"{fence}{code.Language}\n{text}\n{fence}";
    }

    /// <summary>"Warning: It cannot be undone." A question or a sentence as title stands by itself.</summary>
    private static string Aside(Aside aside)
    {
        var title = InlineWriter.Line(aside.Title).TrimEnd(':', ' ');
        var text = Write(aside.Content);
        if (title.Length == 0)
            return text;
        if (text.Length == 0)
            return title;
        return char.IsPunctuation(title[^1]) && title[^1] is not (')' or '"' or '”' or '`') ? $"{title}\n\n{text}"
            : aside.Content[0] is Paragraph ? $"{title}: {text}"
            : $"{title}:\n\n{text}";
    }
}
