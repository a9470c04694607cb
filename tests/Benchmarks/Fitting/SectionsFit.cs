using System.Text.Json.Nodes;
using ChatBot.Answering.Generation;
using ChatBot.Answering.Retrieval;
using ChatBot.Knowledge.Searching;
using Microsoft.Extensions.AI;

namespace ChatBot.Benchmarks.Fitting;

/// <summary>
/// <c>fit sections</c>: learns which of the sections that were found answers a question, whether any does, and how likely a quote of it
/// helps, from questions about the documentation of eight projects (<c>Documentation/</c>), and writes <c>sections-weights.json</c>. All
/// figures are of projects that the weights never saw: each is answered by weights of the other seven.
/// </summary>
internal static class SectionsFit
{
    private const int MaxWords = 100;

    /// <summary>Share of the answerable questions that may be refused.</summary>
    private const double Refused = 0.08;

    /// <summary>Share of the answers called sure that must help.</summary>
    private const double SureRight = 0.95;

    private const double Penalty = 1e-3;

    public static async Task RunAsync(string folder)
    {
        var names = Directory.EnumerateFiles(folder).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal);
        var data = new FitData("sections", folder, [.. names.Where(name => name.EndsWith(".zip") || name.EndsWith(".jsonl"))]);
        var projects = DocumentationProject.ReadAll(folder);
        using var kept = new KeptVectors();
        foreach (
            var (kind, vectors) in new (string, IEmbeddingGenerator<string, Embedding<float>>?)[] { ("meaning", kept), ("words", null) }
        )
        {
            Console.WriteLine($"\n{kind}");
            var found = await SectionsFound.GatherAsync(projects, vectors, MaxWords);
            var asked = found
                .Select(one => one.Project)
                .Distinct()
                .ToDictionary(name => name, name => found.FindAll(one => one.Project != name));
            var choices = asked.ToDictionary(others => others.Key, others => Choice(others.Value));
            var judged = found.ConvertAll(one => Judged.Of(one, choices[one.Project], MaxWords));
            data.Head[kind] = Figures(judged, found, choices, out var shift);
            var answerable = Balanced(judged, one => one.Found.Asked.Answerable);
            answerable[^1] = Math.Round(answerable[^1] + shift, 2);
            data.File[$"{kind}: choice"] = FeatureSelection.Json(SectionEvidence.Features, Choice(found));
            if (vectors is not null)
                data.File[$"{kind}: answerable"] = FeatureSelection.Json(AnswerEvidence.Features, answerable);
            data.File[$"{kind}: helpful"] = FeatureSelection.Json(AnswerEvidence.Features, Plain(judged));
        }
        await data.WriteAsync("Answering", "Retrieval");
    }

    private static double[] Choice(IEnumerable<SectionsFound> found) =>
        LinearFit.Softmax(
            [.. found.Where(one => one.Asked.Answerable).Select(one => one.Choices).Where(rows => rows.Any(row => row.Right))],
            [.. SectionEvidence.Features.Select(_ => true)],
            new double[SectionEvidence.Features.Length]
        );

    /// <summary>Questions with and without an answer weigh the same, however many there are.</summary>
    private static double[] Balanced(IEnumerable<Judged> judged, Func<Judged, bool> right)
    {
        List<LinearFit.Row> rows = [.. judged.Select(one => new LinearFit.Row(one.Evidence, right(one)))];
        return Signed(used => LinearFit.Logistic(rows, used, new double[used.Length]));
    }

    /// <summary>Of the answers that are given, with their own share of right ones: that is what confidence means.</summary>
    private static double[] Plain(IEnumerable<Judged> judged)
    {
        List<LinearFit.Row> rows = [.. judged.Select(one => new LinearFit.Row(one.Evidence, one.Helpful))];
        return Signed(used => LogisticFit.Of(rows, used, Penalty));
    }

    /// <summary>
    /// What speaks for an answer never counts against it, nor the other way round: where it comes out so, that is a habit of these
    /// questions, and the feature goes.
    /// </summary>
    private static double[] Signed(Func<bool[], double[]> fit)
    {
        var used = AnswerEvidence.Features.Select(_ => true).ToArray();
        while (true)
        {
            var weights = fit(used);
            var wrong = AnswerEvidence
                .Features.Index()
                .Where(feature => feature.Item != FeatureSelection.Bias)
                .Select(feature =>
                    (feature.Index, Weight: weights[feature.Index] * (AnswerEvidence.Against.Contains(feature.Item) ? -1 : 1))
                )
                .MinBy(feature => feature.Weight);
            if (wrong.Weight >= 0)
                return weights;
            used[wrong.Index] = false;
        }
    }

    private static JsonObject Figures(
        List<Judged> judged,
        List<SectionsFound> found,
        Dictionary<string, double[]> choices,
        out double shift
    )
    {
        var held = judged
            .GroupBy(one => one.Found.Project)
            .SelectMany(project =>
            {
                var others = judged.Where(one => one.Found.Project != project.Key).ToList();
                var (answerable, helpful) = (Balanced(others, one => one.Found.Asked.Answerable), Plain(others));
                return project.Select(one =>
                    (
                        One: one,
                        Answers: LogOdds.Chance(LinearFit.Dot(answerable, one.Evidence)),
                        Helps: LogOdds.Chance(LinearFit.Dot(helpful, one.Evidence))
                    )
                );
            })
            .ToList();
        var known = held.Where(one => one.One.Found.Asked.Answerable).OrderBy(one => one.Answers).ToList();
        var threshold = known[(int)(Refused * known.Count)].Answers;
        shift = LogOdds.Of(Ranking.Threshold) - LogOdds.Of(threshold);
        var given = held.Where(one => one.Answers >= threshold).OrderByDescending(one => one.Helps).ToList();
        var sure = Enumerable
            .Range(1, given.Count)
            .LastOrDefault(count => given.Take(count).Average(one => one.One.Helpful ? 1.0 : 0) >= SureRight);
        return new JsonObject
        {
            ["questions"] = known.Count,
            ["unanswerable"] = held.Count - known.Count,
            ["oneSectionHelpful"] = Share(found.Where(one => one.Asked.Answerable), one => one.Quoted[one.Best(choices[one.Project])] >= 1),
            ["topSectionHelpful"] = Share(found.Where(one => one.Asked.Answerable), one => one.Quoted[0] >= 1),
            ["top100WordsHelpful"] = Share(found.Where(one => one.Asked.Answerable), one => one.FirstWords >= 1),
            ["helpful"] = Share(known, one => one.Answers >= threshold && one.One.Helpful),
            ["helpfulUnrefused"] = Share(known, one => one.One.Helpful),
            ["rightPage"] = Share(known, one => one.Answers >= threshold && one.One.RightPage),
            ["twoSections"] = Share(known, one => one.One.Two),
            ["refused"] = Share(known, one => one.Answers < threshold),
            ["honest"] = Share(held.Where(one => !one.One.Found.Asked.Answerable), one => one.Answers < threshold),
            ["sureFrom"] = sure == 0 ? null : Math.Round(given[sure - 1].Helps, 3),
            ["sureAnswers"] = sure,
            ["confidenceRight"] = new JsonArray([
                .. given
                    .GroupBy(one => Math.Min(9, (int)(one.Helps * 10)))
                    .OrderBy(bin => bin.Key)
                    .Select(bin => new JsonArray(
                        Math.Round(bin.Average(one => one.Helps), 2),
                        Math.Round(bin.Average(one => one.One.Helpful ? 1.0 : 0), 2),
                        bin.Count()
                    )),
            ]),
        };
    }

    private static double Share<T>(IEnumerable<T> all, Func<T, bool> right) => Math.Round(all.Average(one => right(one) ? 1.0 : 0), 4);

    /// <summary>The answer that one question gets, and what speaks for it.</summary>
    private sealed record Judged(SectionsFound Found, bool Helpful, bool RightPage, bool Two, double[] Evidence)
    {
        public static Judged Of(SectionsFound found, double[] choice, int maxWords)
        {
            var chances = SectionChoice.Chances(found.Evidence, choice);
            var order = chances.Index().OrderByDescending(one => one.Item).Select(one => one.Index).ToList();
            List<Knowledge.Indexing.Passage> ordered = [.. order.Select(i => found.Passages[i] with { Verdict = new(chances[i], 0) })];
            var (text, sections) = SectionAnswer.Of(found.Question, ordered, maxWords);
            return new Judged(
                found,
                found.Asked.Answerable && found.Held(text) >= 1,
                sections.Any(number => found.IsPage(ordered[number - 1])),
                sections.Count > 1,
                new AnswerEvidence(found.Question, found.Passages).Of(ordered[0], ordered[0].Verdict!.Chosen)
            );
        }
    }
}
