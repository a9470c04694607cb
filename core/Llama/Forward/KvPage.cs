using ChatBot.Llama.Kernels;

namespace ChatBot.Llama.Forward;

/// <summary>32 positions of one or more conversations. Counted: it goes back to its pool when the last user lets go.</summary>
public sealed unsafe class KvPage
{
    /// <summary>Positions in a page.</summary>
    public const int Positions = 32;

    private readonly KvPool _pool;
    private readonly NativeBuffer<float> _memory;
    private readonly int _headFloats;
    private readonly int _kvHeads;
    private int _users = 1;

    internal KvPage(KvPool pool, NativeBuffer<float> memory, ModelShape shape)
    {
        this._pool = pool;
        this._memory = memory;
        _headFloats = shape.HeadWidth * Positions;
        _kvHeads = shape.KvHeads;
    }

    /// <summary>Keys of a head, transposed: [d][32].</summary>
    public float* Keys(int layer, int head) => _memory.Pointer + (long)(layer * 2 * _kvHeads + head) * _headFloats;

    /// <summary>Values of a head: [32][d].</summary>
    public float* Values(int layer, int head) => _memory.Pointer + (long)((layer * 2 + 1) * _kvHeads + head) * _headFloats;

    /// <summary>One more user.</summary>
    public KvPage Share()
    {
        Interlocked.Increment(ref _users);
        return this;
    }

    /// <summary>One user fewer; the last one gives the page back.</summary>
    public void Release()
    {
        var left = Interlocked.Decrement(ref _users);
        ObjectDisposedException.ThrowIf(left < 0, this);
        if (left == 0)
            _pool.Return(_memory);
    }
}
