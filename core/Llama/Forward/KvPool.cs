using ChatBot.Llama.Kernels;

namespace ChatBot.Llama.Forward;

/// <summary>
/// Keys and values in pages of 32 positions, all layers of a position together. Conversations hold lists of pages; a full page may be
/// shared
/// by all that begin alike. Keys lie transposed, [d][32], so that a query element is broadcast against 32 keys at once.
/// </summary>
public sealed class KvPool : IDisposable
{
    private readonly Lock _gate = new();
    private readonly ModelShape _shape;
    private readonly Stack<NativeBuffer<float>> _free = [];
    private int _live;

    /// <summary>A pool that grows to <paramref name="capacity"/> pages.</summary>
    public KvPool(ModelShape shape, int capacity)
    {
        this._shape = shape;
        Capacity = capacity;
    }

    /// <summary>Pages the pool may hold.</summary>
    public int Capacity { get; }

    /// <summary>Pages in use.</summary>
    public int InUse
    {
        get
        {
            lock (_gate)
                return _live;
        }
    }

    /// <summary>Bytes of a page: 2 · L · G · d · 32 floats.</summary>
    public static long PageBytes(ModelShape shape) => 2L * shape.Layers * shape.KvWidth * KvPage.Positions * sizeof(float);

    /// <summary>An empty page, or null when the pool is full.</summary>
    public KvPage? TryRent()
    {
        lock (_gate)
        {
            if (_live == Capacity)
                return null;
            _live++;
            if (!_free.TryPop(out var memory))
                memory = new NativeBuffer<float>(PageBytes(_shape) / sizeof(float));
            return new KvPage(this, memory, _shape);
        }
    }

    public void Dispose()
    {
        lock (_gate)
            while (_free.TryPop(out var memory))
                memory.Dispose();
    }

    internal void Return(NativeBuffer<float> memory)
    {
        lock (_gate)
        {
            _live--;
            _free.Push(memory);
        }
    }
}
