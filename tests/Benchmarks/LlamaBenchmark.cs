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
/// prefill and decode speed and resident memory, then what each kernel reaches of the memory bandwidth. The engines take turns, each in a
/// fresh process; within a turn the fastest of many short pieces counts, so that other work on the machine disturbs little, and medians
/// and ratios are over the turns. <c>llama [Q8_0] [Q4_K] [rounds=5] [layers=3]</c> or <c>llama bandwidth</c>.
/// </summary>
internal static class LlamaBenchmark
{
    private const int Prefill = 256,
        Decode = 24,
        Seconds = 4;

    private sealed record Figures(double Prefill, double Decode, long Bytes);

    /// <summary>SmolLM2-135M's extents; 576 columns are whole blocks of 32, not of 256.</summary>
    private static readonly TinyModel Small = new()
    {
        Layers = 30,
        Width = 576,
        Heads = 9,
        KvHeads = 3,
        HeadWidth = 64,
        FeedForward = 1536,
        Vocabulary = 49152,
        Context = 2048,
        Tied = true,
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
        if (arguments is ["sharp", var file])
        {
            Console.WriteLine(JsonSerializer.Serialize(MeasureSharp(file)));
            return;
        }
        if (arguments is ["bandwidth"])
        {
            LlamaBandwidth.Run();
            return;
        }
        var folder = Directory.CreateTempSubdirectory("llama-benchmark").FullName;
        try
        {
            var kinds = arguments.Where(argument => Enum.IsDefined(typeof(TensorKind), argument)).Select(Enum.Parse<TensorKind>).ToArray();
            foreach (var kind in kinds.Length > 0 ? kinds : [TensorKind.Q8_0, TensorKind.Q4_K])
                await CompareAsync(kind, folder, Number(arguments, "rounds") ?? 5, Number(arguments, "layers"));
            if (kinds.Length == 0)
                LlamaBandwidth.Run();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static int? Number(string[] arguments, string name) =>
        arguments.FirstOrDefault(argument => argument.StartsWith(name + "=", StringComparison.Ordinal)) is { } given
            ? int.Parse(given[(name.Length + 1)..], CultureInfo.InvariantCulture)
            : null;

    private static async Task CompareAsync(TensorKind kind, string folder, int rounds, int? layers)
    {
        var shape = (kind.BlockElements() == 256 ? SmallK : Small) with { Kind = kind };
        if (layers is { } few)
            shape = shape with { Layers = few, Vocabulary = 8192 };
        var file = shape.Save(Path.Combine(folder, $"{kind}.gguf"));
        var ours = new List<Figures>();
        var theirs = new List<Figures>();
        var sharps = new List<Figures>();
        var beside = Counterpart.Find(LlamaCpp.Variable) is not null;
        var other = new OtherWork();
        for (var round = 0; round < rounds; round++)
        {
            ours.Add(await ChildAsync(file, "measure"));
            sharps.Add(await ChildAsync(file, "sharp"));
            if (beside)
                theirs.Add(
                    await LlamaCpp.AskAsync<Figures>(
                        Path.Combine(AppContext.BaseDirectory, "Llama", "llama-cpp-speed.mjs"),
                        new
                        {
                            model = file,
                            threads = Environment.ProcessorCount,
                            prefill = Prefill,
                            decode = Decode,
                            seconds = Seconds,
                        }
                    )
                );
        }
        if (other.Share is { } share)
            Console.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"{kind}: other programs used {share:P0} of the machine meanwhile")
            );
        Print($"{kind} ours", ours);
        Print($"{kind} LLamaSharp", sharps);
        Console.WriteLine($"{kind} sharp/ours prefill {R2(f => f.Prefill)} decode {R2(f => f.Decode)} memory {R2(f => f.Bytes)}");
        if (beside)
            Console.WriteLine($"{kind} sharp/node prefill {R3(f => f.Prefill)} decode {R3(f => f.Decode)} memory {R3(f => f.Bytes)}");
        string R2(Func<Figures, double> figure)
        {
            double[] all = [.. sharps.Zip(ours, (our, their) => figure(our) / figure(their)).Order()];
            return string.Create(CultureInfo.InvariantCulture, $"{Median(all):F2} ({all[0]:F2} to {all[^1]:F2})");
        }
        string R3(Func<Figures, double> figure)
        {
            double[] all = [.. sharps.Zip(theirs, (our, their) => figure(our) / figure(their)).Order()];
            return string.Create(CultureInfo.InvariantCulture, $"{Median(all):F2} ({all[0]:F2} to {all[^1]:F2})");
        }
        if (!beside)
            return;
        Print($"{kind} llama.cpp", theirs);
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{kind, -10} ratio      prefill {Ratios(f => f.Prefill)}   decode {Ratios(f => f.Decode)}   memory {Ratios(f => f.Bytes)}"
            )
        );

        string Ratios(Func<Figures, double> figure)
        {
            double[] all = [.. ours.Zip(theirs, (our, their) => figure(our) / figure(their)).Order()];
            return string.Create(CultureInfo.InvariantCulture, $"{Median(all):F2} ({all[0]:F2} to {all[^1]:F2})");
        }
    }

    private static void Print(string name, IReadOnlyList<Figures> rounds) =>
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{name, -20} prefill {Median(rounds.Select(f => f.Prefill)), 7:F0} tokens/s   decode "
                    + $"{Median(rounds.Select(f => f.Decode)), 6:F1} tokens/s   memory "
                    + $"{Median(rounds.Select(f => f.Bytes / 1048576.0)), 6:F0} MiB"
            )
        );

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    private static async Task<Figures> ChildAsync(string file, string verb)
    {
        var underDotnet = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet";
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        foreach (
            var argument in (string[])[.. underDotnet ? new[] { typeof(LlamaBenchmark).Assembly.Location } : [], "llama", verb, file]
        )
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
        double bestPrefill = 0,
            bestDecode = 0;
        var total = Stopwatch.StartNew();
        for (var round = 0; round < 3 || total.Elapsed.TotalSeconds < Seconds; round++)
        {
            using var cache = new KvSequence(kv);
            cache.TryReserve(Prefill + Decode);
            var clock = Stopwatch.StartNew();
            transformer.Run([
                new Segment(
                    cache,
                    Enumerable.Range(0, Prefill).Select(i => 300 + (i * 7919 + round * 31) % 7000).ToArray(),
                    LogitsWanted.Last
                ),
            ]);
            bestPrefill = Math.Max(bestPrefill, Prefill / clock.Elapsed.TotalSeconds);
            for (var i = 0; i < Decode; i++)
            {
                clock.Restart();
                transformer.Run([
                    new Segment(
                        cache,
                        new[] { System.Numerics.Tensors.TensorPrimitives.IndexOfMax(transformer.Logits(0)) },
                        LogitsWanted.Last
                    ),
                ]);
                bestDecode = Math.Max(bestDecode, 1 / clock.Elapsed.TotalSeconds);
            }
        }
        return new Figures(bestPrefill, bestDecode, Resident() - before);
    }

    private static Figures MeasureSharp(string file)
    {
        LLama.Native.NativeLibraryConfig.All.WithLogCallback((_, _) => { });
        LLama.Native.NativeApi.llama_empty_call();
        var before = Resident();
        var parameters = new LLama.Common.ModelParams(file)
        {
            ContextSize = 1024,
            BatchSize = 512,
            UBatchSize = 512,
            GpuLayerCount = 0,
            Threads = Environment.ProcessorCount,
            BatchThreads = Environment.ProcessorCount,
        };
        using var weights = LLama.LLamaWeights.LoadFromFile(parameters);
        using var context = weights.CreateContext(parameters);
        double bestPrefill = 0,
            bestDecode = 0;
        var total = Stopwatch.StartNew();
        var batch = new LLama.Native.LLamaBatch();
        var sequence = (LLama.Native.LLamaSeqId)0;
        for (var round = 0; round < 3 || total.Elapsed.TotalSeconds < Seconds; round++)
        {
            context.NativeHandle.MemoryClear();
            batch.Clear();
            for (var i = 0; i < Prefill; i++)
                batch.Add(300 + (i * 7919 + round * 31) % 7000, i, sequence, i == Prefill - 1);
            var clock = Stopwatch.StartNew();
            if (context.NativeHandle.Decode(batch) != LLama.Native.DecodeResult.Ok)
                throw new InvalidOperationException();
            context.NativeHandle.Synchronize();
            bestPrefill = Math.Max(bestPrefill, Prefill / clock.Elapsed.TotalSeconds);
            var last = Prefill - 1;
            for (var i = 0; i < Decode; i++)
            {
                clock.Restart();
                var next = System.Numerics.Tensors.TensorPrimitives.IndexOfMax<float>(context.NativeHandle.GetLogitsIth(last));
                batch.Clear();
                last = 0;
                batch.Add(next, Prefill + i, sequence, true);
                if (context.NativeHandle.Decode(batch) != LLama.Native.DecodeResult.Ok)
                    throw new InvalidOperationException();
                context.NativeHandle.Synchronize();
                bestDecode = Math.Max(bestDecode, 1 / clock.Elapsed.TotalSeconds);
            }
        }
        return new Figures(bestPrefill, bestDecode, Resident() - before);
    }

    /// <summary>Resident bytes of this process, mapped weights included.</summary>
    private static long Resident()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
