using ChatBot.Knowledge.Records.Asking;
using ChatBot.Knowledge.Records.Storing;
using ChatBot.TestKit.Records;

namespace ChatBot.Core.Tests.Knowledge.Records;

/// <summary>The measure itself: who reads as expected passes, who reads something else is found out.</summary>
public sealed class RecordExamTests
{
    private static readonly RequestTable Table = new(3000);

    [Fact]
    public async Task Whoever_reads_and_counts_as_expected_is_right_everywhere()
    {
        foreach (var questions in (IReadOnlyList<RecordQuestion>[])[new QuestionGenerator(Table).Generate(), RecordQuestion.ReadByHand()])
        {
            var answers = await new RecordExam(Table, questions).AskAsync(new Oracle(questions, query => query));
            Assert.All(answers, answer => Assert.True(answer.Verdict == Verdict.Right, answer.Describe()));
        }
    }

    [Fact]
    public async Task Whoever_leaves_the_last_condition_out_gives_wrong_numbers()
    {
        var questions = new QuestionGenerator(Table).Generate();
        var answers = await new RecordExam(Table, questions).AskAsync(
            new Oracle(questions, query => query with { Where = [.. query.Where.SkipLast(1)] })
        );
        var harmed = answers.Where(answer => answer.Question.Query is { Where.Count: > 0 }).ToList();
        Assert.All(harmed, answer => Assert.False(answer.IsSameQuery));
        Assert.True(harmed.Count(answer => answer.Verdict == Verdict.WrongNumber) > harmed.Count * 0.95);
    }

    [Fact]
    public async Task Whoever_counts_what_cannot_be_counted_gives_wrong_numbers()
    {
        var questions = RecordQuestion.ReadByHand();
        var any = new RecordQuery(RequestTable.Source, RecordIntent.Count);
        var answers = await new RecordExam(Table, questions).AskAsync(new Oracle(questions, _ => any, any));
        Assert.All(answers.Where(answer => answer.Question.Query is null), answer => Assert.Equal(Verdict.WrongNumber, answer.Verdict));
    }

    [Fact]
    public void The_questions_are_as_many_as_are_promised_and_no_two_alike()
    {
        var generated = new QuestionGenerator(Table).Generate();
        Assert.Equal(500, generated.DistinctBy(question => question.Question.ToLowerInvariant()).Count());
        Assert.Equal(200, RecordQuestion.ReadByHand().DistinctBy(question => (question.Question, question.Earlier)).Count());
        Assert.Equal(
            Enum.GetValues<RecordIntent>(),
            generated.Select(question => question.Query?.Intent).OfType<RecordIntent>().Distinct().Order()
        );
    }

    /// <summary>Knows what is expected, changes it, and counts by looking at every row.</summary>
    private sealed class Oracle(IReadOnlyList<RecordQuestion> questions, Func<RecordQuery, RecordQuery> change, RecordQuery? instead = null)
        : IRecordDesk
    {
        private readonly Dictionary<RecordQuery, RecordResult> _known = [];

        public Task RefreshAsync(CancellationToken cancel = default) => Task.CompletedTask;

        public Task<RecordSource> SourceAsync(RecordAsker asker, string source, CancellationToken cancel = default) =>
            throw new NotSupportedException("It is not asked for.");

        public Task<RecordReading> ReadAsync(RecordAsker asker, string question, string? earlier, CancellationToken cancel = default)
        {
            var asked = questions.First(known => known.Question == question && known.Earlier == earlier);
            return Task.FromResult<RecordReading>(
                (asked.Query is { } query ? change(query) : instead) is { } read ? new RecordReading.Understood(read)
                : asked.Expects == Expected.Ask ? new RecordReading.Ambiguous([])
                : asked.Expects == Expected.NoSuchRow ? new RecordReading.NoSuchRow(RequestTable.Source, "")
                : RecordReading.None.It
            );
        }

        public Task<RecordResult> FindAsync(RecordAsker asker, RecordQuery query, CancellationToken cancel = default)
        {
            if (!_known.TryGetValue(query, out var result))
                _known[query] = result = RequestTruth.Of(Table, [query])[0];
            return Task.FromResult(result with { Rows = [.. result.Rows.Take(query.First ?? 10)] });
        }
    }
}
