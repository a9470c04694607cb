using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace ChatBot.Llama.Kernels;

/// <summary>One weight matrix to multiply with, and where its outputs go.</summary>
/// <param name="Weights">W: [m outputs, n inputs].</param>
/// <param name="Outputs">Y: [T, m], row t = W·x[t].</param>
public readonly record struct Product(WeightMatrix Weights, RowBuffer Outputs);

/// <summary>
/// Y = X·Wᵀ over all workers: tiles of 16 weight rows are claimed one group at a time, unpacked into the worker's panel and multiplied with
/// every token. Products that share inputs (Q, K, V; gate, up) go out together, so that a token's layer costs few hand-overs.
/// </summary>
public sealed unsafe class MatrixProduct : IDisposable
{
    /// <summary>
    /// Columns that are asked for at once, and unpacked before the next are: a core waits for so many lines at a time, and more requests
    /// would hold up what it needs now (measured on two cores: 40 % more bandwidth than whole panels, for 256 columns as for 512).
    /// </summary>
    private const int FetchedTogether = 512;

    private readonly WorkerPool _pool;
    private readonly Panel[] _panels;

    public MatrixProduct(WorkerPool pool)
    {
        this._pool = pool;
        _panels = [.. Enumerable.Range(0, pool.Workers).Select(_ => new Panel())];
    }

    /// <summary>
    /// Computes <paramref name="products"/> for tokens <paramref name="first"/> to first + <paramref name="count"/> of <paramref name="x"/>
    /// ([T, n], encoded where any weights are quantised), into the same rows of each output.
    /// </summary>
    public void Run(Activations x, int first, int count, params ReadOnlySpan<Product> products)
    {
        var work = products.ToArray();
        var tiles = 0;
        foreach (var product in work)
            tiles += Tiles(product);
        var group = Math.Clamp(tiles / (_pool.Workers * 16), 1, 64);
        _pool.Run(
            (tiles + group - 1) / group,
            (chunk, worker) =>
            {
                for (var tile = chunk * group; tile < Math.Min(tiles, (chunk + 1) * group); tile++)
                    RunTile(_panels[worker], work, tile, x, first, count);
            }
        );
    }

    /// <summary>Rows <paramref name="first"/> to first + <paramref name="count"/> of a matrix as floats: [count, n].</summary>
    public static void Dequantise(WeightMatrix weights, int first, int count, float* to)
    {
        using var panel = new Panel();
        Dequantise(panel, weights, first, count, to);
    }

    /// <summary>One row as floats, [n], through this product's own panel: the look-up of an embedding.</summary>
    public void DequantiseRow(WeightMatrix weights, int row, float* to) => Dequantise(_panels[0], weights, row, 1, to);

    private static void Dequantise(Panel panel, WeightMatrix weights, int first, int count, float* to)
    {
        var rows = stackalloc byte*[8];
        for (var start = 0; start < count; start += 8)
        {
            for (var column = 0; column < weights.Columns; column += weights.Format.Columns)
            {
                var columns = Math.Min(weights.Format.Columns, weights.Columns - column);
                for (var r = 0; r < 8; r++)
                    rows[r] = weights.Row(first + Math.Min(start + r, count - 1));
                weights.Format.Unpack(panel, rows, column, columns, 0);
                for (var r = 0; r < Math.Min(8, count - start); r++)
                    weights.Format.CopyRow(panel, r, columns, to + (long)(start + r) * weights.Columns + column);
            }
        }
    }

    public void Dispose()
    {
        foreach (var panel in _panels)
            panel.Dispose();
    }

    private static int Tiles(Product product) => (product.Weights.Rows + Panel.Rows - 1) / Panel.Rows;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void RunTile(Panel panel, Product[] work, int tile, Activations x, int first, int count)
    {
        var index = 0;
        for (; tile >= Tiles(work[index]); index++)
            tile -= Tiles(work[index]);
        var (weights, outputs) = work[index];
        var row = tile * Panel.Rows;
        for (var t = 0; t < count; t++)
            new Span<float>(outputs.Row(first + t) + row, Panel.Rows).Clear();

        var rows = stackalloc byte*[Panel.Rows];
        for (var r = 0; r < Panel.Rows; r++)
            rows[r] = weights.Row(Math.Min(row + r, weights.Rows - 1)); // past the end: the last row again, into the padding
        var format = weights.Format;
        for (var column = 0; column < weights.Columns; column += format.Columns)
        {
            var columns = Math.Min(format.Columns, weights.Columns - column);
            for (var at = 0; at < columns; at += FetchedTogether)
            {
                var part = Math.Min(FetchedTogether, columns - at);
                FetchAhead(weights, rows, row, column + at, part);
                format.Unpack(panel, rows, column + at, part, 0, at);
                FetchAhead(weights, rows + 8, row + 8, column + at, part);
                format.Unpack(panel, rows + 8, column + at, part, 8, at);
            }
            format.Multiply(panel, (columns + 31) / 32, x, first, count, column, outputs.Row(first) + row, outputs.Stride);
        }
    }

    /// <summary>
    /// Asks for the same columns of the next tile while this one is computed: sixteen short rows side by side are no pattern that the
    /// hardware follows by itself (measured: up to 2.8 times the bandwidth; rows of floats are long enough to do without).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FetchAhead(WeightMatrix weights, byte** rows, int row, int column, int columns)
    {
        const int Line = 64;
        if (!Sse.IsSupported || !weights.IsQuantised || row + Panel.Rows + 8 > weights.Rows)
            return;
        var skip = Panel.Rows * weights.RowBytes + weights.Format.Bytes(column);
        var length = weights.Format.Bytes(columns);
        for (var r = 0; r < 8; r++)
        for (var at = rows[r] + skip; at < rows[r] + skip + length; at += Line)
            Sse.Prefetch1(at);
    }
}
