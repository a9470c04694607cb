using Microsoft.Extensions.Options;

namespace ChatBot.Trainer.Data;

/// <summary>
/// Reads every source and keeps of one wording what counts most: a correction before a rating before a refusal, and of two alike the
/// later. Of refusals, which can be a hundred times as many as all else, no more wait than could be learnt from.
/// </summary>
internal sealed class FeedbackReader(IEnumerable<IFeedbackSource> sources, IOptions<DatasetOptions> options)
{
    public async Task<IReadOnlyList<Feedback>> ReadAsync(
        DatasetRequest request,
        Tally tally,
        IProgress<DatasetProgress>? progress,
        CancellationToken cancel
    )
    {
        const int reportEvery = 500;
        var most = options.Value.MostExamples;
        var answers = new Dictionary<string, Feedback>(StringComparer.Ordinal);
        var refusals = new HashSample<(string Canonical, Feedback Feedback)>((int)(most * options.Value.RefusalShare), request.Seed);
        var read = 0;
        foreach (var source in sources)
        await foreach (var feedback in source.ReadAsync(request.Workspace, tally, cancel))
        {
            if (++read % reportEvery == 0)
                progress?.Report(new DatasetProgress("reading", read, 0));
            var canonical = CanonicalText.Of(feedback.Question);
            if (feedback.Kind == FeedbackKind.Refusal)
                tally.Leave(Reasons.Refusals, refusals.Add(canonical, (canonical, feedback)));
            else if (!answers.TryGetValue(canonical, out var known))
                answers.Add(canonical, feedback);
            else
            {
                tally.Leave(Reasons.SameQuestion);
                if (feedback.Kind <= known.Kind)
                    answers[canonical] = feedback;
            }
        }
        tally.Leave(Reasons.SameQuestion, refusals.Repeated);
        var kept = Most(answers.Values, most, request.Seed);
        tally.Leave(Reasons.Most, answers.Count - kept.Count);
        var right = refusals.Items.Where(refusal => !answers.ContainsKey(refusal.Canonical)).Select(refusal => refusal.Feedback).ToList();
        tally.Leave(Reasons.Contradicted, refusals.Items.Count - right.Count);
        return [.. kept, .. right];
    }

    private static List<Feedback> Most(IReadOnlyCollection<Feedback> answers, int most, int seed) =>
        answers.Count <= most
            ? [.. answers]
            :
            [
                .. answers
                    .OrderBy(answer => answer.Kind)
                    .ThenBy(answer => CanonicalText.HashOf($"{seed}:{answer.Id}"), StringComparer.Ordinal)
                    .Take(most),
            ];
}
