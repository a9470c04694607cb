namespace ChatBot.Answering;

/// <summary>The way of a question through the eight stages; see README.md in this folder for the diagram.</summary>
public sealed class Answerer
{
    /// <summary>Answers; never throws for anything a person can type. Faults of stages end as outcome <see cref="Outcome.Failed"/>.</summary>
    public Task<Answer> AnswerAsync(Question question, CancellationToken cancel = default) => throw new InvalidOperationException("stages are being built");
}
