namespace ChatBot.Llama.Kernels;

/// <summary>
/// How a quantised kind becomes a <see cref="Panel"/>: weight = scale · (code − 2^<see cref="OffsetShift"/>) − minimum, with an unsigned
/// code.
/// The block layouts are those of ggml (<c>ggml-common.h</c>, <c>ggml-quants.c</c>: dequantize_row_*).
/// </summary>
internal unsafe interface ICodeScheme
{
    /// <summary>Columns that share a scale: 16 or 32.</summary>
    static abstract int Group { get; }

    /// <summary>The code that means zero is 2 to this power; 0 where the kind has minima instead.</summary>
    static abstract int OffsetShift { get; }

    /// <summary>Whether the kind stores a minimum for each 32 columns.</summary>
    static abstract bool HasMinima { get; }

    /// <summary>
    /// Unpacks eight rows. <paramref name="rows"/>: eight pointers to the first block wanted; <paramref name="blocks"/>: blocks of the
    /// kind.
    /// The targets are the panel's, already moved to the left or right eight rows; their strides are those of 16 rows.
    /// </summary>
    static abstract void Unpack(byte** rows, int blocks, byte* codes, float* scales, float* minima);
}
