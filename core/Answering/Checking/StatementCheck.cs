using ChatBot.Answering.Generation;
using ChatBot.Answering.Prompting;
using ChatBot.Knowledge.Indexing;
using ChatBot.Language;

namespace ChatBot.Answering.Checking;

public sealed record StatementFault(string Rule, string Detail)
{
    public bool IsGrave => Rule is "leak" or "injection";
}

public sealed record CheckedStatement(Statement Statement, StatementFault? Fault);

public sealed class StatementCheck(AnswerGuard guard)
{
    public Task<IReadOnlyList<CheckedStatement>> CheckAsync(
        IReadOnlyList<Statement> statements,
        IReadOnlyList<Passage> passages,
        Prompt prompt,
        QuestionReading question,
        CancellationToken cancel
    ) =>
        Task.FromResult<IReadOnlyList<CheckedStatement>>([
            .. statements.Select(statement =>
            {
                var verdict = guard.Check(statement.Text, passages, prompt);
                return new CheckedStatement(statement, verdict.Allowed ? null : new(verdict.DecidedBy, "no source says it"));
            }),
        ]);
}
