using ChatBot.Knowledge.Reading.Blocks;

namespace ChatBot.Knowledge.Reading.Html;

internal enum FrameKind
{
    /// <summary>Any blocks.</summary>
    Flow,

    /// <summary>One run of inlines, a heading or a link: ends of blocks in it are line breaks.</summary>
    Line,

    /// <summary>Items; what stands beside them belongs to the item before.</summary>
    List,

    /// <summary>Blocks below titles: definitions, a fold-out, a note.</summary>
    Titled,
}

/// <summary>A container while it is being filled: its finished blocks, the paragraph that is open, and what becomes of them.</summary>
/// <param name="close">Hands over to the frame around it.</param>
internal sealed class BlockFrame(FrameKind kind, Action<BlockFrame, BlockFrame> close)
{
    private List<Block> _blocks = [];
    private List<Inline> _open = [];

    public FrameKind Kind => kind;

    /// <summary>What the blocks that follow are called.</summary>
    public IReadOnlyList<Inline> Title { get; set; } = [];

    public List<ListItem> Items { get; } = [];

    public IReadOnlyList<Inline> Line => _open;

    public bool IsEmpty => _blocks.Count == 0 && Inlines.AreBlank(_open);

    /// <summary>The finished blocks; the frame is empty after it.</summary>
    public IReadOnlyList<Block> Take()
    {
        if (kind == FrameKind.Line)
            return [];
        EndBlock();
        var blocks = _blocks;
        _blocks = [];
        return blocks;
    }

    public void Add(Inline inline) => _open.Add(inline);

    public void Add(Block block)
    {
        EndBlock();
        if (kind == FrameKind.Line)
            _open.AddRange(Inlines.Of([block]));
        else
            _blocks.Add(block);
        EndBlock();
    }

    /// <summary>A line break; two of them end a paragraph.</summary>
    public void Break()
    {
        if (kind != FrameKind.Line && LastSaid() is LineBreak)
            EndBlock();
        else
            _open.Add(new LineBreak());
    }

    public void EndBlock()
    {
        if (kind == FrameKind.Line)
        {
            if (LastSaid() is not (null or LineBreak))
                _open.Add(new LineBreak());
            return;
        }
        if (_open.Count == 0)
            return;
        if (!Inlines.AreBlank(_open))
            _blocks.Add(new Paragraph(_open));
        _open = [];
    }

    /// <summary>A title with what was said below it.</summary>
    public void EndAside()
    {
        var content = Take();
        _blocks = Title.Count > 0 ? [new Aside(Title, content)] : [.. content];
        Title = [];
        _asides.AddRange(_blocks);
        _blocks = [];
    }

    private readonly List<Block> _asides = [];

    /// <summary>All that a titled frame holds.</summary>
    public IReadOnlyList<Block> TakeAsides()
    {
        EndAside();
        return _asides;
    }

    /// <summary>What stands between two items belongs to the first.</summary>
    public void EndItem()
    {
        if (IsEmpty)
            return;
        var content = Take();
        if (Items.Count == 0)
            Items.Add(new ListItem("", content));
        else
            Items[^1] = Items[^1] with { Content = [.. Items[^1].Content, .. content] };
    }

    public void Close(BlockFrame around) => close(this, around);

    private Inline? LastSaid()
    {
        for (var i = _open.Count - 1; i >= 0; i--)
        {
            if (_open[i] is not Words { Text: var text } || !string.IsNullOrWhiteSpace(text))
                return _open[i];
        }
        return null;
    }
}
