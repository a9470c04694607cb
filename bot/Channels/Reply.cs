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
public abstract record Reply;

/// <summary>An answer with its sources and the ways to rate it.</summary>
/// <param name="AskForDetails">True where it is this person's turn for the detailed rating form.</param>
public sealed record AnswerReply(Answer Answer, bool AskForDetails) : Reply;

/// <summary>Plain words: help, an honest error, "your correction was approved".</summary>
public sealed record NoticeReply(string Text) : Reply;

/// <summary>What the bot is for and how to use it: said when it joins, and when somebody asks for help.</summary>
/// <param name="Lines">Each a sentence or two, Markdown.</param>
/// <param name="Examples">Questions that it can answer; a channel offers them where it can.</param>
public sealed record WelcomeReply(string Title, IReadOnlyList<string> Lines, IReadOnlyList<string> Examples) : Reply;

/// <summary>A correction for admins to decide, or, once decided, who decided what: every delivered copy is updated in place.</summary>
public sealed record ReviewReply(string CorrectionId) : Reply;

/// <summary>
/// Corrects an answer that was delivered earlier, in place, with a visible note; the channel shows the correction's text as it stands when
/// it is sent.
/// </summary>
public sealed record CorrectedReply(string InteractionId, string CorrectionId) : Reply;
