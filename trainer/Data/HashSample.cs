namespace ChatBot.Trainer.Data;

/// <summary>
/// A sample of a stream: of all keys those with the smallest hashes, whatever order they come in, each once. Holds no more than it gives.
/// </summary>
internal sealed class HashSample<T>(int most, int seed)
{
    private readonly SortedSet<string> _hashes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, T> _items = new(StringComparer.Ordinal);

    /// <summary>Keys that came again while they were held.</summary>
    public int Repeated { get; private set; }

    /// <summary>In the order of their hashes.</summary>
    public IReadOnlyList<T> Items => [.. _hashes.Select(hash => _items[hash])];

    /// <returns>How many are held no longer because of it: 0 or 1.</returns>
    public int Add(string key, T item)
    {
        var hash = CanonicalText.HashOf($"{seed}:{key}");
        if (!_items.TryAdd(hash, item))
        {
            Repeated++;
            return 0;
        }
        _hashes.Add(hash);
        if (_hashes.Count <= most)
            return 0;
        var last = _hashes.Max!;
        _hashes.Remove(last);
        _items.Remove(last);
        return 1;
    }
}
