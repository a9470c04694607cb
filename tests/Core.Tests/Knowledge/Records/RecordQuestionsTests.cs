using ChatBot.TestKit.Records;

namespace ChatBot.Core.Tests.Knowledge.Records;

/// <summary>Questions about the generated table, against the truth: never a wrong number, and nearly all of them answered.</summary>
public sealed class RecordQuestionsTests(RecordQuestionsTests.Shared shared) : IClassFixture<RecordQuestionsTests.Shared>
{
    private const int Rows = 20_000;
    private const double GeneratedFloor = 0.98;

    /// <summary>Of those written by hand; what is not understood says so.</summary>
    private const double ByHandFloor = 0.85;

    [Fact]
    public Task Generated_questions_are_answered_exactly_or_not_at_all() =>
        CheckAsync(new QuestionGenerator(shared.Driver.Table).Generate(), GeneratedFloor);

    [Fact]
    public Task Questions_written_by_hand_are_answered_exactly_or_not_at_all() => CheckAsync(RecordQuestion.ReadByHand(), ByHandFloor);

    private async Task CheckAsync(IReadOnlyList<RecordQuestion> questions, double floor)
    {
        var answers = await new RecordExam(shared.Driver.Table, questions).AskAsync(shared.Driver.Desk);
        var wrong = answers.Where(answer => answer.Verdict == Verdict.WrongNumber).ToList();
        Assert.True(wrong.Count == 0, string.Join("\n", wrong.Select(answer => answer.Describe())));
        var missed = answers.Where(answer => answer.Verdict != Verdict.Right).ToList();
        Assert.True(
            missed.Count <= (1 - floor) * questions.Count,
            $"{missed.Count} of {questions.Count}:\n{string.Join("\n", missed.Select(answer => answer.Describe()))}"
        );
    }

    public sealed class Shared : IAsyncLifetime
    {
        public TableDriver Driver { get; private set; } = null!;

        public async Task InitializeAsync() => Driver = await TableDriver.StartAsync(Rows);

        public async Task DisposeAsync() => await Driver.DisposeAsync();
    }
}
