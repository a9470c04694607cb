using System.Diagnostics;
using ChatBot.Answering.Guarding;
using ChatBot.Benchmarks.Fitting;
using ChatBot.Embedding;
using ChatBot.Language;
using ChatBot.TestKit;

namespace ChatBot.Benchmarks;

/// <summary>
/// The topic check over several topics, each learned from 60 examples: share blocked of what is off and of what is on topic. With
/// <c>words</c> as if there were no vectors.
/// </summary>
internal static class GuardBenchmark
{
    public static async Task RunAsync(string[] args)
    {
        using var generator = new KeptVectors();
        var vectors = new ListVectors(new Embedder(generator));
        var byWords = args is ["words", ..];
        var everyday = byWords ? null : await vectors.OfAsync(EverydayRequests.ListName);
        var sums = new double[4];
        foreach (var (file, cases) in GuardTopics.Read(args is [.., "--data", var folder] ? folder : SharedData.Folder!))
        {
            var own = byWords ? null : await vectors.MakeAsync(TopicClassifier.TextsOf(file));
            var asked = byWords ? null : await vectors.MakeAsync([.. cases.Select(line => line.Question)]);
            var measured = Measure(file, own, everyday, cases, asked);
            for (var i = 0; i < sums.Length; i++)
                sums[i] += measured[i];
        }
        Console.WriteLine(
            $"{"MEAN", -20} AUROC {sums[0] / 8:0.000}  at 5 %: {sums[1] / 8:0.000}  own threshold: blocks {sums[2] / 8:0.000}, "
                + $"false {sums[3] / 8:0.000}"
        );
    }

    private static double[] Measure(
        TopicFile topic,
        float[][]? own,
        float[][]? everyday,
        IReadOnlyList<(string Question, bool Off)> cases,
        float[][]? asked
    )
    {
        var watch = Stopwatch.StartNew();
        var classifier = TopicClassifier.Train(topic, own, everyday);
        var trained = watch.ElapsedMilliseconds;
        watch.Restart();
        var scored = cases
            .Select(
                (line, i) =>
                    (
                        line.Off,
                        Score: classifier.Score(
                            [
                                .. QuestionFeatures
                                    .Parts(QuestionReading.Of(line.Question))
                                    .Select(part => new TopicText(part.Words, asked?[i] ?? [])),
                            ],
                            []
                        )
                    )
            )
            .OrderBy(line => line.Score)
            .ToList();
        var perQuestion = watch.Elapsed.TotalMicroseconds / cases.Count;
        var on = scored.Count(line => !line.Off);
        var off = scored.Count - on;
        double ranked = 0,
            above = 0;
        for (var i = scored.Count - 1; i >= 0; i--)
            if (!scored[i].Off)
                above++;
            else
                ranked += above;
        var cut = scored.Where(line => !line.Off).ElementAt((int)(0.05 * on)).Score;
        var recall = scored.Count(line => line.Off && line.Score < cut) / (double)off;
        var block = scored.Count(line => line.Off && line.Score < 0.5) / (double)off;
        var falseBlock = scored.Count(line => !line.Off && line.Score < 0.5) / (double)on;
        var auc = ranked / ((double)on * off);
        Console.WriteLine(
            $"{topic.Name, -20} AUROC {auc:0.000}  at 5 %: {recall:0.000}  own threshold: blocks {block:0.000}, false "
                + $"{falseBlock:0.000}  trained {trained} ms, {perQuestion:0} us"
        );
        return [auc, recall, block, falseBlock];
    }
}
