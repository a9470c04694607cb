using ChatBot.Answering;
using ChatBot.Answering.Capping;
using ChatBot.TestKit.Answering;

namespace ChatBot.Core.Tests.Answering;

public sealed class AnyInputTests
{
    [Fact]
    public async Task Whatever_is_asked_the_answer_keeps_its_promises()
    {
        var text = new AnyText(20);
        var index = new InMemoryIndex().Add(
            "Undo a commit",
            "Use `git reset --soft HEAD~1` to undo the last commit.\n\n```bash\ngit reset --soft HEAD~1\n```",
            "undo.md"
        );
        // Documents may be as odd as questions.
        for (var i = 0; i < 60; i++)
            index.Add(text.Next(80), $"rebase incremental loading {text.Next(3_000)} watermark hello", $"odd{i}.md");
        var answerer = new AnswererBuilder(index).Build();

        for (var i = 0; i < 3_000; i++)
        {
            var question = text.Next(50_000);
            var answer = await answerer.AnswerAsync(new Question(question));
            Assert.True(AnswerRules.Fault(answer, 100) is not { } fault, $"text {i}: {AnswerRules.Fault(answer, 100)}\n{answer.Text}");
        }
    }

    [Fact]
    public void The_cap_holds_for_any_text_at_any_limit()
    {
        var text = new AnyText(21);
        for (var i = 0; i < 3_000; i++)
        {
            var limit = i % 101;
            var capped = Capper.Cap(text.Next(8_000), limit);
            Assert.True(
                AnswerRules.CountWords(capped) <= limit,
                $"text {i}: {AnswerRules.CountWords(capped)} words at limit {limit}: {capped}"
            );
            Assert.True(capped.Split("```").Length % 2 == 1, $"text {i}: an open fence: {capped}");
        }
    }
}
