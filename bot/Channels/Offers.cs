using ChatBot.Answering;

namespace ChatBot.Bot.Channels;

/// <summary>
/// What stands below an answer, in every channel: what claims something can be rated and corrected, what does not helps on.
/// </summary>
internal static class Offers
{
    /// <summary>False for refusals and failures, and for a greeting, which says nothing that could be wrong.</summary>
    public static bool Ratings(Answer answer) => Certainties.Of(answer) is not null;

    /// <summary>The way on, where nothing was found.</summary>
    public static string AskAnew(Answer answer) => answer.Outcome == Outcome.Failed ? "Ask again" : "Ask differently";

    /// <summary>Where the documents do not say it, somebody may; null elsewhere.</summary>
    public static string? KnowsAnswer(Answer answer) => answer.Outcome == Outcome.NoAnswer ? "I know the answer" : null;
}
