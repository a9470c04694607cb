using ChatBot.Llama.Kernels;

namespace ChatBot.Llama.Forward;

/// <summary>The buffers of a forward pass over at most T rows, made once.</summary>
internal sealed class Workspace(ModelShape shape, int rows, int logitRows) : IDisposable
{
    public RowBuffer Residual { get; } = new(rows, shape.Width); // x: [T, D]
    public Activations Normed { get; } = new(rows, shape.Width); // h: [T, D], input of Wq, Wk, Wv, Wg, Wu
    public RowBuffer Query { get; } = new(rows, shape.QueryWidth); // q: [T, H·d]
    public RowBuffer Key { get; } = new(rows, shape.KvWidth); // k: [T, G·d]
    public RowBuffer Value { get; } = new(rows, shape.KvWidth); // v: [T, G·d]
    public Activations Attended { get; } = new(rows, shape.QueryWidth); // a: [T, H·d], input of Wo
    public RowBuffer Projected { get; } = new(rows, shape.Width); // o: [T, D], output of Wo and of Wd
    public RowBuffer Gate { get; } = new(rows, shape.FeedForward); // g: [T, F]
    public RowBuffer Up { get; } = new(rows, shape.FeedForward); // u: [T, F]
    public Activations Inner { get; } = new(rows, shape.FeedForward); // silu(g)·u: [T, F], input of Wd
    public Activations HeadInput { get; } = new(logitRows, shape.Width); // the rows that want logits: [N, D]
    public RowBuffer Logits { get; } = new(logitRows, shape.Vocabulary); // [N, V]

    /// <summary>Bytes of all buffers, for the statement of memory.</summary>
    public static long Bytes(ModelShape shape, int rows, int logitRows) =>
        rows
            * (
                2 * RowBuffer.BytesPerRow(shape.Width)
                + RowBuffer.BytesPerRow(shape.QueryWidth)
                + 2 * RowBuffer.BytesPerRow(shape.KvWidth)
                + 2 * RowBuffer.BytesPerRow(shape.FeedForward)
                + Activations.BytesPerRow(shape.Width)
                + Activations.BytesPerRow(shape.QueryWidth)
                + Activations.BytesPerRow(shape.FeedForward)
            )
        + logitRows * (Activations.BytesPerRow(shape.Width) + RowBuffer.BytesPerRow(shape.Vocabulary));

    public void Dispose()
    {
        IDisposable[] all = [Residual, Normed, Query, Key, Value, Attended, Projected, Gate, Up, Inner, HeadInput, Logits];
        foreach (var buffer in all)
            buffer.Dispose();
    }
}
