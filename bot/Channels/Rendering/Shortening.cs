namespace ChatBot.Bot.Channels.Rendering;

/// <summary>
/// Cuts a document to a length: within a line at a whole character, in code at a whole line, in a table at a whole row. What is left is as
/// well formed as it was; an ellipsis stands where more would follow.
/// </summary>
internal sealed class Shortening(int longest)
{
    private const string Ellipsis = "…";

    private int _left = longest;
    private bool _isCut;

    public Document Of(Document document)
    {
        var blocks = Of(document.Blocks);
        return new Document(_isCut && blocks.Count == 0 ? [new Block.Paragraph([new Inline.Text(Ellipsis)])] : blocks);
    }

    private List<Block> Of(IEnumerable<Block> blocks)
    {
        var kept = new List<Block>();
        foreach (var block in blocks)
            if (!_isCut && Of(block) is { } shortened)
                kept.Add(shortened);
        return kept;
    }

    /// <summary>Null where nothing of it is left.</summary>
    private Block? Of(Block block) =>
        block switch
        {
            Block.Paragraph paragraph => Of(paragraph.Content) is { Count: > 0 } content ? new Block.Paragraph(content) : null,
            Block.Heading heading => Of(heading.Content) is { Count: > 0 } content ? heading with { Content = content } : null,
            Block.Code code => Lines(code.Text) is { } lines ? code with { Text = lines } : null,
            Block.Quote quote => Of(quote.Blocks) is { Count: > 0 } quoted ? new Block.Quote(quoted) : null,
            Block.List list => Items(list.Items) is { Count: > 0 } items ? list with { Items = items } : null,
            Block.Table table => Of(table),
            _ => block,
        };

    private List<ListItem> Items(IEnumerable<ListItem> items)
    {
        var kept = new List<ListItem>();
        foreach (var item in items)
        {
            if (_isCut)
                break;
            var blocks = Of(item.Blocks);
            if (blocks.Count > 0 || !_isCut)
                kept.Add(item with { Blocks = blocks });
        }
        return kept;
    }

    private List<Inline> Of(IReadOnlyList<Inline> content)
    {
        var kept = new List<Inline>();
        foreach (var inline in content)
        {
            var length = inline is Inline.Text { Value: var value } ? value.Length : 3;
            if (length <= _left)
            {
                _left -= length;
                kept.Add(inline);
                continue;
            }
            _isCut = true;
            if (inline is Inline.Text text)
                kept.Add(text with { Value = Cut(text.Value, _left) });
            else if (kept.Count > 0)
                kept.Add(new Inline.Text(Ellipsis));
            break;
        }
        return kept;
    }

    private string? Lines(string code)
    {
        var kept = new List<string>();
        foreach (var line in code.Split('\n'))
        {
            if (line.Length + 1 > _left)
            {
                _isCut = true;
                kept.Add(kept.Count > 0 ? Ellipsis : Cut(line, _left));
                break;
            }
            _left -= line.Length + 1;
            kept.Add(line);
        }
        return string.Join('\n', kept);
    }

    private Block.Table? Of(Block.Table table)
    {
        var length = Length(table.Header);
        if (length > _left)
        {
            _isCut = true;
            return null;
        }
        _left -= length;
        var kept = table.Rows.TakeWhile(row => (_left -= Length(row)) >= 0).ToList();
        if (kept.Count < table.Rows.Count)
        {
            _isCut = true;
            kept.Add([.. table.Columns.Select((_, index) => new Cell(index == 0 ? [new Inline.Text(Ellipsis)] : []))]);
        }
        return table with { Rows = kept };
    }

    private static int Length(IEnumerable<Cell> row) => row.Sum(cell => 2 + PlainText.Of(cell.Content).Length);

    /// <summary>Not within a surrogate pair.</summary>
    private static string Cut(string text, int longest)
    {
        var end = Math.Max(0, longest - 1);
        if (end > 0 && char.IsHighSurrogate(text[end - 1]))
            end--;
        return text[..end].TrimEnd() + Ellipsis;
    }
}
