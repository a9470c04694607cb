using ChatBot.Answering.Checking;
using ChatBot.Answering.Prompting;
using ChatBot.Language;

namespace ChatBot.Core.Tests.Answering.Checking;

/// <summary>What the whole check is worth on two projects that nothing was learned from.</summary>
public sealed class HeldOutAnswersTests
{
    private static readonly Prompt Rules = new(HeldOutAnswers.System, "");

    private static readonly IReadOnlyList<HeldOutAnswers.Made> All = HeldOutAnswers.Read(
        Path.Combine(AppContext.BaseDirectory, "Answering", "Checking", "held-out")
    );

    [Fact]
    public async Task Of_four_hundred_answers_with_a_wrong_sentence_none_reaches_a_person_as_it_is()
    {
        var wrong = All.Where(answer => !answer.Good).ToList();
        Assert.Equal(400, wrong.Count);
        var reached = new List<string>();
        foreach (var answer in wrong)
            if (await FaultOfLastAsync(answer) is null)
                reached.Add($"{answer.Kind}: {answer.Statements[^1].Text}");
        Assert.Empty(reached);
    }

    /// <summary>Free paraphrases are lost to a repair or to a quote rather than a wrong one let through: floors, not aims.</summary>
    [Theory]
    [InlineData("verbatim", 97)]
    [InlineData("shortened", 31)]
    [InlineData("joined", 7)]
    public async Task Good_answers_pass_unharmed(string kind, int least)
    {
        var passed = 0;
        foreach (var answer in All.Where(answer => answer.Good && answer.Kind == kind))
            passed += (await CheckAsync(answer)).All(statement => statement.Fault is null) ? 1 : 0;
        Assert.True(passed >= least, $"{passed} of 100 {kind} answers passed");
    }

    private static async Task<StatementFault?> FaultOfLastAsync(HeldOutAnswers.Made answer) => (await CheckAsync(answer))[^1].Fault;

    private static Task<IReadOnlyList<CheckedStatement>> CheckAsync(HeldOutAnswers.Made answer) =>
        StatementCheckTests.Check.CheckAsync(answer.Statements, answer.Passages, Rules, QuestionReading.Of("How does it work?"));
}
