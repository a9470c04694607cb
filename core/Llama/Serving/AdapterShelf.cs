using ChatBot.Llama.Adapters;
using ChatBot.Llama.Files;
using ChatBot.Llama.Forward;

namespace ChatBot.Llama.Serving;

/// <summary>
/// The adapters that are loaded, by name. Replacing or unloading one leaves alone the conversations that compute with it.
/// </summary>
internal sealed class AdapterShelf(LlamaModel model) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (LoraAdapter Adapter, long Id)> _loaded = new(StringComparer.Ordinal);
    private long _lastId;

    /// <summary>Names of the loaded adapters.</summary>
    public IReadOnlyList<string> Names
    {
        get
        {
            lock (_gate)
                return [.. _loaded.Keys];
        }
    }

    /// <summary>Loads <paramref name="path"/>; returns the id of the adapter that had the name before, or 0.</summary>
    /// <exception cref="ModelFileException">The file is not an adapter for this model; the one before stays.</exception>
    public long Load(string name, string path)
    {
        var adapter = LoraAdapter.Open(path, model);
        lock (_gate)
        {
            var replaced = Take(name);
            _loaded[name] = (adapter, ++_lastId);
            return replaced;
        }
    }

    /// <summary>Takes an adapter out of service; returns its id, or 0 when there was none.</summary>
    public long Unload(string name)
    {
        lock (_gate)
            return Take(name);
    }

    /// <summary>A share of the adapter, to be released.</summary>
    /// <exception cref="KeyNotFoundException">None has that name.</exception>
    public (LoraAdapter Adapter, long Id) Use(string name)
    {
        lock (_gate)
            return _loaded.TryGetValue(name, out var entry) && entry.Adapter.TryUse()
                ? entry
                : throw new KeyNotFoundException($"No adapter named '{name}' is loaded.");
    }

    public void Dispose()
    {
        lock (_gate)
            foreach (var name in _loaded.Keys.ToList())
                Take(name);
    }

    private long Take(string name)
    {
        if (!_loaded.Remove(name, out var entry))
            return 0;
        entry.Adapter.Dispose();
        return entry.Id;
    }
}
