using System.Text.Json.Serialization;
using ChatBot.Answering;

namespace ChatBot.Bot.Channels;

/// <summary>What the bot says, free of any platform; a channel renders it. Stored in the outbox as JSON.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(AnswerReply), "answer")]
[JsonDerivedType(typeof(NoticeReply), "notice")]
[JsonDerivedType(typeof(WelcomeReply), "welcome")]
[JsonDerivedType(typeof(ReviewReply), "review")]
[JsonDerivedType(typeof(CorrectedReply), "corrected")]
[JsonDerivedType(typeof(ReviewQueueReply), "review_queue")]
[JsonDerivedType(typeof(PairReply), "pair")]
public abstract record Reply;

/// <summary>An answer with its sources and the ways to rate it.</summary>
/// <param name="AskForDetails">True where it is this person's turn for the detailed rating form.</param>
public sealed record AnswerReply(Answer Answer, bool AskForDetails) : Reply;

/// <summary>Plain words: help, an honest error, "your correction was approved".</summary>
public sealed record NoticeReply(string Text) : Reply
{
    /// <summary>True where it is not for the one whose message it stands beside: nobody is called by name.</summary>
    public bool IsForAll { get; init; }
}

/// <summary>What the bot is for and how to use it: said when it joins, and when somebody asks for help.</summary>
/// <param name="Lines">Each a sentence or two, Markdown.</param>
/// <param name="Examples">Questions that it can answer; a channel offers them where it can.</param>
public sealed record WelcomeReply(string Title, IReadOnlyList<string> Lines, IReadOnlyList<string> Examples) : Reply;

/// <summary>A correction for admins to decide, or, once decided, who decided what: every delivered copy is updated in place.</summary>
public sealed record ReviewReply(string CorrectionId) : Reply;

/// <summary>
/// Many corrections wait for admins: one message in place of one each. It says how many wait when it is sent, and is brought up to date.
/// </summary>
public sealed record ReviewQueueReply : Reply
{
    /// <summary>Where the admins decide, as a path on this server.</summary>
    public const string Page = "/admin/corrections";

    /// <summary>The message's words, Markdown.</summary>
    /// <param name="waiting">Corrections that are undecided.</param>
    /// <param name="page">Full address of the page; null where it is not known from outside.</param>
    public static string Words(int waiting, string? page) =>
        waiting == 0 ? "Many corrections came at once. None of them waits for review any more."
        : page is null ? $"{Waiting(waiting)}: open {Page} on the bot's server."
        : $"{Waiting(waiting)}: [open the review page]({page}).";

    private static string Waiting(int waiting) =>
        $"Many corrections came at once. {(waiting == 1 ? "One waits" : $"{waiting} wait")} for review";
}

/// <summary>
/// Corrects an answer that was delivered earlier, in place, with a visible note; the channel shows the correction as it stands when it is
/// sent: of one that has been retired, the answer as it was.
/// </summary>
public sealed record CorrectedReply(string InteractionId, string CorrectionId) : Reply;

/// <summary>
/// Two answers to compare, or, once somebody has, what they picked and who wrote which: every delivered copy is updated in place.
/// </summary>
public sealed record PairReply(string PairId) : Reply;
