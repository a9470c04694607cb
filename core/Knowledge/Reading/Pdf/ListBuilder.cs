using ChatBot.Knowledge.Reading.Blocks;

namespace ChatBot.Knowledge.Reading.Pdf;

/// <summary>Items one after the other become a list; what stands further in is a list within the item above it.</summary>
internal sealed class ListBuilder
{
    /// <summary>Points by which items of one list may be indented differently.</summary>
    private const double SameIndent = 4;

    private readonly List<(double Left, string Mark, IReadOnlyList<Inline> Text)> _items = [];

    public int? Page { get; private set; }

    public bool IsEmpty => _items.Count == 0;

    /// <summary>Whether a mark counts on from the last item.</summary>
    public bool CountsOn(string mark) =>
        IsEmpty || ListMarks.Number(mark) is not { } number || _items.Exists(item => ListMarks.Number(item.Mark) == number - 1);

    public void Add(double left, string mark, IReadOnlyList<Inline> text, int page)
    {
        Page ??= page;
        _items.Add((left, ListMarks.IsBullet(mark) ? "" : mark, text));
    }

    /// <summary>The list so far, and starts anew.</summary>
    public ListBlock Take()
    {
        var at = 0;
        var list = new ListBlock(Items(ref at, double.MinValue, 0)) { Page = Page };
        _items.Clear();
        Page = null;
        return list;
    }

    private List<ListItem> Items(ref int at, double outer, int depth)
    {
        var items = new List<ListItem>();
        var left = _items[at].Left;
        while (at < _items.Count && (_items[at].Left > outer + SameIndent || items.Count == 0))
        {
            if (_items[at].Left > left + SameIndent && items.Count > 0 && depth < 8)
            {
                var inner = Items(ref at, left, depth + 1);
                items[^1] = items[^1] with { Content = [.. items[^1].Content, new ListBlock(inner)] };
                continue;
            }
            items.Add(new ListItem(_items[at].Mark, [new Paragraph(_items[at].Text)]));
            at++;
        }
        return items;
    }
}
