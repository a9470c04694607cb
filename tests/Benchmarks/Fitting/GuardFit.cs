using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatBot.Answering.Guarding;
using ChatBot.Embedding;
using ChatBot.Language;
using ChatBot.TestKit;

namespace ChatBot.Benchmarks.Fitting;

/// <summary>
/// Fits what the topic check's voices count and where its threshold lies, over eight topics, and writes <c>topic-weights.json</c>. The
/// figures in its head are of topics that were left out in turn. The vectors of the guard's lists are written too.
/// </summary>
internal static class GuardFit
{
    /// <summary>Share of a topic's own questions that the threshold may turn away, on average over the topics.</summary>
    private const double FalseBlocks = 0.05;

    /// <summary>Share of our own attacks that may pass where cues fire.</summary>
    private const double Missed = 0.03;

    private static readonly string Room = Path.Combine(SharedData.RepositoryRoot!, "core", "Answering", "Guarding");

    private static readonly string[] Files =
    [
        "guard-banking/topic.json",
        "guard-banking/cases.jsonl",
        "corrections-clinc/train.jsonl",
        "corrections-clinc/val.jsonl",
    ];

    /// <param name="folder">Of the development data.</param>
    public static async Task RunAsync(string folder)
    {
        using var generator = new KeptVectors();
        var embedder = new Embedder(generator);
        var vectors = new ListVectors(embedder);
        await WriteVectorsAsync(embedder, vectors, EverydayRequests.ListName);
        await WriteVectorsAsync(embedder, vectors, AttackJudge.ListName);
        var everyday = await vectors.MakeAsync(WordList.Load(EverydayRequests.ListName).Lines);
        WriteAttackWeights(AttackJudge.Know(await vectors.MakeAsync(WordList.Load(AttackJudge.ListName).Lines), everyday), everyday);
        var topics = GuardTopics.Read(folder);
        var seen = new Dictionary<string, List<Seen>> { ["words"] = [], ["meaning"] = [] };
        foreach (var (file, cases) in topics)
        {
            var own = await vectors.MakeAsync(TopicClassifier.TextsOf(file));
            var asked = await vectors.MakeAsync([.. cases.Select(line => line.Question)]);
            seen["words"].Add(See(TopicClassifier.Train(file, model: Blank(1)), cases, asked));
            seen["meaning"].Add(See(TopicClassifier.Train(file, own, everyday, Blank(2)), cases, asked));
        }
        var json = new JsonObject
        {
            ["head"] = new JsonObject
            {
                ["data"] = Convert.ToHexStringLower(
                    SHA256.HashData([.. Files.SelectMany(file => File.ReadAllBytes(Path.Combine(folder, file)))])
                ),
            },
        };
        foreach (var (kind, all) in seen)
            Fit(json, kind, [.. topics.Select(topic => topic.File.Name)], all);
        Write("topic-weights.json", json);
    }

    /// <summary>On our own sentences of both sides, each judged as if it were not among them.</summary>
    private static void WriteAttackWeights(Dictionary<string, AttackJudge.Side> sides, float[][] everyday)
    {
        var examples = WordList.Load(AttackJudge.ListName);
        var requests = WordList.Load(EverydayRequests.ListName).Lines;
        var (head, plain) = (new JsonObject(), new JsonObject());
        var json = new JsonObject { ["head"] = new JsonObject { ["heldOut"] = head } };
        foreach (var (kind, side) in sides)
        {
            string[] known =
            [
                .. examples[kind].Lines,
                .. examples[AttackJudge.Honest].Lines,
                .. requests.Where((_, i) => i % AttackJudge.Share == 0),
            ];
            var attacks = examples[kind].Lines.Count;
            var rows = known.Select((text, i) => new LinearFit.Row(Features(text, side.Resemblance.HeldOut(i)), i < attacks)).ToList();
            var weights = LinearFit.Logistic(rows, [.. AttackJudge.Features.Select(_ => true)], new double[AttackJudge.Features.Count]);
            // To let an attack pass is worse than to turn an honest question away.
            var scores = rows.Where(row => row.Right).Select(row => LinearFit.Dot(weights, row.Features)).Order().ToList();
            weights[^1] = Math.Round(weights[^1] - scores[(int)(Missed * attacks)], 2) + 0.0; // no -0
            var harmless = rows.Where(row => !row.Right)
                .Select(row => row.Features)
                .Concat(
                    requests
                        .Zip(everyday)
                        .Where((_, i) => i % AttackJudge.Share != 0)
                        .Select(one => Features(one.First, side.Of(one.Second)))
                )
                .Select(features => LinearFit.Dot(weights, features))
                .Max();
            plain[kind] = Math.Round(harmless, 2);
            double Share(bool attack, double above) =>
                Math.Round(
                    rows.Where(row => row.Right == attack).Average(row => LinearFit.Dot(weights, row.Features) > above == attack ? 1.0 : 0),
                    4
                );
            head[kind] = new JsonObject
            {
                ["attacks"] = Share(true, 0),
                ["honest"] = Share(false, 0),
                ["withoutCues"] = Share(true, harmless),
            };
            json[kind] = Named([.. AttackJudge.Features], weights);
            Console.WriteLine($"{kind}: {head[kind]!.ToJsonString()} {string.Join(", ", AttackJudge.Features.Zip(weights))}");
        }
        json["plain"] = plain;
        Write("attack-weights.json", json);

        static double[] Features(string text, double[] voices) =>
            AttackJudge.FeaturesOf(voices, text, AttackCues.Shipped.Find(Terms.Of(text)).Score);
    }

    private static void Write(string file, JsonObject json) =>
        File.WriteAllText(
            Path.Combine(Room, file),
            json.ToJsonString(new JsonSerializerOptions(WireJson.Options) { WriteIndented = true }) + "\n"
        );

    private static void Fit(JsonObject json, string kind, IReadOnlyList<string> names, List<Seen> topics)
    {
        string[] voices =
            kind == "words" ? [.. TopicModel.VoicesOf("words")] : [.. TopicModel.VoicesOf("words"), .. TopicModel.VoicesOf("meaning")];
        var figures = new JsonObject();
        var sums = (Oracle: 0.0, Blocked: 0.0, False: 0.0);
        for (var left = 0; left < topics.Count; left++)
        {
            var others = topics.Where((_, i) => i != left).ToList();
            var weights = Weights(others);
            var (oracle, blocked, wrongly) = topics[left].At(weights, Deviations(others, weights));
            Console.WriteLine(
                $"{kind, -8} {names[left], -20} at 5 %: {oracle:0.000}, own threshold: blocks {blocked:0.000}, false {wrongly:0.000}"
            );
            sums = (sums.Oracle + oracle / topics.Count, sums.Blocked + blocked / topics.Count, sums.False + wrongly / topics.Count);
            figures[names[left]] = new JsonObject { ["blockRecall"] = Math.Round(blocked, 4), ["falseBlockRate"] = Math.Round(wrongly, 4) };
        }
        Console.WriteLine(
            $"{kind, -8} {"MEAN", -20} at 5 %: {sums.Oracle:0.000}, own threshold: blocks {sums.Blocked:0.000}, false {sums.False:0.000}"
        );
        json["head"]![kind] = figures;
        var final = Weights(topics);
        json[kind] = Named(voices, final);
        json[$"{kind}.means"] = Named(voices, [.. voices.Select((_, v) => Math.Round(topics.Average(topic => topic.Means[v]), 4))]);
        json[$"{kind}.spreads"] = Named(voices, [.. voices.Select((_, v) => Math.Round(topics.Average(topic => topic.Spreads[v]), 4))]);
        json[$"{kind}.threshold"] = new JsonObject
        {
            ["deviations"] = Deviations(topics, final),
            ["spread"] = Math.Round(topics.Average(topic => topic.SpreadOf(final)), 4),
        };
        Console.WriteLine(string.Join(" ", voices.Zip(final)) + $" deviations {Deviations(topics, final)}");
    }

    private static double[] Weights(List<Seen> topics) =>
        LinearFit.Logistic(
            [.. topics.SelectMany(topic => topic.Cases.Select(line => new LinearFit.Row([.. line.Voices, 1], !line.Off)))],
            [.. Enumerable.Repeat(true, topics[0].Means.Length + 1)],
            new double[topics[0].Means.Length + 1]
        )[..^1];

    /// <summary>The fewest that turn away few enough.</summary>
    private static double Deviations(List<Seen> topics, double[] weights) =>
        Enumerable
            .Range(0, 300)
            .Select(hundredth => hundredth / 100.0)
            .First(deviations => topics.Average(topic => topic.At(weights, deviations).False) <= FalseBlocks);

    private static Seen See(TopicClassifier classifier, IReadOnlyList<(string Question, bool Off)> cases, float[][] vectors) =>
        new(
            [
                .. cases.Select(
                    (line, i) => (classifier.Voices(new TopicText(QuestionFeatures.Of(line.Question), vectors[i]), [], []), line.Off)
                ),
            ],
            classifier.HeldOut,
            classifier.Means,
            classifier.Spreads
        );

    private static TopicModel Blank(int views)
    {
        var none = new double[views * Resemblance.Voices.Count];
        return new TopicModel(none, none, none, 0, 0);
    }

    private static JsonObject Named(string[] names, double[] values)
    {
        var json = new JsonObject();
        foreach (var (name, value) in names.Zip(values))
            json[name] = value;
        return json;
    }

    private static async Task WriteVectorsAsync(Embedder embedder, ListVectors vectors, string list)
    {
        var texts = WordList.Load(list).Lines;
        var made = await vectors.MakeAsync(texts);
        var bytes = SentenceVectors.Quantise([.. made.Select(vector => (ReadOnlyMemory<float>)vector)]);
        File.WriteAllBytes(
            Path.Combine(Room, "Lists", $"{list}.vectors"),
            [
                .. Encoding.UTF8.GetBytes(ListVectors.Head(embedder.Name, texts)),
                .. System.Runtime.InteropServices.MemoryMarshal.AsBytes<sbyte>(bytes),
            ]
        );
    }

    /// <summary>A topic's cases and examples as the voices see them.</summary>
    private sealed record Seen(List<(double[] Voices, bool Off)> Cases, IReadOnlyList<double[]> Held, double[] Means, double[] Spreads)
    {
        public double SpreadOf(double[] weights) => TopicClassifier.Spread([.. Held.Select(voices => LinearFit.Dot(weights, voices))]);

        public (double Oracle, double Blocked, double False) At(double[] weights, double deviations)
        {
            var threshold = Held.Average(voices => LinearFit.Dot(weights, voices)) - deviations * SpreadOf(weights);
            var on = Cases.Where(line => !line.Off).Select(line => LinearFit.Dot(weights, line.Voices)).Order().ToList();
            var off = Cases.Where(line => line.Off).Select(line => LinearFit.Dot(weights, line.Voices)).ToList();
            var cut = on[(int)(0.05 * on.Count)];
            return (Share(off, cut), Share(off, threshold), Share(on, threshold));
        }

        private static double Share(List<double> scores, double below) => scores.Count(score => score < below) / (double)scores.Count;
    }
}
