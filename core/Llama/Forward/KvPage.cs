using ChatBot.Llama.Kernels;

namespace ChatBot.Llama.Forward;

/// <summary>32 positions of one or more conversations. Counted: it goes back to its pool when the last user lets go.</summary>
public sealed unsafe class KvPage
{
    /// <summary>Positions in a page.</summary>
    public const int Positions = 32;

    private readonly KvPool pool;
    private readonly NativeBuffer<float> memory;
    private readonly int headFloats;
    private readonly int kvHeads;
    private int users = 1;

    internal KvPage(KvPool pool, NativeBuffer<float> memory, ModelShape shape)
    {
        this.pool = pool;
        this.memory = memory;
        headFloats = shape.HeadWidth * Positions;
        kvHeads = shape.KvHeads;
    }

    /// <summary>Keys of a head, transposed: [d][32].</summary>
    public float* Keys(int layer, int head) => memory.Pointer + (long)(layer * 2 * kvHeads + head) * headFloats;

    /// <summary>Values of a head: [32][d].</summary>
    public float* Values(int layer, int head) => memory.Pointer + (long)((layer * 2 + 1) * kvHeads + head) * headFloats;

    /// <summary>One more user.</summary>
    public KvPage Share()
    {
        Interlocked.Increment(ref users);
        return this;
    }

    /// <summary>One user fewer; the last one gives the page back.</summary>
    public void Release()
    {
        var left = Interlocked.Decrement(ref users);
        ObjectDisposedException.ThrowIf(left < 0, this);
        if (left == 0)
            pool.Return(memory);
    }
}
