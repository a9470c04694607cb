using System.Text.Json;
using System.Text.Json.Nodes;
using ChatBot.Answering.Checking;

namespace ChatBot.Benchmarks.Fitting;

/// <summary>
/// <c>fit support</c>: learns whether a statement follows from the passages that it cites, from sentences that were written by hand about
/// the documentation of six projects (<c>Documentation/support</c>), good ones and ones that are wrong in one way, and from the passages'
/// own sentences, whole and turned wrong (<see cref="MadeStatements"/>); writes <c>support-weights.json</c>. What the rules refuse is not
/// learned from. Each project is judged by weights of the other five; where 0 lies is chosen there, so that of the wrong statements written
/// by hand hardly any passes.
/// </summary>
internal static class SupportFit
{
    /// <summary>Share of the wrong statements written by hand that may pass; the head has the whole curve.</summary>
    private const double WrongPassing = 0.01;

    /// <summary>Of one sentence.</summary>
    private const int MostReworded = 3;

    private static readonly double[] Curve = [0, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2];

    public static async Task RunAsync(string folder)
    {
        folder = Path.Combine(folder, "support");
        string[] names =
        [
            .. Directory.EnumerateFiles(folder, "*.jsonl").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal),
        ];
        var data = new FitData("support", folder, names);
        var all = names.SelectMany(name => Read(data[name])).ToList();
        Parallel.ForEach(all, one => one.Judge());
        var held = new Dictionary<Stated, double>();
        foreach (var project in all.GroupBy(one => one.Project))
        {
            var forest = Fit(all.Where(one => one.Project != project.Key), 0);
            foreach (var one in project)
                held[one] = one.KeepsRules ? StatementReading.Score(forest, one.Features) : double.NegativeInfinity;
        }
        data.Head["goodStatements"] = all.Count(one => one.Good);
        data.Head["wrongStatements"] = all.Count(one => !one.Good);
        data.Head["refusedByRules"] = Shares(all, one => !one.KeepsRules);
        var judged = all.Where(one => one.KeepsRules && !one.Made).ToList();
        data.Head["aurocWritten"] = Auroc([.. judged.Select(one => (held[one], one.Good))]);
        var curve = new JsonArray();
        foreach (var share in Curve)
        {
            var bound = Bound(all, held, share);
            curve.Add(new JsonObject { ["wrongPassing"] = share, ["passing"] = Shares(all, one => held[one] > bound) });
        }
        data.Head["heldOut"] = curve;
        var shift = -Bound(all, held, WrongPassing);
        data.Head["wrongPassing"] = WrongPassing;
        var whole = Fit(all, shift);
        data.File["features"] = new JsonArray([.. SupportEvidence.Features.Select(feature => JsonValue.Create(feature))]);
        data.File["forest"] = whole.Json();
        await data.WriteAsync("Answering", "Checking");
    }

    private static SupportForest Fit(IEnumerable<Stated> stated, double shift) =>
        ForestFit.Of([.. stated.Where(one => one.KeepsRules).Select(one => new LinearFit.Row(one.Features[0], one.Good))], shift);

    /// <summary>The score above which this share of the wrong statements lies.</summary>
    private static double Bound(List<Stated> all, Dictionary<Stated, double> scores, double share)
    {
        var wrong = all.Where(one => !one.Good && !one.Made).Select(one => scores[one]).OrderDescending().ToList();
        return wrong[(int)(share * wrong.Count)];
    }

    private static JsonObject Shares(List<Stated> all, Func<Stated, bool> counts)
    {
        var json = new JsonObject();
        foreach (
            var kind in all.GroupBy(one => (one.Good, one.Kind))
                .OrderBy(kind => !kind.Key.Good)
                .ThenBy(kind => kind.Key.Kind, StringComparer.Ordinal)
        )
            json[$"{(kind.Key.Good ? "good" : "wrong")}: {kind.Key.Kind}"] = Math.Round(kind.Average(one => counts(one) ? 1.0 : 0), 3);
        return json;
    }

    private static double Auroc(List<(double Score, bool Good)> judged)
    {
        var ranked = judged.OrderBy(one => one.Score).ToList();
        double yes = ranked.Count(one => one.Good),
            no = ranked.Count - yes;
        return Math.Round((ranked.Index().Where(one => one.Item.Good).Sum(one => one.Index + 1.0) - yes * (yes + 1) / 2) / (yes * no), 4);
    }

    private static List<Stated> Read(string path)
    {
        var project = Path.GetFileNameWithoutExtension(path);
        var groups = File.ReadAllLines(path).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        var all = new List<Stated>();
        foreach (var (at, group) in groups.Index())
        {
            var (first, second) = (Text(group, "source"), Text(group, "source2"));
            var title = string.Join(" > ", group.GetProperty("headings").EnumerateArray().Select(heading => heading.GetString()));
            SourceText[] one = [new(title, first)],
                both = [.. one, new(project, second)];
            foreach (var good in group.GetProperty("good").EnumerateArray())
                all.Add(
                    new Stated(project, Text(good, "how"), Text(good, "text"), true, false, Text(good, "how") == "joined" ? both : one)
                );
            foreach (var bad in group.GetProperty("bad").EnumerateArray())
                all.Add(new Stated(project, Text(bad, "how"), Text(bad, "text"), false, false, Text(bad, "from") == "joined" ? both : one));
            var own = MadeStatements.Sentences(first);
            for (var i = 0; i < Math.Min(3, own.Count); i++)
            {
                Make("verbatim", i == 1 && !own[i].StartsWith('-') ? $"- {own[i]}" : own[i], true, one);
                Make("negated", i == 0 ? MadeStatements.Negated(own[i]) : null, false, one);
                Make("opposite", i == 1 || own.Count == 1 ? MadeStatements.Opposite(own[i]) : null, false, one);
                Make("exchanged", i == 2 || own.Count < 3 && i == 0 ? MadeStatements.Exchanged(own[i]) : null, false, one);
            }
            foreach (var text in own)
            {
                var reworded = MadeStatements.Reworded(text).Take(MostReworded).ToList();
                foreach (var (i, other) in reworded.Index())
                {
                    Make("reworded", other, true, one);
                    Make(
                        "rewordedWrong",
                        (i % 3) switch
                        {
                            0 => MadeStatements.Exchanged(other),
                            1 => MadeStatements.Negated(other),
                            _ => MadeStatements.Opposite(other),
                        },
                        false,
                        one
                    );
                }
            }
            if (own.Count > 0 && MadeStatements.Sentences(second) is [var next, ..])
                Make("both", MadeStatements.Joined(own[0], next, at % 2 == 1), true, both);
            foreach (var distance in new[] { 7, 14 })
            {
                var other = Text(groups[(at + distance) % groups.Count], "source");
                if (other != first && MadeStatements.Sentences(other) is { Count: > 0 } foreign)
                    Make("elsewhere", foreign[distance % foreign.Count], false, one);
            }
        }
        return all;

        void Make(string kind, string? text, bool good, SourceText[] sources)
        {
            if (text is not null)
                all.Add(new Stated(project, kind, text, good, true, sources));
        }
    }

    private static string Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? value.GetString()! : "";

    /// <param name="Kind">How it was written, or what is wrong with it.</param>
    /// <param name="Made">By <see cref="MadeStatements"/>.</param>
    private sealed record Stated(string Project, string Kind, string Text, bool Good, bool Made, SourceText[] Sources)
    {
        public bool KeepsRules { get; private set; }

        public IReadOnlyList<double[]> Features { get; private set; } = [];

        public void Judge()
        {
            var read = new StatementReading(Text);
            (KeepsRules, Features) = (StatementRules.Fault(TextTokens.Of(Text), Sources) is null, read.Features(Sources));
        }
    }
}
