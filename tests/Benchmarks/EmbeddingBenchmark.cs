using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using ChatBot.Embedding;
using ChatBot.Embedding.Onnx;
using ChatBot.TestKit;
using Microsoft.ML.OnnxRuntime;

namespace ChatBot.Benchmarks;

/// <summary>
/// Tokens a second of the embedder in process, from text to vectors, beside plain ONNX Runtime with its own settings on tokens that are
/// there already, a text a run; in turn, several rounds. Then one question, its median time.
/// </summary>
internal static class EmbeddingBenchmark
{
    private const int Texts = 192,
        Questions = 200,
        Rounds = 5;

    public static async Task RunAsync(string[] _)
    {
        var folder = OnnxModelFolder.Of(new EmbeddingOptions());
        using var generator = new OnnxEmbeddingGenerator(folder);
        using var plain = new InferenceSession(folder.ModelPath);
        var pieces = new WordPiece(File.ReadAllText(folder.VocabularyPath), lowercase: true);
        var texts = File.ReadLines(SharedData.PathOf("squad/corpus.jsonl")).Take(Texts).Select(TextOf).ToList();
        var tokens = texts.ConvertAll(text => pieces.Encode(text, 256).Select(id => (long)id).ToArray());
        var count = tokens.Sum(ids => ids.Length);
        await generator.GenerateAsync(texts.Take(8));
        Run(plain, tokens[0]);

        var (ours, theirs) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            ours.Add(count / await SecondsAsync(() => generator.GenerateAsync(texts)));
            theirs.Add(count / await SecondsAsync(() => Task.Run(() => tokens.ForEach(ids => Run(plain, ids)))));
            Console.WriteLine(Invariant($"{ours[^1], 8:F0} tokens/s   plain {theirs[^1], 8:F0}   {ours[^1] / theirs[^1]:F2} x"));
        }
        Console.WriteLine(Invariant($"median {Median(ours):F0} tokens/s, plain {Median(theirs):F0}: {Median(ours) / Median(theirs):F2} x"));

        var one = new List<double>();
        foreach (var line in File.ReadLines(SharedData.PathOf("squad/cases-1000.jsonl")).Take(Questions))
            one.Add(
                1000
                    * await SecondsAsync(() =>
                        generator.GenerateAsync([JsonDocument.Parse(line).RootElement.GetProperty("question").GetString()!])
                    )
            );
        Console.WriteLine(Invariant($"one question {Median(one):F1} ms"));
    }

    private static string TextOf(string line)
    {
        using var document = JsonDocument.Parse(line);
        return document.RootElement.GetProperty("text").GetString()!;
    }

    private static void Run(InferenceSession session, long[] ids)
    {
        long[] shape = [1, ids.Length];
        using var idsValue = OrtValue.CreateTensorValueFromMemory(ids, shape);
        using var mask = OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(ids, _ => 1L), shape);
        using var types = OrtValue.CreateTensorValueFromMemory(new long[ids.Length], shape);
        using var run = new RunOptions();
        var inputs = new Dictionary<string, OrtValue>
        {
            ["input_ids"] = idsValue,
            ["attention_mask"] = mask,
            ["token_type_ids"] = types,
        };
        session.Run(run, inputs, ["last_hidden_state"]).Dispose();
    }

    private static async Task<double> SecondsAsync(Func<Task> run)
    {
        var watch = Stopwatch.StartNew();
        await run();
        return watch.Elapsed.TotalSeconds;
    }

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(values.Count() / 2);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
