using System.Diagnostics;
using ChatBot.Knowledge.Records.Asking;
using ChatBot.Storage;

namespace ChatBot.TestKit.Records;

/// <summary>How a desk did on a question.</summary>
public enum Verdict
{
    /// <summary>What was found is exactly the truth; or what cannot be answered was not.</summary>
    Right,

    /// <summary>Something was found that is not what was asked for: the one thing that must not happen.</summary>
    WrongNumber,

    AskedBack,
    NotUnderstood,
}

/// <summary>A question as a desk dealt with it.</summary>
/// <param name="IsSameQuery">The query is the expected one, up to order; a query in other terms may still find the same.</param>
/// <param name="Difference">What is wrong with what was found.</param>
/// <param name="Took">Reading and finding.</param>
public sealed record ExamAnswer(
    RecordQuestion Question,
    RecordReading Reading,
    Verdict Verdict,
    bool IsSameQuery,
    string? Difference,
    TimeSpan Took
)
{
    /// <summary>For whoever looks for the reason: what was asked, what was read, what was expected.</summary>
    public string Describe()
    {
        var read = Reading switch
        {
            RecordReading.Understood understood => QueryMeaning.Of(understood.Query),
            RecordReading.Ambiguous ambiguous => "either " + string.Join(" | ", ambiguous.Readings.Select(QueryMeaning.Of)),
            RecordReading.Partly partly =>
                $"unknown \"{string.Join("\", \"", partly.Unknown)}\" in {(partly.Rest is { } rest ? QueryMeaning.Of(rest) : "nothing")}",
            _ => Reading.ToString(),
        };
        var expected = Question.Query is { } query ? QueryMeaning.Of(query) : Question.Expects.ToString();
        return $"{Verdict}: {Question.Question}{(Question.Earlier is { } earlier ? $" (after: {earlier})" : "")}\n    {Difference}\n"
            + $"    read {read}\n    want {expected}";
    }
}

/// <summary>Asks a desk questions about the generated table and compares what it finds with the truth.</summary>
public sealed class RecordExam(RequestTable table, IReadOnlyList<RecordQuestion> questions)
{
    private static readonly RecordAsker Asker = new(Workspaces.Default);

    private readonly Lazy<Dictionary<RecordQuestion, RecordResult>> _truth = new(() => Truth(table, questions));

    public async Task<IReadOnlyList<ExamAnswer>> AskAsync(IRecordDesk desk)
    {
        var answers = new List<ExamAnswer>();
        foreach (var question in questions)
        {
            var start = Stopwatch.GetTimestamp();
            var reading = await desk.ReadAsync(Asker, question.Question, question.Earlier);
            var found = reading is RecordReading.Understood understood ? await desk.FindAsync(Asker, understood.Query) : null;
            var took = Stopwatch.GetElapsedTime(start);
            var (verdict, difference) = Judge(question, reading, found);
            var same =
                question.Query is { } query && reading is RecordReading.Understood { Query: var read } && QueryMeaning.AreSame(query, read);
            answers.Add(new ExamAnswer(question, reading, verdict, same, difference, took));
        }
        return answers;
    }

    private (Verdict Verdict, string? Difference) Judge(RecordQuestion question, RecordReading reading, RecordResult? found)
    {
        if (found is not null)
            return question.Query is not { } query ? (Verdict.WrongNumber, $"answered, and should not be: {question.Expects}")
                : OtherKind(query, reading) is { } kind ? (Verdict.WrongNumber, kind)
                : ResultCheck.Difference(table, query, _truth.Value[question], found) is { } difference ? (Verdict.WrongNumber, difference)
                : (Verdict.Right, null);
        var right = (question.Expects, reading) switch
        {
            (Expected.Unanswerable, _) => true,
            (Expected.None, RecordReading.None) => true,
            (Expected.Ask, RecordReading.Ambiguous) => true,
            (Expected.NoSuchRow, RecordReading.NoSuchRow) => true,
            (Expected.Query, RecordReading.Ambiguous) => question.OrAsk,
            _ => false,
        };
        return (
            right ? Verdict.Right
            : reading is RecordReading.Ambiguous ? Verdict.AskedBack
            : Verdict.NotUnderstood,
            null
        );
    }

    /// <summary>A list where a number was asked for is not the answer, though its rows are as many.</summary>
    private static string? OtherKind(RecordQuery query, RecordReading reading) =>
        reading is RecordReading.Understood { Query: var read } && Kind(read) != Kind(query) ? $"{read.Intent}, not {query.Intent}" : null;

    /// <summary>The first rows of all are a list of one kind or the other.</summary>
    private static RecordIntent Kind(RecordQuery query) =>
        query switch
        {
            { Intent: RecordIntent.Group, First: not null } => RecordIntent.MostCommon,
            { Intent: RecordIntent.Newest } => RecordIntent.List,
            _ => query.Intent,
        };

    private static Dictionary<RecordQuestion, RecordResult> Truth(RequestTable table, IReadOnlyList<RecordQuestion> questions)
    {
        var asked = questions.Where(question => question.Query is not null).ToList();
        var results = RequestTruth.Of(table, [.. asked.Select(question => question.Query!)]);
        return asked.Zip(results).ToDictionary(pair => pair.First, pair => pair.Second);
    }
}
