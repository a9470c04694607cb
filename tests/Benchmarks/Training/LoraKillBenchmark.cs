using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using ChatBot.TestKit.Llama;
using ChatBot.Trainer.Lora;
using ChatBot.Trainer.Model;
using ChatBot.Trainer.Training;

namespace ChatBot.Benchmarks.Training;

/// <summary>
/// A training in a process of its own is killed (SIGKILL) at random moments and started again, until it ends: loss and adapter must be
/// those of one that was left alone. <c>lora-kill [kills=20]</c>.
/// </summary>
internal static class LoraKillBenchmark
{
    public static async Task RunAsync(string[] arguments)
    {
        if (arguments is ["train", var path, var folder])
        {
            Console.WriteLine(await TrainAsync(path, folder));
            return;
        }
        var kills = arguments is [var given] ? int.Parse(given["kills=".Length..], CultureInfo.InvariantCulture) : 20;
        var work = Directory.CreateTempSubdirectory("lora-kill").FullName;
        try
        {
            var file = new TinyModel().Save(Path.Combine(work, "base.gguf"));
            var clock = Stopwatch.StartNew();
            var alone = await ChildAsync(file, Path.Combine(work, "alone"), Timeout.InfiniteTimeSpan);
            var whole = clock.Elapsed;
            var random = new Random(5);
            var killed = Path.Combine(work, "killed");
            var done = 0;
            while (done < kills)
            {
                if (await ChildAsync(file, killed, whole * (0.2 + 0.5 * random.NextDouble())) is null)
                    done++;
                else
                    Directory.Delete(killed, recursive: true); // it had come to its end: from the beginning
            }
            var resumed = await ChildAsync(file, killed, Timeout.InfiniteTimeSpan);
            Console.WriteLine($"alone    {alone}\nkilled   {resumed}   after {done} kills");
            if (alone != resumed)
                throw new InvalidOperationException("A killed training came to another adapter.");
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    private static async Task<string> TrainAsync(string path, string folder)
    {
        NativeTorch.Require();
        using var model = CausalModel.Load(path, new CausalModelOptions { Lora = new LoraSettings() });
        var settings = new TrainingSettings
        {
            ContextLength = 128,
            Steps = 400,
            CheckpointEvery = 5,
            ValidateEvery = 40,
            Patience = 0,
            Threads = 1,
        };
        var set = new TokenizedSet(Examples(60, 1, model.Vocabulary), Examples(8, 2, model.Vocabulary), [], []);
        var result = await TrainingRun.RunAsync(model, set, settings, folder, null, TimeProvider.System, default);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (_, tensor) in model.Adapter.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            hash.AppendData(tensor.bytes);
        var adapter = Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
        return FormattableString.Invariant($"loss {result.TrainingLoss:R} best {result.ValidationLoss:R} adapter {adapter}");
    }

    private static List<TokenizedExample> Examples(int count, int seed, int vocabulary)
    {
        var random = new Random(seed);
        return
        [
            .. Enumerable
                .Range(0, count)
                .Select(i => new TokenizedExample($"{i}", [.. Enumerable.Range(0, 20 + i % 30).Select(_ => random.Next(vocabulary))], 10)),
        ];
    }

    /// <returns>What it printed; null where it was killed.</returns>
    private static async Task<string?> ChildAsync(string file, string folder, TimeSpan life)
    {
        string[] host =
            Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(LoraKillBenchmark).Assembly.Location] : [];
        var start = new ProcessStartInfo(Environment.ProcessPath!, [.. host, "lora-kill", "train", file, folder])
        {
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        using var end = new CancellationTokenSource(life);
        try
        {
            await process.WaitForExitAsync(end.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
        return process.ExitCode == 0 ? (await output).Trim() : null;
    }
}
