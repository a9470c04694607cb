using System.Diagnostics;
using System.Globalization;
using System.Numerics.Tensors;
using System.Text.Json;
using ChatBot.Models.Files;
using ChatBot.Models.Llama;
using ChatBot.TestKit;
using ChatBot.TestKit.Llama;
using LLama.Native;

namespace ChatBot.Benchmarks;

/// <summary>
/// The in-process model beside another build of llama.cpp (node-llama-cpp, when <c>CHATBOT_NODE_LLAMA</c> names it) on random weights of
/// 135M-parameter shape: prefill and decode speed and resident memory. The two take turns, each in a
/// fresh process; within a turn the fastest of many short pieces counts, so that other work on the machine disturbs little, and medians
/// and ratios are over the turns. <c>llama [Q8_0] [Q4_K] [rounds=5] [layers=3]</c>.
/// </summary>
internal static class LlamaBenchmark
{
    private const int Prefill = 256,
        Decode = 24,
        Seconds = 4;

    private sealed record Figures(double Prefill, double Decode, long Bytes);

    /// <summary>SmolLM2-135M's extents; 576 columns are whole blocks of 32, not of 256.</summary>
    internal static readonly TinyModel Small = new()
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
        var folder = Directory.CreateTempSubdirectory("llama-benchmark").FullName;
        try
        {
            var kinds = arguments.Where(argument => Enum.IsDefined(typeof(TensorKind), argument)).Select(Enum.Parse<TensorKind>).ToArray();
            foreach (var kind in kinds.Length > 0 ? kinds : [TensorKind.Q8_0, TensorKind.Q4_K])
                await CompareAsync(kind, folder, Number(arguments, "rounds") ?? 5, Number(arguments, "layers"));
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
        var beside = Counterpart.Find(LlamaCpp.Variable) is not null;
        var other = new OtherWork();
        for (var round = 0; round < rounds; round++)
        {
            ours.Add(await ChildAsync(file));
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

    private static async Task<Figures> ChildAsync(string file)
    {
        var underDotnet = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet";
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        foreach (
            var argument in (string[])[.. underDotnet ? new[] { typeof(LlamaBenchmark).Assembly.Location } : [], "llama", "measure", file]
        )
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return JsonSerializer.Deserialize<Figures>(output)!;
    }

    private static Figures Measure(string file)
    {
        NativeLog.Use();
        NativeApi.llama_empty_call(); // the engine itself is no part of the model's memory
        var before = Resident();
        using var model = LoadedModel.Load(ModelHeader.Open(file));
        using var context = model.CreateContext(Lane.Settings(model, 1024, 1, Environment.ProcessorCount));
        double bestPrefill = 0,
            bestDecode = 0;
        var total = Stopwatch.StartNew();
        for (var round = 0; round < 3 || total.Elapsed.TotalSeconds < Seconds; round++)
        {
            context.MemoryClear();
            int[] prompt = [.. Enumerable.Range(0, Prefill).Select(i => 300 + (i * 7919 + round * 31) % 7000)];
            var clock = Stopwatch.StartNew();
            var (length, next) = (0, 0);
            foreach (var piece in prompt.Chunk(Lane.Chunk))
                next = Run(piece);
            bestPrefill = Math.Max(bestPrefill, Prefill / clock.Elapsed.TotalSeconds);
            for (var i = 0; i < Decode; i++)
            {
                clock.Restart();
                next = Run([next]);
                bestDecode = Math.Max(bestDecode, 1 / clock.Elapsed.TotalSeconds);
            }

            int Run(int[] tokens)
            {
                var batch = new LLamaBatch();
                foreach (var (index, token) in tokens.Index())
                    batch.Add(token, length++, (LLamaSeqId)0, index == tokens.Length - 1);
                if (context.Decode(batch) != DecodeResult.Ok)
                    throw new InvalidOperationException("llama.cpp could not compute");
                return TensorPrimitives.IndexOfMax<float>(context.GetLogitsIth(tokens.Length - 1));
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
