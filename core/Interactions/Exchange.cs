using ChatBot.Answering;

namespace ChatBot.Interactions;

/// <summary>An earlier question of a conversation with the answer it got, both as they are stored.</summary>
/// <param name="Question">What was written.</param>
/// <param name="Answer">Markdown with labels.</param>
public sealed record Exchange(string Question, string Answer, Outcome Outcome)
{
    /// <summary>The question as it was searched for, where the conversation completed it.</summary>
    public string? Standalone { get; init; }

    /// <summary>Title of the page that was cited first; empty where none was.</summary>
    public string Page { get; init; } = "";

    /// <summary>Ids of the chunks that were cited, those on <see cref="Page"/> first.</summary>
    public IReadOnlyList<string> Cited { get; init; } = [];

    /// <summary>Whether it was no question at all: a greeting, thanks.</summary>
    public bool IsSmallTalk { get; init; }

    /// <summary>Small talk, and a follow-up that got no answer, leave the one before them as what is spoken of.</summary>
    public bool CanBeMeant => !IsSmallTalk && (Standalone is null || Outcome is Outcome.Answered or Outcome.Corrected);

    public DateTimeOffset Created { get; init; }

    /// <summary>The question, on its own.</summary>
    public string Asked => Standalone ?? Question;
}
