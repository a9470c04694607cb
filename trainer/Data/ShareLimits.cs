using System.Globalization;

namespace ChatBot.Trainer.Data;

/// <summary>
/// Holds back what comes too much from one hand, about one thing, or in too many wordings. What stays is chosen by a hash of seed and id:
/// who floods gets no say in which of their rows count, and the same rows stay every time.
/// </summary>
internal sealed class ShareLimits(PoisoningLimits limits, int seed, Tally tally)
{
    /// <param name="examples">Those that may be learnt from.</param>
    public List<Example> Apply(IReadOnlyList<Example> examples)
    {
        var kept = examples.OrderBy(example => example.Kind).ThenBy(OrderOf, StringComparer.Ordinal).ToList();
        kept = Within(kept, example => example.Person, limits.PersonShare, Reasons.Person);
        kept = Within(kept, example => example.Reviewer, limits.ReviewerShare, Reasons.Reviewer);
        kept = Within(kept, example => example.Kind == FeedbackKind.Refusal ? null : example.Topic, limits.TopicShare, Reasons.Topic);
        return First(kept, example => example.Claim.ToString(CultureInfo.InvariantCulture), _ => limits.Wordings, Reasons.Wordings);
    }

    /// <summary>Of the examples that have such a name, each name's share at most; those without one all stay.</summary>
    private List<Example> Within(List<Example> examples, Func<Example, string?> name, double share, string reason)
    {
        var named = examples.Count(example => name(example) is { Length: > 0 });
        var names = examples.Select(name).Where(one => one is { Length: > 0 }).Distinct().Count();
        var most = names <= 1 ? int.MaxValue : Math.Max(limits.Freely, (int)Math.Floor(share * named));
        return First(examples, name, one => string.IsNullOrEmpty(one) ? int.MaxValue : most, reason);
    }

    private List<Example> First(List<Example> examples, Func<Example, string?> name, Func<string?, int> most, string reason)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        var kept = new List<Example>(examples.Count);
        foreach (var example in examples)
        {
            var key = name(example) ?? "";
            var count = seen[key] = seen.GetValueOrDefault(key) + 1;
            if (count <= most(name(example)))
                kept.Add(example);
        }
        tally.Leave(reason, examples.Count - kept.Count);
        return kept;
    }

    private string OrderOf(Example example) => CanonicalText.HashOf($"{seed}:{example.Id}");
}
