using ChatBot.Knowledge.Reading.Blocks;

namespace ChatBot.Knowledge.Reading.Office;

/// <summary>Puts list paragraphs, which Word has one after the other with a level each, into lists within lists.</summary>
internal sealed class WordLists
{
    private readonly List<(int Level, List<(string Mark, List<Block> Content)> Items)> _open = [];

    public bool IsOpen => _open.Count > 0;

    /// <param name="level">From 0.</param>
    public void Add(int level, string mark, IEnumerable<Block> content)
    {
        while (_open.Count > 1 && _open[^1].Level > level)
            Close();
        if (_open.Count == 0 || _open[^1].Level < level)
            _open.Add((level, []));
        _open[^1].Items.Add((mark, [.. content]));
    }

    /// <summary>What belongs to the last item: its footnotes, a text box.</summary>
    public void AddToLast(IEnumerable<Block> content) => _open[^1].Items[^1].Content.AddRange(content);

    /// <summary>The whole list; null where none is open.</summary>
    public ListBlock? Take()
    {
        while (_open.Count > 1)
            Close();
        if (_open.Count == 0)
            return null;
        var list = List(_open[0].Items);
        _open.Clear();
        return list;
    }

    private void Close()
    {
        var inner = List(_open[^1].Items);
        _open.RemoveAt(_open.Count - 1);
        AddToLast([inner]);
    }

    private static ListBlock List(IEnumerable<(string Mark, List<Block> Content)> items) =>
        new([.. items.Select(item => new ListItem(item.Mark, item.Content))]);
}
