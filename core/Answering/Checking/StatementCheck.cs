using System.Collections.Frozen;
using ChatBot.Answering.Generation;
using ChatBot.Answering.Guarding;
using ChatBot.Answering.Prompting;
using ChatBot.Knowledge.Indexing;
using ChatBot.Language;

namespace ChatBot.Answering.Checking;

/// <summary>
/// Whether the statements of a draft follow from the passages that they cite: what is certain by rules (<see cref="StatementRules"/>), the
/// rest by what was learned of sentences that follow and sentences that do not (<see cref="SupportForest"/>). A statement that cites
/// nothing, or the wrong passage, is given the passage that carries it.
/// </summary>
public sealed class StatementCheck(PassageSanitiser sanitiser, AttackJudge judge)
{
    /// <summary>UTF-16 units of a statement: more is no sentence, and no code that an answer has room for.</summary>
    private const int Longest = 4000;

    /// <summary>Passages that a statement is looked for in beside those that it cites.</summary>
    private const int MostOthers = 3;

    /// <summary>Share of a statement's weight that a passage must have the words of to be tried with another, and alone.</summary>
    private const double LeastHeld = 0.25,
        MostlyHeld = 0.6;

    /// <summary>A statement that shares less of its weight with question and passages is about something else.</summary>
    private const double Drifted = 0.25;

    /// <summary>Share of a statement's weight that question, headings and the sentences around must have words of.</summary>
    private const double Kin = 0.05,
        CodeKin = 0.2,
        SuspectKin = 0.3;

    private static readonly FrozenSet<string> Families = new[]
    {
        "override",
        "roleplay",
        "document",
        "smuggle",
        "extraction",
    }.ToFrozenSet();

    /// <summary>Each with the sources that carry it, and what is wrong with it; in the order of <paramref name="statements"/>.</summary>
    public async Task<IReadOnlyList<CheckedStatement>> CheckAsync(
        IReadOnlyList<Statement> statements,
        CheckedSources against,
        CancellationToken cancel = default
    )
    {
        var found = new List<CheckedStatement>(statements.Count);
        foreach (var statement in statements)
            found.Add(
                await FormFaultAsync(statement.Text, against, cancel) is { } fault
                    ? new CheckedStatement(statement, fault)
                    : AtHome(Check(statement, against.Sources, against.Asked), against.Sources, against.Asked)
            );
        return found;
    }

    /// <summary>Reads once what all statements of a draft are held against.</summary>
    /// <param name="passages">What the statements' sources are positions in.</param>
    public async Task<CheckedSources> ReadAsync(
        IReadOnlyList<Passage> passages,
        Prompt prompt,
        QuestionReading question,
        CancellationToken cancel = default
    )
    {
        var sources = new SourceText[passages.Count];
        foreach (var (i, passage) in passages.Index())
            sources[i] = new SourceText(await sanitiser.SanitiseAsync(passage, cancel));
        return new CheckedSources(sources, new SourceText("", question.Text), new PromptLeak(prompt.System));
    }

    /// <summary>What is wrong with it whatever its sources say.</summary>
    private async Task<StatementFault?> FormFaultAsync(string text, CheckedSources against, CancellationToken cancel)
    {
        if (text.Length > Longest)
            return new StatementFault("long", "");
        if (ShownMarkup.Of(text) is { } mark)
            return new StatementFault("mention", mark);
        if (against.Prompt.IsIn(text))
            return new StatementFault("leak", "");
        foreach (var reading in Disguises.Readings(text))
            if (
                AttackCues.Shipped.Find(Terms.Of(reading), Families) is { Score: >= 1 } cues
                && await judge.AnyAsync([reading], cues, cancel)
            )
                return new StatementFault("injection", "");
        return null;
    }

    private static CheckedStatement Check(Statement statement, IReadOnlyList<SourceText> sources, SourceText asked)
    {
        int[] cited = [.. statement.Sources.Where(number => number > 0 && number <= sources.Count).Distinct()];
        var read = new StatementReading(statement.Text);
        var fault = cited.Length == 0 ? new StatementFault("uncited", "") : read.FaultOf(Of(cited));
        if (fault is null)
            return new CheckedStatement(statement with { Sources = cited }, null);
        var others = Enumerable
            .Range(1, sources.Count)
            .Except(cited)
            .Select(number => (Number: number, Held: read.HeldBy(sources[number - 1]) / read.Weight))
            .Where(other => other.Held >= LeastHeld)
            .OrderByDescending(other => other.Held)
            .Take(MostOthers)
            .ToList();
        var choices = others.Where(other => other.Held >= MostlyHeld).Select(other => (int[])[other.Number]).ToList();
        choices.AddRange(cited.Length > 1 ? cited.Select(number => (int[])[number]) : []);
        choices.AddRange(Pair([.. cited, .. others.Select(other => other.Number)]));
        foreach (var choice in choices)
            if (read.FaultOf(Of(choice)) is null)
                return new CheckedStatement(statement with { Sources = choice }, null);
        if (fault.Rule is "unsupported" or "uncited" && read.IsDrift([.. sources, asked], Drifted))
            fault = new StatementFault("drift", "");
        return new CheckedStatement(statement with { Sources = cited }, fault);

        static int[][] Pair(int[] best) =>
            best.Length < 2
                ? []
                :
                [
                    [.. best.Take(2).Order()],
                ];

        IReadOnlyList<SourceText> Of(IEnumerable<int> numbers) => [.. numbers.Select(number => sources[number - 1])];
    }

    /// <summary>
    /// What a source says and nothing around it speaks of was planted there, as an instruction that nobody gave: it is on no subject that
    /// anyone asked about. Whatever sounds like one, asks, or is code must be the more at home.
    /// </summary>
    private static CheckedStatement AtHome(CheckedStatement found, IReadOnlyList<SourceText> sources, SourceText asked)
    {
        if (found.Fault is not null)
            return found;
        var read = new StatementReading(found.Statement.Text);
        var kinship = read.Kinship([.. found.Statement.Sources.Select(number => sources[number - 1])], asked);
        var least =
            read.HasCode ? CodeKin
            : read.IsQuestion || AttackCues.Shipped.Find(Terms.Of(found.Statement.Text), Families).Score > 0 ? SuspectKin
            : Kin;
        return kinship < least ? found with { Fault = new StatementFault("drift", "") } : found;
    }
}

/// <summary>The passages, the question and the prompt's own words, read for checking.</summary>
public sealed class CheckedSources
{
    internal CheckedSources(IReadOnlyList<SourceText> sources, SourceText asked, PromptLeak prompt) =>
        (Sources, Asked, Prompt) = (sources, asked, prompt);

    internal IReadOnlyList<SourceText> Sources { get; }

    internal SourceText Asked { get; }

    internal PromptLeak Prompt { get; }
}
