namespace ChatBot.Learning.Analytics;

/// <param name="Stars">Average of the overall stars; null where nobody gave any.</param>
/// <param name="Rate">Ratings per question.</param>
public sealed record RatingFigures(long Ratings, long Up, long Down, double? Stars, double Rate);

/// <summary>Milliseconds from question to answer; each within five percent.</summary>
public sealed record LatencyFigures(double P50, double P95, double P99);

/// <param name="Questions">Without greetings, thanks and the like.</param>
/// <param name="SmallTalk">Those.</param>
/// <param name="Outcomes">Of the questions.</param>
/// <param name="AverageWords">In the answer to a question.</param>
/// <param name="Corrections">By status.</param>
public sealed record Overview(
    int Days,
    long Questions,
    long SmallTalk,
    IReadOnlyDictionary<string, long> Outcomes,
    double AverageWords,
    RatingFigures Feedback,
    LatencyFigures LatencyMs,
    IReadOnlyDictionary<string, long> Corrections
);

/// <param name="Category">Of the best source; empty where there was none.</param>
public sealed record CategoryFigures(string Category, long Questions, IReadOnlyDictionary<string, long> Outcomes, RatingFigures Feedback);

/// <param name="Day">UTC.</param>
public sealed record DayFigures(
    DateOnly Day,
    long Questions,
    long SmallTalk,
    IReadOnlyDictionary<string, long> Outcomes,
    RatingFigures Feedback
);

public sealed record OutcomeFigures(string Outcome, long Questions, double Share);

public sealed record ChannelFigures(string Channel, long Questions, RatingFigures Feedback);

/// <param name="Question">In its latest wording.</param>
/// <param name="InteractionId">Of the latest.</param>
public sealed record UnansweredQuestion(string Question, int Times, string InteractionId, DateTimeOffset Last);
