namespace ChatBot.Llama.Kernels;

/// <summary>
/// T rows of floats, the output of a matrix product. A row has room for whole tiles of 16, so kernels store without looking where it ends.
/// </summary>
public sealed unsafe class RowBuffer(int capacity, int width) : IDisposable
{
    private readonly NativeBuffer<float> _values = new((long)capacity * Padded(width));

    /// <summary>Rows there is room for.</summary>
    public int Capacity { get; } = capacity;

    /// <summary>Elements in a row that count.</summary>
    public int Width { get; } = width;

    /// <summary>Elements from one row to the next.</summary>
    public int Stride { get; } = Padded(width);

    /// <summary>Bytes held for each row, for the statement of memory.</summary>
    public static long BytesPerRow(int width) => Padded(width) * 4L;

    /// <summary>The first element of <paramref name="row"/>.</summary>
    public float* Row(int row) => _values.Pointer + (long)row * Stride;

    /// <summary>The elements of <paramref name="row"/> that count.</summary>
    public Span<float> Span(int row) => new(Row(row), Width);

    public void Dispose() => _values.Dispose();

    private static int Padded(int width) => (width + Panel.Rows - 1) / Panel.Rows * Panel.Rows;
}
