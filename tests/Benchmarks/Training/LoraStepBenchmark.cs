using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ChatBot.Models.Files;
using ChatBot.TestKit.Llama;
using ChatBot.Trainer.Lora;
using ChatBot.Trainer.Model;
using ChatBot.Trainer.Training;
using static TorchSharp.torch;

namespace ChatBot.Benchmarks.Training;

/// <summary>
/// One LoRA step of a llama-shaped 135M model (r 16 on q, k, v, o; batch 4 × 256; AdamW; random weights) through the trainer's own loop:
/// tokens/s and peak memory, each measured in a fresh process, beside what <see cref="MemoryEstimate"/> says. Where <c>CHATBOT_PYTHON</c>
/// names a Python with torch, <c>lora_step.py</c> takes turns with it. <c>lora-step [rounds=3] [steps=5] [threads=2] [again=0]
/// [small]</c>; <c>again</c> layers are computed twice in place of being kept, <c>small</c> is a shape for a quick look.
/// </summary>
internal static class LoraStepBenchmark
{
    private const int Batch = 4,
        Length = 256;

    private sealed record Figures(double TokensPerSecond, long PeakBytes, long EstimatedBytes = 0);

    /// <summary>SmolLM2-135M's extents, and those of a quick look.</summary>
    private static readonly TinyModel Full = LlamaBenchmark.Small,
        Small = Full with { Layers = 6, Vocabulary = 8192 };

    public static async Task RunAsync(string[] arguments)
    {
        if (arguments is ["measure", var path, var steps, var threads, var again])
        {
            var figures = await MeasureAsync(path, Whole(steps), Whole(threads), Whole(again));
            Console.WriteLine(JsonSerializer.Serialize(figures));
            return;
        }
        var folder = Directory.CreateTempSubdirectory("lora-step").FullName;
        try
        {
            var file = (arguments.Contains("small") ? Small : Full).Save(Path.Combine(folder, "base.gguf"));
            var (ours, theirs) = (new List<Figures>(), new List<Figures>());
            var other = new OtherWork();
            for (var round = 0; round < Whole(Given("rounds", "3")); round++)
            {
                string[] measure = ["lora-step", "measure", file, Given("steps", "5"), Given("threads", "2"), Given("again", "0")];
                ours.Add(await AskAsync(Environment.ProcessPath!, [.. Host(), .. measure]));
                if (Environment.GetEnvironmentVariable("CHATBOT_PYTHON") is { Length: > 0 } python && !arguments.Contains("small"))
                    theirs.Add(
                        await AskAsync(
                            python,
                            Path.Combine(AppContext.BaseDirectory, "Training", "lora_step.py"),
                            $"threads={Given("threads", "2")}"
                        )
                    );
            }
            if (other.Share is { } share)
                Print($"other programs used {share:P0} of the machine meanwhile");
            Print("ours", ours);
            if (theirs.Count == 0)
                return;
            Print("PyTorch", theirs);
            Print($"ratio    speed {Ratio(f => f.TokensPerSecond):F2}   memory {Ratio(f => f.PeakBytes):F2}");

            double Ratio(Func<Figures, double> figure) => Median(ours.Zip(theirs, (our, their) => figure(our) / figure(their)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        string Given(string name, string otherwise) =>
            arguments.FirstOrDefault(argument => argument.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..]
            ?? otherwise;
    }

    private static async Task<Figures> MeasureAsync(string path, int steps, int threads, int again)
    {
        NativeTorch.Require();
        set_num_threads(threads);
        var options = new CausalModelOptions
        {
            Lora = new LoraSettings { Dropout = 0 },
            CheckpointedLayers = again,
        };
        var settings = new TrainingSettings
        {
            ContextLength = Length,
            BatchSize = Batch,
            Packing = false,
            Steps = steps,
            CheckpointEvery = int.MaxValue,
            Threads = threads,
        };
        var header = ModelHeader.Open(path);
        using var model = CausalModel.Load(path, options);
        var random = new Random(1);
        var examples = Enumerable
            .Range(0, Batch)
            .Select(i => new TokenizedExample($"{i}", [.. Enumerable.Range(0, Length).Select(_ => random.Next(model.Vocabulary))], 1))
            .ToList();
        var folder = Directory.CreateTempSubdirectory("lora-step").FullName;
        var fastest = new FastestStep();
        await TrainingRun.RunAsync(model, new(examples, [], [], []), settings, folder, fastest, TimeProvider.System, default);
        Directory.Delete(folder, recursive: true);
        using var process = Process.GetCurrentProcess();
        return new(Batch * Length / fastest.Seconds, process.PeakWorkingSet64, MemoryEstimate.For(header, options, settings).Total);
    }

    /// <summary>Other work on the machine only ever makes a step slower.</summary>
    private sealed class FastestStep : IProgress<TrainingProgress>
    {
        private long _last;

        public double Seconds { get; private set; } = double.PositiveInfinity;

        public void Report(TrainingProgress value)
        {
            if (_last != 0)
                Seconds = Math.Min(Seconds, Stopwatch.GetElapsedTime(_last).TotalSeconds);
            _last = Stopwatch.GetTimestamp();
        }
    }

    private static async Task<Figures> AskAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? JsonSerializer.Deserialize<Figures>(output)!
            : throw new InvalidOperationException($"{program} ended with {process.ExitCode}.");
    }

    private static string[] Host() =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(LoraStepBenchmark).Assembly.Location] : [];

    private static void Print(string name, IReadOnlyList<Figures> rounds)
    {
        var estimate = rounds[0].EstimatedBytes > 0 ? $"   estimated {rounds[0].EstimatedBytes / 1048576.0:F0} MiB" : "";
        var (speed, peak) = (Median(rounds.Select(f => f.TokensPerSecond)), Median(rounds.Select(f => f.PeakBytes / 1048576.0)));
        Print($"{name, -8} {speed:F0} tokens/s   peak {peak:F0} MiB{estimate}");
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private static int Whole(string number) => int.Parse(number, CultureInfo.InvariantCulture);

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
