using ChatBot.Answering.Checking;
using ChatBot.Answering.Generation;
using ChatBot.Answering.Prompting;
using ChatBot.Knowledge.Indexing;
using ChatBot.Language;

namespace ChatBot.Core.Tests.Answering.Checking;

internal static class StatementChecks
{
    /// <summary>Statements against passages, in one go.</summary>
    public static async Task<IReadOnlyList<CheckedStatement>> CheckAsync(
        this StatementCheck check,
        IReadOnlyList<Statement> statements,
        IReadOnlyList<Passage> passages,
        Prompt prompt,
        QuestionReading question
    ) => await check.CheckAsync(statements, await check.ReadAsync(passages, prompt, question));
}
