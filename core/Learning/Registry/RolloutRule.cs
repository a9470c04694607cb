namespace ChatBot.Learning.Registry;

/// <summary>What a look came to.</summary>
public enum RolloutDecision
{
    /// <summary>Nothing is sure yet; the canary goes on.</summary>
    GoOn,
    Promote,
    RollBack,
}

/// <param name="Reason">One sentence with the figures; empty where it goes on.</param>
public sealed record RolloutVerdict(RolloutDecision Decision, string Reason = "");

/// <summary>
/// Judges a canary against what answers otherwise. The allowed error α = 1 − <c>Rollout:Probability</c> is shared out before anything is
/// seen: α/4 for people rating it better, α/4 for worse, α/6 each for refusals, failures and time; and of each share a look takes its own
/// (<see cref="LookSchedule"/>). So a canary that differs in nothing is moved by its figures with a probability of α at most.
/// </summary>
public static class RolloutRule
{
    /// <summary>By what people said: the canary's share of good ratings is surely higher, or surely lower.</summary>
    /// <param name="look">The look that is taken, from 1.</param>
    public static RolloutVerdict ByRatings(AdapterFigures control, AdapterFigures canary, int look, RolloutOptions options)
    {
        var sure = 1 - LookSchedule.Spend((1 - options.Probability) / 4, look);
        var said = FormattableString.Invariant(
            $"{canary.Good} of {canary.People} people rated the canary well, {control.Good} of {control.People} what answers otherwise"
        );
        return LookSchedule.SureThatBIsHigher(control.Good, control.Bad, canary.Good, canary.Bad) >= sure
                ? new RolloutVerdict(RolloutDecision.Promote, $"Rated better: {said} (look {look}).")
            : LookSchedule.SureThatBIsHigher(canary.Good, canary.Bad, control.Good, control.Bad) >= sure
                ? new RolloutVerdict(RolloutDecision.RollBack, $"Rated worse: {said} (look {look}).")
            : new RolloutVerdict(RolloutDecision.GoOn);
    }

    /// <summary>
    /// By what became of conversations: surely more of them refused, failed or slow, and by more than the limit. Nothing here promotes.
    /// </summary>
    /// <param name="look">The look that is taken, from 1.</param>
    public static RolloutVerdict ByConversations(AdapterFigures control, AdapterFigures canary, int look, RolloutOptions options)
    {
        var sure = 1 - LookSchedule.Spend((1 - options.Probability) / 6, look);
        if (IsWorse(control.Refused, canary.Refused, options.WorstRefusals))
            return Worse("Refuses more", "had a question without an answer", control.Refused, canary.Refused);
        if (IsWorse(control.Failed, canary.Failed, options.WorstFailures))
            return Worse("Fails more", "had an answer that failed or had to be quoted", control.Failed, canary.Failed);
        return IsSlower(control, canary, sure, options.WorstLatency)
            ? new RolloutVerdict(
                RolloutDecision.RollBack,
                FormattableString.Invariant(
                    $"Slower: the middle answer takes {canary.MedianMs:0} ms with the canary, {control.MedianMs:0} otherwise (look {look})."
                )
            )
            : new RolloutVerdict(RolloutDecision.GoOn);

        bool IsWorse(long otherwise, long canarys, double limit) =>
            Share(canarys, canary) - Share(otherwise, control) > limit
            && LookSchedule.SureThatBIsHigher(otherwise, control.Conversations - otherwise, canarys, canary.Conversations - canarys)
                >= sure;

        RolloutVerdict Worse(string how, string what, long otherwise, long canarys) =>
            new(
                RolloutDecision.RollBack,
                $"{how}: {canarys} of {canary.Conversations} conversations with the canary {what}, {otherwise} of "
                    + $"{control.Conversations} otherwise (look {look})."
            );
    }

    /// <summary>
    /// Mood's median test: above the middle of both arms together lie surely more of the canary's; and the canary's own middle is by so
    /// many times the longer one.
    /// </summary>
    private static bool IsSlower(AdapterFigures control, AdapterFigures canary, double sure, double limit)
    {
        if (control.MedianMs is not { } otherwise || canary.MedianMs is not { } canarys || canarys <= limit * otherwise)
            return false;
        var middle = AdapterFigures.Median([.. control.Latencies, .. canary.Latencies]);
        long slowControl = control.Latencies.Count(ms => ms > middle),
            slowCanary = canary.Latencies.Count(ms => ms > middle);
        return LookSchedule.SureThatBIsHigher(
                slowControl,
                control.Latencies.Count - slowControl,
                slowCanary,
                canary.Latencies.Count - slowCanary
            ) >= sure;
    }

    private static double Share(long some, AdapterFigures of) => of.Conversations == 0 ? 0 : some / (double)of.Conversations;
}
