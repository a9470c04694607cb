using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using ChatBot.Llama.Files;

namespace ChatBot.Llama.Kernels;

/// <summary>How weights of a kind fill a <see cref="Panel"/>, and how the panel is multiplied.</summary>
internal abstract unsafe class PanelFormat(TensorKind kind)
{
    private readonly int _blockElements = kind.BlockElements(),
        _blockBytes = kind.BlockBytes();

    private static readonly Dictionary<TensorKind, PanelFormat> Formats = new()
    {
        [TensorKind.F32] = new FloatFormat(TensorKind.F32),
        [TensorKind.F16] = new FloatFormat(TensorKind.F16),
        [TensorKind.BF16] = new FloatFormat(TensorKind.BF16),
        [TensorKind.Q8_0] = new CodeFormat<Q8_0Scheme>(TensorKind.Q8_0),
        [TensorKind.Q4_0] = new CodeFormat<Q4_0Scheme>(TensorKind.Q4_0),
        [TensorKind.Q4_1] = new CodeFormat<Q4_1Scheme>(TensorKind.Q4_1),
        [TensorKind.Q5_0] = new CodeFormat<Q5_0Scheme>(TensorKind.Q5_0),
        [TensorKind.Q5_1] = new CodeFormat<Q5_1Scheme>(TensorKind.Q5_1),
        [TensorKind.Q4_K] = new CodeFormat<Q4_KScheme>(TensorKind.Q4_K),
        [TensorKind.Q5_K] = new CodeFormat<Q5_KScheme>(TensorKind.Q5_K),
        [TensorKind.Q6_K] = new CodeFormat<Q6_KScheme>(TensorKind.Q6_K),
        [TensorKind.IQ4_NL] = new CodeFormat<IQ4_NLScheme>(TensorKind.IQ4_NL),
    };

    /// <summary>The format of a kind; the file reader has refused kinds that have none.</summary>
    public static PanelFormat Of(TensorKind kind) => Formats[kind];

    /// <summary>How elements are stored.</summary>
    public TensorKind Kind => kind;

    /// <summary>Bytes of <paramref name="columns"/>, whole blocks.</summary>
    public int Bytes(int columns) => Blocks(columns) * _blockBytes;

    /// <summary>Columns that a panel holds at most, whole blocks of the kind.</summary>
    public abstract int Columns { get; }

    /// <summary>
    /// Unpacks eight rows, <paramref name="columns"/> from <paramref name="column"/>, to the panel's eight rows from
    /// <paramref name="half"/> (0 or 8)
    /// and its columns from <paramref name="at"/>.
    /// </summary>
    public abstract void Unpack(Panel panel, byte** rows, int column, int columns, int half, int at = 0);

    /// <summary>Blocks of <paramref name="columns"/>.</summary>
    protected int Blocks(int columns) => columns / _blockElements;

    /// <summary>y[t, 16 rows] += panel · x[first + t], <paramref name="runs"/> × 32 columns from <paramref name="column"/>.</summary>
    public abstract void Multiply(Panel panel, int runs, Activations x, int first, int count, int column, float* y, long stride);

    /// <summary>One row of the panel as floats: [columns].</summary>
    public abstract void CopyRow(Panel panel, int row, int columns, float* to);
}

/// <summary>Floats of 16 or 32 bits.</summary>
internal sealed unsafe class FloatFormat(TensorKind kind) : PanelFormat(kind)
{
    public override int Columns => Panel.FloatColumns;

    public override void Unpack(Panel panel, byte** rows, int column, int columns, int half, int at) =>
        FloatRows.Unpack(Kind, rows, column, columns, panel.Floats + at * Panel.Rows + half);

    public override void Multiply(Panel panel, int runs, Activations x, int first, int count, int column, float* y, long stride)
    {
        var t = 0;
        for (; t + 4 <= count; t += 4)
            FloatKernel.Four(panel, runs, x, first + t, column, y + t * stride, stride);
        for (; t < count; t++)
            FloatKernel.One(panel, runs, x, first + t, column, y + t * stride);
    }

    public override void CopyRow(Panel panel, int row, int columns, float* to)
    {
        for (var k = 0; k < columns; k++)
            to[k] = panel.Floats[k * Panel.Rows + row];
    }
}

/// <summary>Codes with scales.</summary>
internal sealed unsafe class CodeFormat<TScheme>(TensorKind kind) : PanelFormat(kind)
    where TScheme : struct, ICodeScheme
{
    public override int Columns => Panel.CodeColumns;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Unpack(Panel panel, byte** rows, int column, int columns, int half, int at)
    {
        var shifted = stackalloc byte*[8];
        var skip = Bytes(column);
        for (var r = 0; r < 8; r++)
            shifted[r] = rows[r] + skip;
        TScheme.Unpack(
            shifted,
            Blocks(columns),
            panel.Codes + (at * Panel.Rows) + half * 4,
            panel.Scales + at / TScheme.Group * Panel.Rows + half,
            panel.Minima + at / 32 * Panel.Rows + half
        );
    }

    public override void Multiply(Panel panel, int runs, Activations x, int first, int count, int column, float* y, long stride)
    {
        if (AvxVnni.IsSupported)
            Multiply<VnniDot>(panel, runs, x, first, count, column, y, stride);
        else if (Avx2.IsSupported)
            Multiply<Avx2Dot>(panel, runs, x, first, count, column, y, stride);
        else
            Multiply<PortableDot>(panel, runs, x, first, count, column, y, stride);
    }

    public override void CopyRow(Panel panel, int row, int columns, float* to)
    {
        var zero = TScheme.OffsetShift == 0 ? 0 : 1 << TScheme.OffsetShift;
        for (var k = 0; k < columns; k++)
            to[k] =
                panel.Scales[k / TScheme.Group * Panel.Rows + row] * (panel.Codes[(k / 4 * Panel.Rows + row) * 4 + k % 4] - zero)
                - (TScheme.HasMinima ? panel.Minima[k / 32 * Panel.Rows + row] : 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Multiply<TDot>(Panel panel, int runs, Activations x, int first, int count, int column, float* y, long stride)
        where TDot : struct, IByteDot
    {
        var t = 0;
        for (; t + 4 <= count; t += 4)
            CodeKernel<TScheme, TDot>.Four(panel, runs, x, first + t, column, y + t * stride, stride);
        for (; t < count; t++)
            CodeKernel<TScheme, TDot>.One(panel, runs, x, first + t, column, y + t * stride);
    }
}
