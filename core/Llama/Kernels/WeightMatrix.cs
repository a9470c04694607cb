using ChatBot.Llama.Files;

namespace ChatBot.Llama.Kernels;

/// <summary>
/// A weight matrix where it lies: <paramref name="Rows"/> outputs by <paramref name="Columns"/> inputs, each row whole blocks of
/// <paramref name="Kind"/>.
/// </summary>
/// <param name="Name">Its tensor name, for messages.</param>
/// <param name="Data">The first byte; owned by the file or buffer it came from.</param>
/// <param name="Kind">How elements are stored.</param>
/// <param name="Rows">Outputs m.</param>
/// <param name="Columns">Inputs n: y[m] = Σₙ W[m, n]·x[n].</param>
public sealed unsafe record WeightMatrix(string Name, nint Data, TensorKind Kind, int Rows, int Columns)
{
    /// <summary>Bytes of one row.</summary>
    public long RowBytes { get; } = Kind.RowBytes(Columns);

    /// <summary>Whether the weights are codes with scales (then activations are turned to 8 bits too) rather than floats.</summary>
    public bool IsQuantised { get; } = Kind is not (TensorKind.F32 or TensorKind.F16 or TensorKind.BF16);

    /// <summary>How the rows are unpacked and multiplied.</summary>
    internal PanelFormat Format { get; } = PanelFormat.Of(Kind);

    /// <summary>The first byte of <paramref name="row"/>.</summary>
    public byte* Row(int row) => (byte*)Data + row * RowBytes;
}
