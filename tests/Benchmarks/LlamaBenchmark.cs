using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ChatBot.Llama.Files;
using ChatBot.Llama.Forward;
using ChatBot.Llama.Kernels;
using ChatBot.TestKit;
using ChatBot.TestKit.Llama;

namespace ChatBot.Benchmarks;

/// <summary>
/// The in-process model beside llama.cpp (when <c>CHATBOT_NODE_LLAMA</c> names it) on random weights of 135M-parameter shape:
/// prefill and decode speed, resident memory, and what each kernel reaches of the memory bandwidth. Each engine runs in a fresh process;
/// the fastest of many short pieces counts, so that other work on the machine disturbs little.
/// </summary>
internal static class LlamaBenchmark
{
    private const int Prefill = 256, Decode = 24, Seconds = 10;

    private sealed record Figures(double Prefill, double Decode, long Bytes);

    /// <summary>SmolLM2-135M's extents; 576 columns are whole blocks of 32, not of 256.</summary>
    private static readonly TinyModel Small = new()
    {
        Layers = 30, Width = 576, Heads = 9, KvHeads = 3, HeadWidth = 64, FeedForward = 1536, Vocabulary = 49152, Context = 2048, Tied = true,
    };

    /// <summary>As many parameters in rows of 256 for the K kinds.</summary>
    private static readonly TinyModel SmallK = Small with { Layers = 16, Width = 768, Heads = 12, KvHeads = 4, FeedForward = 2048 };

    public static async Task RunAsync(string[] arguments)
    {
        if (arguments is ["measure", var path])
        {
            Console.WriteLine(JsonSerializer.Serialize(Measure(path)));
            return;
        }
        if (arguments is ["bandwidth"])
        {
            Bandwidth();
            return;
        }
        var folder = Directory.CreateTempSubdirectory("llama-benchmark").FullName;
        // On a busy machine a pass of the whole model is never left alone; one of a few layers is.
        var layers = arguments.FirstOrDefault(argument => argument.StartsWith("layers=", StringComparison.Ordinal)) is { } given ? int.Parse(given[7..], CultureInfo.InvariantCulture) : 0;
        try
        {
            foreach (var kind in (TensorKind[])[TensorKind.Q8_0, TensorKind.Q4_K])
                await CompareAsync(kind, folder, layers);
            Bandwidth();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task CompareAsync(TensorKind kind, string folder, int layers)
    {
        var shape = (kind.BlockElements() == 256 ? SmallK : Small) with { Kind = kind };
        if (layers > 0)
            shape = shape with { Layers = layers, Vocabulary = 8192 };
        var file = shape.Save(Path.Combine(folder, $"{kind}.gguf"));
        var ours = await ChildAsync(file);
        Print($"{kind} ours", ours);
        if (Counterpart.Find(LlamaCpp.Variable) is null)
            return;
        var theirs = await LlamaCpp.AskAsync<Figures>(Path.Combine(AppContext.BaseDirectory, "Llama", "llama-cpp-speed.mjs"),
            new { model = file, threads = Environment.ProcessorCount, prefill = Prefill, decode = Decode, seconds = Seconds });
        Print($"{kind} llama.cpp", theirs);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{kind,-10} ratio      prefill {ours.Prefill / theirs.Prefill:F2}   decode {ours.Decode / theirs.Decode:F2}   memory {(double)ours.Bytes / theirs.Bytes:F2}"));
    }

    private static void Print(string name, Figures f) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{name,-20} prefill {f.Prefill,7:F0} tokens/s   decode {f.Decode,6:F1} tokens/s   memory {f.Bytes / 1048576.0,6:F0} MiB"));

    private static async Task<Figures> ChildAsync(string file)
    {
        var underDotnet = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet";
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        foreach (var argument in (string[])[.. underDotnet ? new[] { typeof(LlamaBenchmark).Assembly.Location } : [], "llama", "measure", file])
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return JsonSerializer.Deserialize<Figures>(output)!;
    }

    private static Figures Measure(string file)
    {
        var before = Resident();
        using var model = LlamaModel.Open(file);
        using var pool = new WorkerPool();
        using var transformer = new Transformer(model, pool, Prefill, 1);
        using var kv = new KvPool(model.Shape, (Prefill + Decode) / KvPage.Positions + 1);
        double bestPrefill = 0, bestDecode = 0;
        var total = Stopwatch.StartNew();
        for (var round = 0; round < 3 || total.Elapsed.TotalSeconds < Seconds; round++)
        {
            using var cache = new KvSequence(kv);
            cache.TryReserve(Prefill + Decode);
            var clock = Stopwatch.StartNew();
            transformer.Run([new Segment(cache, Enumerable.Range(0, Prefill).Select(i => 300 + (i * 7919 + round * 31) % 7000).ToArray(), LogitsWanted.Last)]);
            bestPrefill = Math.Max(bestPrefill, Prefill / clock.Elapsed.TotalSeconds);
            for (var i = 0; i < Decode; i++)
            {
                clock.Restart();
                transformer.Run([new Segment(cache, new[] { System.Numerics.Tensors.TensorPrimitives.IndexOfMax(transformer.Logits(0)) }, LogitsWanted.Last)]);
                bestDecode = Math.Max(bestDecode, 1 / clock.Elapsed.TotalSeconds);
            }
        }
        return new Figures(bestPrefill, bestDecode, Resident() - before);
    }

    /// <summary>One token through a matrix that no cache holds, for each kind, beside plain reading of the same memory.</summary>
    private static unsafe void Bandwidth()
    {
        const int Columns = 2048, Pieces = 128;
        const long Piece = 2L << 20; // short enough to be left alone now and then, and far enough apart to be out of the caches when its turn comes again
        using var pool = new WorkerPool();
        using var product = new MatrixProduct(pool);
        using var memory = new NativeBuffer<byte>(Piece * Pieces);
        new Random(1).NextBytes(new Span<byte>(memory.Pointer, (int)memory.Length)); // the weights' values do not matter to the time
        var read = Fastest(Piece, piece => pool.Run(16, (chunk, _) =>
            Sink = System.Numerics.Tensors.TensorPrimitives.Sum(new ReadOnlySpan<long>(memory.Pointer + piece * Piece + chunk * (Piece / 16), (int)(Piece / 16 / 8)))));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"memory      {read,5:F1} GB/s read by {pool.Workers} threads"));
        foreach (var kind in Enum.GetValues<TensorKind>())
        {
            var rows = (int)(Piece / kind.RowBytes(Columns)) / 16 * 16;
            using var x = new Activations(1, Columns);
            for (var i = 0; i < Columns; i++)
                x.Row(0)[i] = MathF.Sin(i);
            x.Encode(0);
            using var y = new RowBuffer(1, rows);
            var speed = Fastest(rows * kind.RowBytes(Columns), piece =>
                product.Run(x, 0, 1, new Product(new WeightMatrix(kind.ToString(), (nint)(memory.Pointer + piece * Piece), kind, rows, Columns), y)));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{kind,-10}  {speed,5:F1} GB/s   {speed / read,4:P0} of the memory's"));
        }

        double Fastest(long bytes, Action<int> work)
        {
            var best = double.MaxValue;
            for (var i = 0; i < 8 * Pieces; i++)
            {
                var clock = Stopwatch.StartNew();
                work(i % Pieces);
                if (i >= Pieces) // the first round warms up
                    best = Math.Min(best, clock.Elapsed.TotalSeconds);
            }
            return bytes / best / 1e9;
        }
    }

    private static long Sink { get; set; }

    /// <summary>Resident bytes of this process, mapped weights included.</summary>
    private static long Resident()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
