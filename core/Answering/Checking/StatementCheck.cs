using System.Collections.Frozen;
using ChatBot.Answering.Generation;
using ChatBot.Answering.Guarding;
using ChatBot.Answering.Prompting;
using ChatBot.Knowledge.Indexing;
using ChatBot.Language;

namespace ChatBot.Answering.Checking;

/// <summary>
/// Whether the statements of a draft follow from the passages that they cite: what is certain by rules (<see cref="StatementRules"/>), the
/// rest by what was learned of sentences that follow and sentences that do not (<see cref="SupportForest"/>). A statement that cites nothing,
/// or the wrong passage, is given the passage that carries it.
/// </summary>
public sealed class StatementCheck(PassageSanitiser sanitiser, AttackJudge judge)
{
    /// <summary>Passages that a statement is looked for in beside those that it cites.</summary>
    private const int MostOthers = 3;

    /// <summary>Share of a statement's weight that a passage must have the words of to be tried.</summary>
    private const double LeastHeld = 0.6;

    /// <summary>A statement that shares less of its weight with question and passages is about something else.</summary>
    private const double Drifted = 0.25;

    private static readonly FrozenSet<string> Families = new[]
    {
        "override",
        "roleplay",
        "document",
        "smuggle",
        "extraction",
    }.ToFrozenSet();

    /// <summary>Each with the sources that carry it, and what is wrong with it; in the order of <paramref name="statements"/>.</summary>
    /// <param name="passages">What the statements' sources are positions in.</param>
    public async Task<IReadOnlyList<CheckedStatement>> CheckAsync(
        IReadOnlyList<Statement> statements,
        IReadOnlyList<Passage> passages,
        Prompt prompt,
        QuestionReading question,
        CancellationToken cancel = default
    )
    {
        var sources = new SourceText[passages.Count];
        foreach (var (i, passage) in passages.Index())
            sources[i] = new SourceText(await sanitiser.SanitiseAsync(passage, cancel));
        var found = new List<CheckedStatement>(statements.Count);
        foreach (var statement in statements)
            found.Add(
                await FormFaultAsync(statement.Text, prompt, cancel) is { } fault
                    ? new CheckedStatement(statement, fault)
                    : Check(statement, sources, question)
            );
        return found;
    }

    /// <summary>What is wrong with it whatever its sources say.</summary>
    private async Task<StatementFault?> FormFaultAsync(string text, Prompt prompt, CancellationToken cancel)
    {
        if (ShownMarkup.Of(text) is { } mark)
            return new StatementFault("mention", mark);
        if (AnswerGuard.Leaks(text, prompt))
            return new StatementFault("leak", "");
        foreach (var reading in Disguises.Readings(text))
            if (
                AttackCues.Shipped.Find(Terms.Of(reading), Families) is { Score: >= 1 } cues
                && await judge.AnyAsync([reading], cues, cancel)
            )
                return new StatementFault("injection", "");
        return null;
    }

    private static CheckedStatement Check(Statement statement, IReadOnlyList<SourceText> sources, QuestionReading question)
    {
        int[] cited = [.. statement.Sources.Where(number => number > 0 && number <= sources.Count).Distinct()];
        var read = new StatementReading(statement.Text);
        var fault = cited.Length == 0 ? new StatementFault("uncited", "") : read.FaultOf(Of(cited));
        if (fault is null)
            return new CheckedStatement(statement with { Sources = cited }, null);
        var others = Enumerable
            .Range(1, sources.Count)
            .Where(number => cited.Length != 1 || number != cited[0])
            .Select(number => (Number: number, Held: read.HeldBy(sources[number - 1])))
            .Where(other => other.Held >= LeastHeld * read.Weight)
            .OrderByDescending(other => other.Held)
            .Take(MostOthers)
            .Select(other => other.Number)
            .ToList();
        int[][] choices =
        [
            .. others.Select(number => (int[])[number]),
            .. cited.Length == 0 && others.Count > 1
                ? (int[][])
                    [
                        [.. others.Take(2).Order()],
                    ]
                : [],
        ];
        foreach (var choice in choices)
            if (read.FaultOf(Of(choice)) is null)
                return new CheckedStatement(statement with { Sources = choice }, null);
        if (fault.Rule is "unsupported" or "uncited" && read.IsDrift([.. sources, Asked(question)], Drifted))
            fault = new StatementFault("drift", "");
        return new CheckedStatement(statement with { Sources = cited }, fault);

        IReadOnlyList<SourceText> Of(IEnumerable<int> numbers) => [.. numbers.Select(number => sources[number - 1])];
    }

    private static SourceText Asked(QuestionReading question) => new("", question.Text);
}
