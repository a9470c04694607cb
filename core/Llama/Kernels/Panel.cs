namespace ChatBot.Llama.Kernels;

/// <summary>
/// One worker's unpacked tile of a weight matrix: 16 rows by up to a thousand columns, laid so that eight rows fill a vector and an input
/// is broadcast against them. It stays in the first-level cache while every waiting token is multiplied with it, so unpacking is paid once
/// per tile whether one token waits or two hundred. No copy of the weights larger than this is ever made.
/// </summary>
internal sealed unsafe class Panel : IDisposable
{
    /// <summary>Rows in a tile.</summary>
    public const int Rows = 16;

    /// <summary>Bytes from four columns (or one of floats) to the next: 16 rows of 32 bits.</summary>
    public const int WordStride = Rows * 4;

    /// <summary>Columns of codes unpacked at a time: 16 KiB of codes.</summary>
    public const int CodeColumns = 1024;

    /// <summary>Columns of floats unpacked at a time: 32 KiB.</summary>
    public const int FloatColumns = 512;

    private readonly NativeBuffer<byte> _codes = new(Rows * CodeColumns);
    private readonly NativeBuffer<float> _scales = new(Rows * CodeColumns / 16);
    private readonly NativeBuffer<float> _minima = new(Rows * CodeColumns / 32);
    private readonly NativeBuffer<float> _floats = new(Rows * FloatColumns);

    /// <summary>Unsigned codes: [columns / 4][16 rows][4 columns].</summary>
    public byte* Codes => _codes.Pointer;

    /// <summary>Scales: [columns / group][16 rows], a group being 16 or 32 columns.</summary>
    public float* Scales => _scales.Pointer;

    /// <summary>Minima, to be subtracted: [columns / 32][16 rows].</summary>
    public float* Minima => _minima.Pointer;

    /// <summary>Float weights: [columns][16 rows].</summary>
    public float* Floats => _floats.Pointer;

    public void Dispose()
    {
        _codes.Dispose();
        _scales.Dispose();
        _minima.Dispose();
        _floats.Dispose();
    }
}
