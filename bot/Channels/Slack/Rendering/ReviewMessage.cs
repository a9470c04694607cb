using System.Text.Json.Nodes;
using ChatBot.Answering.Capping;
using ChatBot.Learning.Review;

namespace ChatBot.Bot.Channels.Slack.Rendering;

/// <summary>A correction for admins to decide; decided, it says who decided what, to all.</summary>
internal static class ReviewMessage
{
    private const int LongestPart = 2500;
    private const int LongestName = 80;
    private const int MostExamples = 5;
    private const int LongestExample = 100;

    /// <param name="radius">What past questions it would have answered; null where that is not known (any more).</param>
    public static SlackMessage Of(Correction correction, Richness richness, BlastReport? radius = null)
    {
        var title = Title(correction);
        if (richness == Richness.TextOnly)
            return new SlackMessage(
                $"{title}\n{Mrkdwn.WithAddresses(correction.Question, 500)}\n"
                    + $"{Mrkdwn.WithAddresses(correction.CorrectResponse, LongestPart)}\nDecide it on the admin pages.",
                null
            );
        List<JsonObject> blocks = [Blocks.Section($"*{title}*"), .. Parts(correction), Blocks.Context(Facts(correction))];
        if (correction.Flag is { Length: > 0 } flag)
            blocks.Add(Blocks.Section($":warning: *Look at this again*\n{Mrkdwn.Plain(flag, 300)}{Since(correction)}"));
        if (IsOpen(correction) && radius is not null)
            blocks.Add(Blocks.Context(Reach(radius)));
        if (IsOpen(correction))
            blocks.Add(Buttons(correction.Id, "review"));
        return new SlackMessage(title, Blocks.Array(blocks));
    }

    public static bool IsOpen(Correction correction) => correction.Status is CorrectionStatus.Pending or CorrectionStatus.Reviewed;

    public static JsonObject Buttons(string correction, string blockId) =>
        Blocks.Actions(
            blockId,
            Blocks.Button(ActionIds.Approve, "Approve", correction, "primary"),
            Blocks.Button(ActionIds.Edit, "Edit", correction),
            Blocks.Button(ActionIds.Reject, "Reject", correction, "danger")
        );

    public static IEnumerable<JsonObject> Parts(Correction correction)
    {
        yield return Blocks.Section($"*Question*\n{Mrkdwn.WithAddresses(correction.Question, LongestPart)}");
        yield return Blocks.Section($"*The answer given*\n{Mrkdwn.WithAddresses(correction.IncorrectResponse, LongestPart)}");
        yield return Blocks.Section(
            $"*{(correction.Status == CorrectionStatus.Approved ? "From now on" : "Proposed")}* "
                + $"({Words.Count(correction.CorrectResponse)} words)\n{Mrkdwn.WithAddresses(correction.CorrectResponse, LongestPart)}"
        );
    }

    private static string Title(Correction correction)
    {
        var by = Mrkdwn.Plain(correction.Reviewer ?? "an admin", LongestName);
        return correction.Status switch
        {
            CorrectionStatus.Approved => $"Approved by {by}",
            CorrectionStatus.Rejected => $"Rejected by {by}",
            CorrectionStatus.Retired => $"Retired by {by}",
            _ => "A correction waits for your decision",
        };
    }

    /// <summary>At its threshold, with the wordings that it would catch: a correction that answers too much is seen here.</summary>
    private static string Reach(BlastReport radius)
    {
        var step = radius.Steps.FirstOrDefault(step => Math.Abs(step.Threshold - radius.Threshold) < 1e-9);
        var examples = radius
            .Examples.Where(example => example.Similarity >= radius.Threshold)
            .Take(MostExamples)
            .Select(example => $"\n• {Mrkdwn.Plain(example.Question.ReplaceLineEndings(" "), LongestExample)} ({example.Times}×)");
        return $"So far it would have answered {step?.Interactions ?? 0} questions in {step?.Questions ?? 0} wordings."
            + string.Concat(examples);
    }

    private static string Since(Correction correction) => correction.Flagged is { } at ? $" ({at:yyyy-MM-dd HH:mm} UTC)" : "";

    private static string Facts(Correction correction)
    {
        List<string> facts = [$"Proposed {correction.Created:yyyy-MM-dd HH:mm} UTC in {correction.Channel}"];
        if (correction.Category.Length > 0)
            facts.Add($"Category {Mrkdwn.Plain(correction.Category, LongestName)}");
        if (correction.Decided is { } decided)
            facts.Add($"Decided {decided:yyyy-MM-dd HH:mm} UTC");
        if (correction.Reason is { Length: > 0 } reason)
            facts.Add($"Reason: {Mrkdwn.Plain(reason, 300)}");
        return string.Join(" · ", facts);
    }
}
