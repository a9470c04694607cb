using ChatBot.Answering;
using ChatBot.Learning.Lessons;

namespace ChatBot.Learning.Analytics;

/// <summary>Which of the answers that people disliked.</summary>
public enum DislikedState
{
    /// <summary>Nothing was done about them since they were given.</summary>
    Open,

    /// <summary>A correction of the question was approved, or the question was marked, after the answer was given.</summary>
    Done,
}

/// <summary>Why an answer that people disliked needs nothing more, or what waits for somebody.</summary>
public enum DislikedHandling
{
    None,

    /// <summary>A proposed correction waits for a decision.</summary>
    Waiting,
    Corrected,

    /// <summary>Marked as out of scope, or as wrongly turned away.</summary>
    Marked,
}

/// <summary>A question whose answers people disliked; equal questions are one.</summary>
/// <param name="Question">As it was asked last, completed by its conversation.</param>
/// <param name="InteractionId">Of the last answer to it that somebody disliked; what follows is of that one.</param>
/// <param name="Sources">Those that it cites; of no answer the closest pages.</param>
/// <param name="Times">Disliked answers to the question.</param>
/// <param name="Disliked">People who gave a thumbs-down or at most two stars; everybody without a name is one.</param>
/// <param name="Liked">People who rated these answers well.</param>
/// <param name="Stars">Average of the overall stars; null where nobody gave any.</param>
/// <param name="Remarks">Comments and suggestions, the latest first.</param>
/// <param name="Interactions">Ids of the disliked answers, the latest first.</param>
/// <param name="CorrectionId">The correction that answers now, or waits.</param>
public sealed record DislikedAnswer(
    string Question,
    string InteractionId,
    string Answer,
    Outcome Outcome,
    string Channel,
    IReadOnlyList<Source> Sources,
    int Times,
    int Disliked,
    int Liked,
    double? Stars,
    IReadOnlyList<DislikedRemark> Remarks,
    IReadOnlyList<string> Interactions,
    DateTimeOffset Last,
    DislikedState State,
    DislikedHandling Handling,
    string? CorrectionId,
    DislikedMark? Mark
);

/// <summary>What an admin said of the guard's decision since.</summary>
/// <param name="InteractionId">Which of the answers carries the mark.</param>
public sealed record DislikedMark(string InteractionId, GuardMark Mark);

/// <param name="IsSuggestion">What the answer should say, in place of what is wrong with it.</param>
public sealed record DislikedRemark(string Text, bool IsSuggestion, string Channel);
