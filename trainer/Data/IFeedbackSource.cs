namespace ChatBot.Trainer.Data;

/// <summary>
/// A place that things to learn from are read from, row by row. Whatever else people come to say of answers, such as which of two they
/// prefer, is one more of these: <see cref="Feedback.Answer"/> is what they chose, <see cref="Feedback.Rejected"/> what they did not.
/// </summary>
internal interface IFeedbackSource
{
    /// <summary>What is counted under, e.g. <c>corrections</c>.</summary>
    string Name { get; }

    /// <summary>Rows of a workspace in the order of their time; what is left out is told to <paramref name="tally"/>.</summary>
    IAsyncEnumerable<Feedback> ReadAsync(string workspace, Tally tally, CancellationToken cancel);
}
