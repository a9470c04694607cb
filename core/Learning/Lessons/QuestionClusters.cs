using ChatBot.Language;

namespace ChatBot.Learning.Lessons;

/// <param name="Title">The most frequent wording.</param>
/// <param name="Times">How often questions of this cluster were asked.</param>
public sealed record QuestionCluster(string Title, int Times, IReadOnlyList<string> Wordings, IReadOnlyList<string> InteractionIds);

/// <summary>
/// Groups questions about the same thing: each joins the most frequent earlier one that shares half of its meaning words.
/// </summary>
internal static class QuestionClusters
{
    private const double Shared = 0.5;
    private const int Shown = 5,
        KeptIds = 20;

    public static IReadOnlyList<QuestionCluster> Of(IEnumerable<(string Id, string Question)> asked, int keptIds = KeptIds)
    {
        var wordings = asked
            .GroupBy(item => item.Question, StringComparer.OrdinalIgnoreCase)
            .Select(group =>
                (
                    Question: group.First().Question,
                    Ids: group.Select(item => item.Id).ToList(),
                    Form: QuestionReading.Of(group.First().Question)
                )
            )
            .OrderByDescending(wording => wording.Ids.Count)
            .ThenBy(wording => wording.Question, StringComparer.Ordinal);
        var clusters = new List<(QuestionReading Form, List<string> Wordings, List<string> Ids)>();
        var byStem = new Dictionary<string, List<int>>();
        foreach (var (question, ids, form) in wordings)
        {
            var near = form
                .Content.SelectMany(word => byStem.GetValueOrDefault(word.Stem) ?? [])
                .Distinct()
                .Select(n => (n, Likeness: Dice(clusters[n].Form, form)))
                .Where(item => item.Likeness >= Shared)
                .OrderByDescending(item => item.Likeness)
                .FirstOrDefault((n: -1, Likeness: 0.0))
                .n;
            if (near < 0)
            {
                near = clusters.Count;
                clusters.Add((form, [], []));
                foreach (var word in form.Content)
                    if (byStem.TryGetValue(word.Stem, out var list))
                        list.Add(near);
                    else
                        byStem[word.Stem] = [near];
            }
            clusters[near].Wordings.Add(question);
            clusters[near].Ids.AddRange(ids);
        }
        return
        [
            .. clusters
                .Select(cluster => new QuestionCluster(
                    cluster.Wordings[0],
                    cluster.Ids.Count,
                    [.. cluster.Wordings.Take(Shown)],
                    [.. cluster.Ids.Take(keptIds)]
                ))
                .OrderByDescending(cluster => cluster.Times),
        ];
    }

    private static double Dice(QuestionReading a, QuestionReading b)
    {
        var shared = a.Content.Where(word => b.Content.Any(other => other.Stem == word.Stem)).Sum(word => word.Weight);
        return 2 * shared / (a.Content.Sum(word => word.Weight) + b.Content.Sum(word => word.Weight) + 1e-9);
    }
}
