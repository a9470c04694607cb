using ChatBot.Learning.Registry;

namespace ChatBot.Bot.Channels.Slack.Rendering;

/// <summary>Names of buttons, selects, fields and modals: written by the renderings, read when they are used.</summary>
internal static class ActionIds
{
    public const string Thumbs = "thumbs";
    public const string ThumbsUp = "thumbs_up";
    public const string ThumbsDown = "thumbs_down";

    /// <summary>Of messages that were delivered long ago, as is a button <see cref="Details"/>.</summary>
    public const string Stars = "stars";
    public const string Correct = "correct";
    public const string Details = "details";

    /// <summary>
    /// The "…" below an answer: each option's value is one of <see cref="Details"/>, <see cref="Correct"/>, <see cref="Why"/>.
    /// </summary>
    public const string More = "more";
    public const string Why = "why";

    /// <summary>Asks the same in other words.</summary>
    public const string AskDifferently = "ask_differently";

    /// <summary>Asks one of the questions that lead on from an answer, numbered; its value is <c>number|interaction</c>.</summary>
    public const string Choice = "choice";

    /// <summary>Opens one of the closest pages, numbered; Slack tells us of it too, and nothing is to be done.</summary>
    public const string Closest = "closest";

    /// <summary>The correction's text, which tells us while it is typed.</summary>
    public const string CorrectionText = "correction_text";

    public const string Approve = "review_approve";
    public const string Edit = "review_edit";
    public const string Reject = "review_reject";

    /// <summary>Which of two answers is better.</summary>
    public static string Of(AnswerPick pick) => "pair_" + pick.ToString().ToLowerInvariant();

    /// <summary>Null where it is another action.</summary>
    public static AnswerPick? PickOf(string? action) =>
        Enum.GetValues<AnswerPick>().Cast<AnswerPick?>().FirstOrDefault(pick => Of(pick!.Value) == action);

    public const string AskEvery = "preference_every";
    public const string OptOut = "preference_opt_out";
    public const string OptIn = "preference_opt_in";

    /// <summary>The message shortcut "Ask about this".</summary>
    public const string AskAboutThis = "ask_about_this";

    public const string SomeField = "field";
}
