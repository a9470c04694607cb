namespace ChatBot.Llama.Forward;

/// <summary>The keys and values of one conversation: pages in order, <see cref="Length"/> positions of them filled.</summary>
public sealed class KvSequence(KvPool pool) : IDisposable
{
    private readonly List<KvPage> _pages = [];

    /// <summary>Positions filled.</summary>
    public int Length { get; private set; }

    /// <summary>The pages; the last may be partly filled.</summary>
    public IReadOnlyList<KvPage> Pages => _pages;

    /// <summary>Begins with full pages that others filled with the same tokens; only for an empty sequence.</summary>
    public void Adopt(IEnumerable<KvPage> shared)
    {
        if (Length > 0)
            throw new InvalidOperationException("only an empty sequence can adopt a prefix");
        _pages.AddRange(shared.Select(page => page.Share()));
        Length = _pages.Count * KvPage.Positions;
    }

    /// <summary>Makes room for <paramref name="count"/> more positions; false, with nothing changed, when the pool is full.</summary>
    public bool TryReserve(int count)
    {
        var had = _pages.Count;
        while (_pages.Count * KvPage.Positions < Length + count)
        {
            if (pool.TryRent() is { } page)
            {
                _pages.Add(page);
                continue;
            }
            DropPages(had);
            return false;
        }
        return true;
    }

    /// <summary>Counts <paramref name="count"/> positions as filled; the forward pass does this once it has written them.</summary>
    internal void Advance(int count) => Length += count;

    public void Dispose()
    {
        DropPages(0);
        Length = 0;
    }

    private void DropPages(int keep)
    {
        foreach (var page in _pages.Skip(keep))
            page.Release();
        _pages.RemoveRange(keep, _pages.Count - keep);
    }
}
