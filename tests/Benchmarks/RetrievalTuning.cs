using ChatBot.Embedding;
using ChatBot.Knowledge.Indexing;
using ChatBot.Knowledge.Searching;
using ChatBot.Storage;
using ChatBot.TestKit;
using Microsoft.Extensions.DependencyInjection;

namespace ChatBot.Benchmarks;

/// <summary>
/// Fits the weights of <c>Ranking</c>. The order: a softmax over each question's candidates. The similarity: a logistic regression
/// that tells the best passage for an answerable question from the best one for a question whose article is not indexed.
/// Fitted on the questions of half the articles, shown for the other half too.
/// </summary>
internal static class RetrievalTuning
{
    private static readonly string[] Names = ["bm25", "coverage", "window", "sentence", "pairs", "title", "names", "figure", "cosine"];

    public static async Task RunAsync(string[] arguments)
    {
        var cases = RetrievalBenchmark.ReadCases("squad/cases.jsonl");
        var folder = Directory.CreateTempSubdirectory("chatbot-tuning-").FullName;
        try
        {
            if (arguments is not ["similarity"])
            {
                await using var services = await IndexAsync(folder, "all", File.ReadLines(SharedData.PathOf("squad/corpus.jsonl")));
                await FitOrderAsync(services, cases);
            }
            // "id": "Article#3": articles by letter sum modulo 4; the first two quarters are indexed, questions of all are asked.
            await using (
                var services = await IndexAsync(
                    folder,
                    "half",
                    File.ReadLines(SharedData.PathOf("squad/corpus.jsonl")).Where(line => Quarter(line.Split('"')[3]) < 2)
                )
            )
                await FitSimilarityAsync(services, cases);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static int Quarter(string id) => id.Split('#')[0].Sum(c => c) % 4;

    private static async Task<ServiceProvider> IndexAsync(string folder, string name, IEnumerable<string> lines)
    {
        var corpus = Path.Combine(folder, name + ".jsonl");
        await File.WriteAllLinesAsync(corpus, lines);
        var services = RetrievalBenchmark.Services(Path.Combine(folder, name));
        await services.GetRequiredService<Migrator>().MigrateAsync();
        await services.GetRequiredService<KnowledgeIngestion>().IngestAsync(Workspaces.Default, name, [corpus]);
        return services;
    }

    private static async Task FitOrderAsync(IServiceProvider services, IReadOnlyList<(string Question, HashSet<string> Documents)> cases)
    {
        var questions = new List<Question>();
        foreach (var (question, documents) in cases)
            questions.Add(
                new Question(
                    Quarter(documents.First()) % 2 == 0,
                    [.. (await GatherAsync(services, question)).Select(row => (row.Evidence.ToArray(), documents.Contains(row.Uri!)))]
                )
            );
        var train = questions.Where(question => question.Train).ToList();
        var validation = questions.Where(question => !question.Train).ToList();
        Console.WriteLine($"order: {train.Count} to train, {validation.Count} to validate");
        Report("as built", Ranking.Weights, train, validation);
        var weights = SoftmaxFit(train, []);
        Report("fitted", weights, train, validation);
        for (var i = 0; i < Names.Length; i++)
            Report("without " + Names[i], SoftmaxFit(train, [i]), train, validation);
        Report("fitted on all", SoftmaxFit(questions, []), train, validation);
    }

    private static async Task FitSimilarityAsync(
        IServiceProvider services,
        IReadOnlyList<(string Question, HashSet<string> Documents)> cases
    )
    {
        var rows = new List<(Evidence Evidence, bool Answerable, bool Train)>();
        foreach (var (question, documents) in cases)
        {
            var best = await BestAsync(services, question);
            var answerable = Quarter(documents.First()) < 2;
            // An answerable question whose best passage is of another article teaches nothing about similarity.
            if (best.Uri is not null && (!answerable || best.Uri.Split('#')[0] == documents.First().Split('#')[0]))
                rows.Add((best.Evidence, answerable, Quarter(documents.First()) % 2 == 0));
        }
        var chatter = new List<Evidence>();
        foreach (var question in RetrievalBenchmark.ReadQuestions("guard-banking/cases.jsonl").Take(800))
            if (await BestAsync(services, question) is { Uri: not null } best)
                chatter.Add(best.Evidence);
        var weights = LogisticFit([.. rows.Where(row => row.Train).Select(row => (Biased(row.Evidence), row.Answerable))]);
        var validation = rows.Where(row => !row.Train).ToList();
        Show("as built", evidence => Ranking.Similarity(evidence));
        Show(
            $"fitted [{string.Join(", ", weights.Select(weight => weight.ToString("0.00")))}] (bias last)",
            evidence => Sigmoid(Dot(weights, Biased(evidence)))
        );

        void Show(string name, Func<Evidence, double> similarity)
        {
            var yes = validation.Where(row => row.Answerable).Select(row => similarity(row.Evidence)).ToList();
            var no = validation.Where(row => !row.Answerable).Select(row => similarity(row.Evidence)).ToList();
            var off = chatter.Select(similarity).ToList();
            Console.WriteLine(
                $"similarity {name}: AUROC {yes.Average(score => no.Count(other => other < score) / (double)no.Count):0.0000} "
                    + $"({yes.Count} answerable, {no.Count} not)"
            );
            foreach (var threshold in new[] { 0.05, 0.1, 0.2, 0.3, 0.5, 0.7 })
                Console.WriteLine(
                    $"  threshold {threshold:0.00}: answerable kept "
                        + $"{yes.Count(score => score >= threshold) / (double)yes.Count:0.000}, unanswerable stopped "
                        + $"{no.Count(score => score < threshold) / (double)no.Count:0.000}, "
                        + $"chatter stopped {off.Count(score => score < threshold) / (double)off.Count:0.000}"
                );
        }
    }

    private static double[] Biased(Evidence evidence) => [.. evidence.ToArray(), 1];

    private static async Task<(string? Uri, Evidence Evidence)> BestAsync(IServiceProvider services, string question) =>
        (await GatherAsync(services, question)).OrderByDescending(row => Ranking.Score(row.Evidence)).FirstOrDefault();

    private static async Task<List<(string? Uri, Evidence Evidence)>> GatherAsync(IServiceProvider services, string question)
    {
        await using var index = await services.GetRequiredService<IKnowledgeReader>().OpenAsync(Workspaces.Default);
        var search = services.GetRequiredService<KnowledgeSearch>();
        var query = new KnowledgeQuery(Workspaces.Default, question);
        var vector = await services.GetRequiredService<QuestionVectors>().OfAsync(query.Question);
        var candidates = await search.GatherAsync(index, query, vector, default);
        var passages = await index.PassagesAsync([.. candidates.Select(pair => pair.candidate.ChunkId)], default);
        return [.. candidates.Select(pair => ((string?)passages[pair.candidate.ChunkId].Uri, pair.found))];
    }

    private static double[] SoftmaxFit(List<Question> questions, int[] without) =>
        Ascend(
            Names.Length,
            without,
            weights =>
            {
                var gradient = new double[weights.Length];
                var usable = questions.Where(question => question.Rows.Any(row => row.Right)).ToList();
                foreach (var (_, rows) in usable)
                {
                    var scores = rows.Select(row => Dot(weights, row.Features)).ToArray();
                    var most = scores.Max();
                    var sum = scores.Sum(score => Math.Exp(score - most));
                    foreach (var (r, row) in rows.Index())
                        for (var d = 0; d < weights.Length; d++)
                            gradient[d] += ((row.Right ? 1 : 0) - Math.Exp(scores[r] - most) / sum) * row.Features[d] / usable.Count;
                }
                return gradient;
            }
        );

    private static double[] LogisticFit(List<(double[] Features, bool Answerable)> rows) =>
        Ascend(
            Names.Length + 1,
            [Array.IndexOf(Names, "names")],
            weights =>
            {
                var gradient = new double[weights.Length];
                foreach (var (features, answerable) in rows)
                {
                    var error = (answerable ? 1 : 0) - Sigmoid(Dot(weights, features));
                    for (var d = 0; d < weights.Length; d++)
                        gradient[d] += error * features[d] / rows.Count;
                }
                return gradient;
            }
        );

    /// <summary>AdaGrad with a little weight decay; weights in <paramref name="without"/> stay 0.</summary>
    private static double[] Ascend(int dimensions, int[] without, Func<double[], double[]> gradientAt)
    {
        var weights = new double[dimensions];
        var squares = Enumerable.Repeat(1e-8, dimensions).ToArray();
        for (var pass = 0; pass < 150; pass++)
        {
            var gradient = gradientAt(weights);
            for (var d = 0; d < dimensions; d++)
            {
                if (without.Contains(d))
                    continue;
                var step = gradient[d] - 0.0002 * weights[d];
                squares[d] += step * step;
                weights[d] += 2.0 * step / Math.Sqrt(squares[d]);
            }
        }
        return weights;
    }

    private static void Report(string name, double[] weights, List<Question> train, List<Question> validation) =>
        Console.WriteLine(
            $"{name, -18} train {Recall(weights, train)}  validation {Recall(weights, validation)}  "
                + $"[{string.Join(", ", weights.Select(weight => weight.ToString("0.00")))}]"
        );

    private static string Recall(double[] weights, List<Question> questions)
    {
        int at1 = 0,
            at5 = 0;
        foreach (var (_, rows) in questions)
        {
            var ranked = rows.OrderByDescending(row => Dot(weights, row.Features)).Take(5).ToList();
            at1 += ranked is [{ Right: true }, ..] ? 1 : 0;
            at5 += ranked.Any(row => row.Right) ? 1 : 0;
        }
        return $"R@1 {at1 / (double)questions.Count:0.0000} R@5 {at5 / (double)questions.Count:0.0000}";
    }

    private static double Sigmoid(double value) => 1 / (1 + Math.Exp(-value));

    private static double Dot(double[] a, double[] b) => System.Numerics.Tensors.TensorPrimitives.Dot<double>(a, b);

    private sealed record Question(bool Train, List<(double[] Features, bool Right)> Rows);
}
