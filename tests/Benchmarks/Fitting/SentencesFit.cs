using System.Text.Json;
using System.Text.Json.Nodes;
using ChatBot.Answering.Evaluation;
using ChatBot.Answering.Generation;
using ChatBot.Embedding;
using ChatBot.Knowledge.Indexing;
using ChatBot.Language;
using ChatBot.Storage;
using ChatBot.TestKit.Knowledge;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace ChatBot.Benchmarks.Fitting;

/// <summary>
/// <c>fit sentences [--data FOLDER]</c>: learns which sentence of the passages that the search finds holds the answer, and writes
/// <c>sentences-weights.json</c>. A softmax over all candidates of a question; what the file's head says is of five folds by article,
/// each answered by weights of the other four: the share of answers, of so many words, that hold what is expected.
/// </summary>
internal static class SentencesFit
{
    private const int Folds = 5;

    /// <summary>As many as quoting reads.</summary>
    private const int Passages = 8;

    private static readonly int[] Caps = [100, 50];

    /// <param name="folder">Of the development data; of <c>squad/cases-1000.jsonl</c> the figures are given too.</param>
    public static async Task RunAsync(string folder)
    {
        const string corpus = "squad/corpus.jsonl",
            cases = "squad/cases.jsonl";
        var questions = Read(Path.Combine(folder, cases));
        var thousand = Read(Path.Combine(folder, "squad", "cases-1000.jsonl")).Select(one => one.Question).ToHashSet();
        var data = new FitData("sentences", folder, [corpus, cases], ("questions", questions.Count));
        using var kept = new KeptVectors();
        foreach (
            var (kind, vectors) in new (string, IEmbeddingGenerator<string, Embedding<float>>)[]
            {
                ("meaning", kept),
                ("words", new HashingEmbeddingGenerator()),
            }
        )
        {
            var found = await SearchAsync(data[corpus], questions, vectors);
            var asked = Caps.ToDictionary(cap => cap, cap => found.ConvertAll(one => Asked.Of(one.Case, one.Passages, cap)));
            var articles = questions.Select(one => one.Article).Distinct().Order(StringComparer.Ordinal).ToList();
            var folds = Enumerable
                .Range(0, Folds)
                .Select(fold => Fit([.. asked[Caps[0]].Where(one => articles.IndexOf(one.Case.Article) % Folds != fold)]))
                .ToList();
            var figures = new JsonObject();
            foreach (var cap in Caps)
            {
                var held = asked[cap]
                    .Select(one => (one.Case, Right: one.Answers(folds[articles.IndexOf(one.Case.Article) % Folds], cap)))
                    .ToList();
                figures[$"{cap} words"] = Share(held.Select(one => one.Right));
                figures[$"{cap} words, of cases-1000"] = Share(
                    held.Where(one => thousand.Contains(one.Case.Question)).Select(one => one.Right)
                );
            }
            data.Head[kind] = figures;
            Console.WriteLine($"{kind}, held out: {figures.ToJsonString()}");
            var weights = Fit(asked[Caps[0]]);
            data.File[kind] = new JsonObject(
                SentenceEvidence
                    .Features.Zip(weights)
                    .Where(weight => weight.Second != 0)
                    .Select(weight => KeyValuePair.Create(weight.First, (JsonNode?)weight.Second))
            );
        }
        await data.WriteAsync("Answering", "Generation");
    }

    /// <summary>Features that are 0 throughout, cosines where there are none, get no weight.</summary>
    private static double[] Fit(IReadOnlyList<Asked> questions)
    {
        var taught = questions.Where(one => one.Rows.Any(row => row.Right)).Select(one => one.Rows).ToList();
        var used = SentenceEvidence.Features.Select((_, i) => taught.Exists(rows => rows.Any(row => row.Features[i] != 0))).ToArray();
        return LinearFit.Softmax(taught, used, new double[used.Length]);
    }

    private static async Task<List<(Case Case, IReadOnlyList<Passage> Passages)>> SearchAsync(
        string corpus,
        IReadOnlyList<Case> cases,
        IEmbeddingGenerator<string, Embedding<float>> vectors
    )
    {
        await using var knowledge = await KnowledgeDriver.StartAsync(services => services.AddSingleton(vectors));
        await knowledge.IngestAsync(corpus);
        var found = new List<(Case, IReadOnlyList<Passage>)>();
        foreach (var one in cases)
            found.Add((one, await knowledge.Index.SearchAsync(new KnowledgeQuery(Workspaces.Default, one.Question, Passages))));
        return found;
    }

    private static List<Case> Read(string path) =>
        [
            .. File.ReadLines(path)
                .Select(line => JsonDocument.Parse(line).RootElement)
                .Select(line => new Case(
                    line.GetProperty("question").GetString()!,
                    Strings(line, "expectedDocuments"),
                    Strings(line, "expectedAnswers")
                )),
        ];

    private static List<string> Strings(JsonElement line, string name) =>
        [.. line.GetProperty(name).EnumerateArray().Select(item => item.GetString()!)];

    private static double Share(IEnumerable<bool> right) => Math.Round(right.Average(one => one ? 1.0 : 0), 4);

    private sealed record Case(string Question, List<string> Documents, List<string> Answers)
    {
        public string Article => RankingEvidence.Article(Documents[0]);
    }

    /// <summary>A question with the candidates of its passages.</summary>
    private sealed record Asked(
        Case Case,
        QuestionReading Question,
        IReadOnlyList<Passage> Passages,
        List<List<Candidate>> Candidates,
        double[][] Evidence,
        LinearFit.Row[] Rows
    )
    {
        public static Asked Of(Case one, IReadOnlyList<Passage> passages, int maxWords)
        {
            var question = QuestionReading.Of(one.Question);
            var quotations = new Quotations(maxWords);
            var candidates = passages.Select((passage, i) => quotations.Of(i + 1, passage)).ToList();
            var evidence = new SentenceEvidence(question, passages, candidates).Rows;
            // A number that another page happens to hold as well teaches nothing.
            var rows = candidates
                .SelectMany(list => list)
                .Zip(evidence)
                .Select(pair => new LinearFit.Row(
                    pair.Second,
                    one.Documents.Contains(passages[pair.First.Number - 1].Uri) && AnswerMatch.Contains(pair.First.Text, one.Answers)
                ));
            return new Asked(one, question, passages, candidates, evidence, [.. rows]);
        }

        /// <summary>Whether the answer that is put together with these weights holds what is expected.</summary>
        public bool Answers(double[] weights, int maxWords)
        {
            SentenceScorer.Score(Question, Candidates, Evidence, weights);
            return AnswerMatch.Contains(ExtractiveGenerator.Compose(Candidates, maxWords), Case.Answers);
        }
    }
}
