using ChatBot.Knowledge.Records.Asking;
using ChatBot.Storage;
using ChatBot.TestKit.Records;

namespace ChatBot.Core.Tests.Knowledge.Records;

/// <summary>A query in words is read back as the same query: buttons and follow-ups rest on it.</summary>
public sealed class RecordWordingTests(RecordQuestionsTests.Shared shared) : IClassFixture<RecordQuestionsTests.Shared>
{
    private static readonly RecordAsker Asker = new(Workspaces.Default);

    [Fact]
    public async Task Every_query_is_read_back_from_its_question()
    {
        var wrong = new List<string>();
        var questions = new QuestionGenerator(shared.Driver.Table).Generate();
        foreach (var query in questions.Select(question => question.Query).OfType<RecordQuery>())
        {
            var question = RecordWording.Question(query, RequestTable.Shape);
            var reading = await shared.Driver.Desk.ReadAsync(Asker, question, null);
            if (reading is not RecordReading.Understood understood || !QueryMeaning.AreSame(query, understood.Query))
                wrong.Add($"{QueryMeaning.Of(query)}\n  {question}\n  {reading}");
        }
        Assert.True(wrong.Count == 0, $"{wrong.Count}:\n{string.Join("\n", wrong.Take(20))}");
    }
}
