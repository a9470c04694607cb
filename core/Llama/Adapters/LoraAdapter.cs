using ChatBot.Llama.Forward;

namespace ChatBot.Llama.Adapters;

/// <summary>
/// A loaded adapter, checked against its base model. Users are counted: <see cref="Dispose"/> takes it out of service at once,
/// and its memory goes when the last conversation that computes with it lets go.
/// </summary>
public sealed class LoraAdapter : IDisposable
{
    private readonly LoraPair?[] _pairs; // [L · 7], then the head
    private readonly IReadOnlyList<IDisposable> _memory;
    private int _users = 1;
    private int _disposed;

    internal LoraAdapter(string path, LoraPair?[] pairs, IReadOnlyList<IDisposable> memory)
    {
        Path = path;
        this._pairs = pairs;
        this._memory = memory;
        foreach (var pair in pairs)
            if (pair is not null)
            {
                Rank = Math.Max(Rank, pair.Rank);
                Parameters += (long)pair.A.Rows * pair.A.Columns + (long)pair.B.Rows * pair.B.Columns;
            }
    }

    /// <summary>The file or folder it came from.</summary>
    public string Path { get; }

    /// <summary>The largest r of its pairs.</summary>
    public int Rank { get; }

    /// <summary>Numbers in all pairs.</summary>
    public long Parameters { get; }

    /// <summary>The pair for a layer's matrix, or null where the adapter leaves it alone.</summary>
    public LoraPair? this[int layer, LoraTarget target] => _pairs[layer * LoraTargets.Names.Count + (int)target];

    /// <summary>The pair for the head (<c>output.weight</c>), or null.</summary>
    public LoraPair? Output => _pairs[^1];

    /// <summary>Opens an adapter (GGUF, or a PEFT folder) for <paramref name="model"/>.</summary>
    /// <exception cref="Files.ModelFileException">It is not an adapter, or not one for this model.</exception>
    public static LoraAdapter Open(string path, LlamaModel model) => AdapterFile.Open(path, model);

    /// <summary>Takes a share that keeps the memory until it is released; false once the adapter was taken out of service.</summary>
    public bool TryUse()
    {
        for (var seen = Volatile.Read(ref _users); seen > 0 && Volatile.Read(ref _disposed) == 0; )
        {
            var now = Interlocked.CompareExchange(ref _users, seen + 1, seen);
            if (now == seen)
                return true;
            seen = now;
        }
        return false;
    }

    /// <summary>Gives a share back.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _users) == 0)
            foreach (var part in _memory)
                part.Dispose();
    }

    /// <summary>Takes the adapter out of service.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
            Release();
    }
}
