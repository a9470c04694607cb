using ChatBot.Answering.Generation;
using ChatBot.Answering.Prompting;
using ChatBot.Knowledge.Indexing;
using ChatBot.Language;

namespace ChatBot.Answering.Checking;

/// <summary>Whether the sentences of a draft follow from the passages that they cite.</summary>
public sealed class StatementCheck(AnswerGuard guard)
{
    /// <summary>Each with the sources that carry it, and what is wrong with it; in the order of <paramref name="statements"/>.</summary>
    /// <param name="passages">What the statements' sources are positions in.</param>
    public Task<IReadOnlyList<CheckedStatement>> CheckAsync(
        IReadOnlyList<Statement> statements,
        IReadOnlyList<Passage> passages,
        Prompt prompt,
        QuestionReading question,
        CancellationToken cancel = default
    ) => Task.FromResult<IReadOnlyList<CheckedStatement>>([.. statements.Select(statement => Check(statement, passages, prompt))]);

    private CheckedStatement Check(Statement statement, IReadOnlyList<Passage> passages, Prompt prompt)
    {
        var sources = statement.Sources.Where(number => number > 0 && number <= passages.Count).Distinct().ToList();
        if (sources.Count == 0)
            sources =
            [
                .. Enumerable
                    .Range(1, passages.Count)
                    .Where(number => guard.Check(statement.Text, [passages[number - 1]], prompt).Allowed)
                    .Take(1),
            ];
        var found = statement with { Sources = sources };
        if (sources.Count == 0)
            return new(found, new("uncited", ""));
        var verdict = guard.Check(statement.Text, [.. sources.Select(number => passages[number - 1])], prompt);
        return new(found, verdict.Allowed ? null : new(verdict.DecidedBy, ""));
    }
}
