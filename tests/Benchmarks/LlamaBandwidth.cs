using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using ChatBot.Llama.Files;
using ChatBot.Llama.Kernels;

namespace ChatBot.Benchmarks;

/// <summary>One token through a matrix that no cache holds, for each kind, beside plain reading of the same memory.</summary>
internal static unsafe class LlamaBandwidth
{
    private const int Columns = 2048,
        Pieces = 64;
    private const long Piece = 4L << 20; // far enough apart to be out of the caches when its turn comes again

    public static void Run()
    {
        using var pool = new WorkerPool();
        using var product = new MatrixProduct(pool);
        using var memory = new NativeBuffer<byte>(Piece * Pieces);
        new Random(1).NextBytes(new Span<byte>(memory.Pointer, (int)memory.Length)); // the weights' values do not matter to the time
        var read = Median(
            Piece,
            piece => pool.Run(16, (chunk, _) => Sink = Read(memory.Pointer + piece * Piece + chunk * (Piece / 16), Piece / 16))
        );
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"memory      {read, 5:F1} GB/s read by {pool.Workers} threads"));
        foreach (var kind in Enum.GetValues<TensorKind>())
        {
            var rows = (int)(Piece / kind.RowBytes(Columns)) / 16 * 16;
            using var x = new Activations(1, Columns);
            for (var i = 0; i < Columns; i++)
                x.Row(0)[i] = MathF.Sin(i);
            x.Encode(0);
            using var y = new RowBuffer(1, rows);
            var speed = Median(
                rows * kind.RowBytes(Columns),
                piece =>
                    product.Run(
                        x,
                        0,
                        1,
                        new Product(new WeightMatrix(kind.ToString(), (nint)(memory.Pointer + piece * Piece), kind, rows, Columns), y)
                    )
            );
            Console.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"{kind, -10}  {speed, 5:F1} GB/s   {speed / read, 4:P0} of the memory's")
            );
        }
    }

    private static int Sink { get; set; }

    /// <summary>Touches every byte and nothing else.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Read(byte* from, long bytes)
    {
        Vector256<int> a = default,
            b = default,
            c = default,
            d = default;
        for (var end = from + bytes; from < end; from += 128)
        {
            a |= Vector256.Load((int*)from);
            b |= Vector256.Load((int*)(from + 32));
            c |= Vector256.Load((int*)(from + 64));
            d |= Vector256.Load((int*)(from + 96));
        }
        return Vector256.Sum(a | b | c | d);
    }

    private static double Median(long bytes, Action<int> work)
    {
        var seconds = new List<double>();
        for (var i = 0; i < 8 * Pieces; i++)
        {
            var clock = Stopwatch.StartNew();
            work(i % Pieces);
            if (i >= Pieces) // the first round warms up
                seconds.Add(clock.Elapsed.TotalSeconds);
        }
        seconds.Sort();
        return bytes / seconds[seconds.Count / 2] / 1e9;
    }
}
