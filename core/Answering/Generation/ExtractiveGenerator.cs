using System.Text;
using ChatBot.Knowledge.Chunking;

namespace ChatBot.Answering.Generation;

/// <summary>
/// Answers without a model: the sentences of the passages that were found which are likeliest to hold the answer, in reading order.
/// </summary>
public sealed class ExtractiveGenerator : IAnswerGenerator
{
    public const string Name = "extractive";

    /// <summary>Candidates that are weighed against each other.</summary>
    private const int Pool = 30;

    /// <summary>A sentence this much less likely than the best one only fills space.</summary>
    private const double LeastShare = 0.0004;

    public Task<Draft?> GenerateAsync(GenerationRequest request, CancellationToken cancel = default)
    {
        var question = request.Question;
        if (request.Passages is [{ Verdict: not null }, ..])
            return Task.FromResult(Draft(SectionAnswer.Of(question, request.Passages, request.MaxWords).Text));
        var quotations = new Quotations(request.MaxWords);
        var candidates = request.Passages.Select((passage, i) => quotations.Of(i + 1, passage)).ToList();
        SentenceScorer.Score(question, request.Passages, candidates);
        var text = Compose(candidates, request.MaxWords);
        return Task.FromResult(Draft(text));
    }

    private static Draft? Draft(string text) => text.Length == 0 ? null : new Draft(text, Name);

    /// <param name="candidates">Of each passage, with their scores.</param>
    internal static string Compose(IReadOnlyList<List<Candidate>> candidates, int maxWords) =>
        Write(Choose(candidates.SelectMany(list => list), maxWords));

    /// <summary>
    /// The passage with the likeliest sentence first: the candidates that fit into the limit and together are likeliest to hold the answer:
    /// a knapsack, solved exactly.
    /// </summary>
    private static List<Candidate> Choose(IEnumerable<Candidate> candidates, int maxWords)
    {
        var pool = new List<Candidate>(Pool);
        foreach (var candidate in candidates.OrderByDescending(candidate => candidate.Score))
        {
            if (pool.Count == Pool || pool.Count > 0 && candidate.Score < LeastShare * pool[0].Score)
                break;
            if (candidate.Words <= maxWords && !pool.Exists(candidate.Resembles))
                pool.Add(candidate);
        }
        // value[w]: the most that fits into w words; taken[i, w]: whether candidate i is part of it.
        var value = new double[maxWords + 1];
        var taken = new bool[pool.Count, maxWords + 1];
        for (var i = 0; i < pool.Count; i++)
        for (var words = maxWords; words >= pool[i].Words; words--)
        {
            var with = value[words - pool[i].Words] + pool[i].Score;
            if (with <= value[words])
                continue;
            value[words] = with;
            taken[i, words] = true;
        }
        var chosen = new List<Candidate>();
        var left = maxWords;
        for (var i = pool.Count - 1; i >= 0; i--)
        {
            if (!taken[i, left])
                continue;
            chosen.Add(pool[i]);
            left -= pool[i].Words;
        }
        return
        [
            .. chosen
                .GroupBy(candidate => candidate.Number)
                .OrderByDescending(group => group.Max(candidate => candidate.Score))
                .SelectMany(group => group),
        ];
    }

    /// <summary>Each passage in its own order, a paragraph each.</summary>
    private static string Write(List<Candidate> chosen)
    {
        var text = new StringBuilder();
        foreach (var passage in chosen.GroupBy(candidate => candidate.Number))
        {
            Candidate? before = null;
            foreach (var candidate in passage.OrderBy(candidate => candidate.Position))
            {
                text.Append(
                        before is null
                            ? text.Length > 0
                                ? "\n\n"
                                : ""
                            : Separator(before, candidate)
                    )
                    .Append(candidate.Text);
                before = candidate;
            }
        }
        return text.ToString();
    }

    private static string Separator(Candidate before, Candidate next) =>
        before.Kind == SentenceKind.Prose && next.Kind == SentenceKind.Prose
            ? before.Paragraph == next.Paragraph
                ? " "
                : "\n\n"
            : before.Kind == next.Kind && before.Paragraph == next.Paragraph && next.Kind is SentenceKind.ListItem or SentenceKind.TableRow
                ? "\n"
                : "\n\n";
}
