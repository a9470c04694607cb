using ChatBot.Answering;
using ChatBot.Answering.Language;

namespace ChatBot.Interactions;

/// <summary>
/// Completes a follow-up from the conversation so far, by rule: "and how do I undo that?" is searched for together with the
/// subject that was asked about before.
/// </summary>
public static class FollowUps
{
    private static readonly HashSet<string> Pointers =
    [
        .. "it its that this those these them they one ones there same former latter he she him her his".Split(' '),
    ];

    private static readonly string[] Openings =
    [
        "and ",
        "or ",
        "but ",
        "what about",
        "how about",
        "why",
        "what if",
        "then ",
        "so ",
        "also ",
    ];

    /// <summary>Content words that make a question stand on its own, pointers or not.</summary>
    private const int EnoughWords = 4;

    /// <summary>The question as it can be searched for; <paramref name="question"/> itself when it stands on its own.</summary>
    public static string Complete(string question, IReadOnlyList<Exchange> history)
    {
        var earlier =
            history.LastOrDefault(exchange =>
                exchange.Outcome is Outcome.Answered or Outcome.Corrected && Terms.Content(exchange.Question).Count > 0
            ) ?? history.LastOrDefault(exchange => Terms.Content(exchange.Question).Count > 0);
        if (earlier is null || !LeansOnContext(question))
            return question;
        return $"{earlier.Question.Trim().TrimEnd('?', '.', '!')}: {question.Trim()}";
    }

    private static bool LeansOnContext(string question)
    {
        var terms = Terms.Of(question);
        var content = terms.Count(term => term.Weight > 0);
        if (content <= 1)
            return true;
        var start = question.TrimStart();
        if (content < EnoughWords && Openings.Any(opening => start.StartsWith(opening, StringComparison.OrdinalIgnoreCase)))
            return true;
        return content < EnoughWords && terms.Any(term => Pointers.Contains(term.Word));
    }
}
