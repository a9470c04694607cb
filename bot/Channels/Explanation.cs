using ChatBot.Answering;

namespace ChatBot.Bot.Channels;

/// <summary>"Why this answer?": what decided, in words for the person who asked; the receipt itself is for admins.</summary>
internal static class Explanation
{
    private const int MostSources = 5;

    public static IEnumerable<(string Name, string Value)> Of(Answer answer)
    {
        yield return ("Outcome", Outcome(answer));
        if (Certainties.Of(answer) is { } certainty)
            yield return ("How sure", Certainties.Words(certainty));
        if (answer.Receipt.StandaloneQuestion is { Length: > 0 } question)
            yield return ("Searched for", question);
        foreach (var source in answer.Sources.Take(MostSources))
            yield return ($"Source {source.Number}", $"{Named(source)}, {Closeness(source.Similarity)}");
        if (answer.Receipt.Sources.Count(source => !source.Cited) is > 0 and var others)
            yield return ("Looked at too", others == 1 ? "1 passage" : $"{others} passages");
        yield return ("Because", Reason(answer));
    }

    private static string Outcome(Answer answer) =>
        answer.Outcome switch
        {
            Answering.Outcome.Corrected => "A correction that an admin approved",
            Answering.Outcome.Blocked => "Not answered",
            Answering.Outcome.NoAnswer => "Nothing found in the documents",
            Answering.Outcome.Failed => "Something failed",
            _ when answer.Sources.Count == 0 => "Said by itself",
            _ when answer.Receipt.Records is not null => "Counted in a table",
            _ => "Answered from the documents",
        };

    private static string Reason(Answer answer) =>
        (answer.Outcome, answer.Receipt.Stage, answer.Receipt.Rule) switch
        {
            (Answering.Outcome.Corrected, _, _) => "your question is one that people corrected the answer to",
            (Answering.Outcome.Failed, _, _) => "a fault of mine; it is recorded",
            (Answering.Outcome.Blocked, _, var rule) when rule.StartsWith("topic", StringComparison.Ordinal) =>
                "the question is not about what I am here for",
            (Answering.Outcome.Blocked, _, _) => "a rule of what I may answer",
            (Answering.Outcome.NoAnswer, _, "threshold") => "no page comes close enough to the question",
            (Answering.Outcome.NoAnswer, _, "nothing-else") => "nothing goes beyond what I said before",
            (Answering.Outcome.NoAnswer, _, "records:no-such-row") => "the table has no such row",
            (Answering.Outcome.NoAnswer, _, "records:ask-back") => "the question may mean several things",
            (Answering.Outcome.NoAnswer, _, "records:partly") => "a part of the question was not understood",
            (Answering.Outcome.NoAnswer, _, _) => "the closest pages do not say it",
            _ when answer.Receipt.Records is not null => "the rows that match are counted, not guessed",
            _ when answer.Receipt.Model is { Length: > 0 } => "a model's words, each checked against the sources",
            _ when answer.Sources.Count == 0 => "a greeting or thanks, and no question",
            _ => "the sources' own words",
        };

    private static string Named(Source source) => source.Title.Length > 0 ? source.Title : source.Uri;

    private static string Closeness(double similarity) => $"{Math.Clamp(similarity, 0, 1) * 100:0} % alike";
}
