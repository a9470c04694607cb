using ChatBot.Answering;
using ChatBot.Answering.Checking;
using ChatBot.Answering.Generation;
using ChatBot.Answering.Prompting;
using ChatBot.Language;

namespace ChatBot.Core.Tests.Answering.Checking;

public sealed class CheckedPageTests
{
    private const string Closes = "The gateway closes idle sessions after 60 minutes.",
        Holds = "Each account may hold at most 3 sessions.",
        Wrong = "The gateway closes idle sessions after 45 minutes.",
        Grave = "@everyone The gateway closes idle sessions after 60 minutes.";

    private readonly Watcher _watcher = new();

    [Fact]
    public async Task What_leans_on_a_sentence_that_went_goes_with_it_by_a_rule_of_its_own()
    {
        var page = Page();

        Assert.False(
            await page.AddAsync([Of(Wrong), Of("This is after 60 minutes."), Of(Closes), Of("It closes idle sessions.")], default)
        );
        Assert.Equal([Closes, "It closes idle sessions."], page.Kept.Select(kept => kept.Text));
        Assert.Equal(["figure", "leaning"], page.Rules);
        Assert.Equal([$"- {Wrong}: figure (45)"], page.Faults);
        Assert.False(page.IsEnough);
        Assert.True(await page.AddAsync([Of(Holds)], default));
    }

    [Fact]
    public async Task Nothing_is_taken_after_a_sentence_that_betrays_a_model_led_astray()
    {
        var page = Page();
        await page.AddAsync([Of(Closes), Of(Holds), Of(Grave), Of(Closes)], default);

        Assert.False(page.IsEnough);
        Assert.False(await page.AddAsync([Of(Holds), Of(Holds)], default));
        Assert.Equal($"{Closes}[1] {Holds}[1]", page.Text);
        Assert.Equal(["- mention"], page.Faults);
    }

    [Fact]
    public async Task A_page_is_full_at_its_limit_and_the_first_sentence_stands_however_long_it_is()
    {
        var (full, longer, exact) = (Page(15), Page(5), Page(16));
        foreach (var page in new[] { full, longer, exact })
            await page.AddAsync([Of(Closes), Of(Holds), Of("Idle.")], default);

        Assert.Equal([1, 1, 2], new[] { full, longer, exact }.Select(page => page.Kept.Count));
        Assert.True(full.IsEnough);
    }

    [Fact]
    public async Task Who_watches_sees_sentences_with_the_numbers_in_order_of_appearance()
    {
        var page = Page();
        Assert.False(page.WasSeen);
        await page.AddAsync([Of("Employees have 30 days of vacation.", 2), Of(Closes, 1), Of(Wrong, 1)], default);

        Assert.True(page.WasSeen);
        Assert.Equal(["Employees have 30 days of vacation.[1]", $" {Closes}[2]"], _watcher.Said);
        Assert.Equal($"Employees have 30 days of vacation.[2] {Closes}[1]", page.Text);
    }

    [Fact]
    public async Task A_first_sentence_beyond_the_limit_is_kept_and_not_shown_before_the_answer_is_capped()
    {
        var page = Page(5);
        await page.AddAsync([Of(Closes)], default);

        Assert.Equal((false, 1), (page.WasSeen, page.Kept.Count));
    }

    [Fact]
    public async Task A_model_is_told_of_six_sentences_and_of_the_beginning_of_long_ones()
    {
        var page = Page();
        var long_ = $"The gateway closes idle sessions after 45 minutes {string.Concat(Enumerable.Repeat("of the day ", 20))}";
        await page.AddAsync([Of(long_), .. Enumerable.Repeat(Of(Wrong), 6)], default);

        Assert.Equal(6, page.Faults.Count);
        Assert.Equal($"- {long_[..200]}…: figure (45)", page.Faults[0]);
        Assert.Equal(["figure"], page.Rules);
    }

    [Fact]
    public void A_page_of_nothing_is_empty_and_not_enough()
    {
        Assert.Equal(["empty"], Page().Rules);
        Assert.False(Page().IsEnough);
    }

    private CheckedPage Page(int words = 100) =>
        new(
            StatementCheckTests.Check,
            _watcher,
            new GenerationRequest(QuestionReading.Of("How long does a session last?"), StatementCheckTests.Passages, words)
            {
                Prompt = new Prompt(HeldOutAnswers.System, ""),
            }
        );

    private static Statement Of(string text, int source = 1) => new(text, [source]);

    private sealed class Watcher : IAnswerWatcher
    {
        public List<string> Said { get; } = [];

        public void Begins(string stage) { }

        public void Says(string sentence) => Said.Add(sentence);
    }
}
