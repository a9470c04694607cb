using static TorchSharp.torch;

namespace ChatBot.Trainer.Model;

/// <summary>
/// The matrix from hidden states to logits. One that has to be unpacked is, some thousand rows at a time and once more for the gradient:
/// whole it may be larger than all layers.
/// </summary>
internal sealed class FrozenHead : autograd.SingleTensorFunction<FrozenHead>
{
    private const long Piece = 8192;

    [ThreadStatic]
    private static Tensor? _handedOver;

    public override string Name => nameof(FrozenHead);

    /// <summary>[N, width] → [N, vocabulary].</summary>
    public static Tensor Apply(FrozenMatrix matrix, Tensor hidden) =>
        matrix.IsResident(hidden.dtype) ? nn.functional.linear(hidden, matrix.As(hidden.dtype)) : apply(matrix, hidden);

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (matrix, hidden) = ((FrozenMatrix)vars[0], (Tensor)vars[1]);
        ctx.save_data("matrix", matrix);
        var logits = empty(hidden.shape[0], matrix.Rows, hidden.dtype, hidden.device);
        ForPieces(
            matrix,
            hidden.dtype,
            (start, rows) =>
            {
                logits.narrow(1, start, rows.shape[0]).copy_(hidden.mm(rows.t()));
            }
        );
        return logits;
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        _handedOver?.Dispose(); // native code took it after the last call
        var (matrix, gradient) = ((FrozenMatrix)ctx.get_data("matrix"), grad_output);
        var result = zeros(gradient.shape[0], matrix.Columns, gradient.dtype, gradient.device).DetachFromDisposeScope();
        ForPieces(matrix, gradient.dtype, (start, rows) => result.addmm_(gradient.narrow(1, start, rows.shape[0]), rows));
        gradient.Dispose();
        _handedOver = result;
        return [null!, result];
    }

    private static void ForPieces(FrozenMatrix matrix, ScalarType type, Action<long, Tensor> use)
    {
        for (var start = 0L; start < matrix.Rows; start += Piece)
        {
            using var scope = NewDisposeScope();
            use(start, matrix.Slice(start, Math.Min(Piece, matrix.Rows - start), type));
        }
    }
}
