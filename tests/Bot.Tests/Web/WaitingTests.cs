using ChatBot.TestKit;
using ChatBot.TestKit.Answering;
using ChatBot.TestKit.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatBot.Bot.Tests.Web;

/// <summary>What a person sees in the web chat while an answer is made.</summary>
public sealed class WaitingTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string Question = "How do I undo the last commit?";

    [CounterpartFact(Chromium.Variable)]
    public async Task Stages_and_sentences_appear_as_they_come_and_end_in_the_finished_answer()
    {
        var steps = Enumerable.Range(0, 4).Select(_ => new TaskCompletionSource()).ToArray();
        var slow = new SlowAsk(
            async (_, watcher, cancel) =>
            {
                watcher.Begins("retrieval");
                await steps[0].Task.WaitAsync(cancel);
                watcher.Begins("generation");
                await steps[1].Task.WaitAsync(cancel);
                watcher.Says("**Undo** it with `git reset`. [1]");
                await steps[2].Task.WaitAsync(cancel);
                watcher.Begins("checking");
                watcher.Says("\n\n- Keep your <b>changes</b>.");
                await steps[3].Task.WaitAsync(cancel);
            }
        );
        await using var bot = await BotApp.StartAsync(
            new Dictionary<string, string?> { ["Turns:ThinkingAfter"] = "00:00:00" },
            slow.Install
        );
        var page = await OpenAsync(bot);

        var waiting = page.Locator(".card.thinking");
        await Expect(waiting.GetByRole(AriaRole.Status)).ToHaveTextAsync("Looking through the documents…");
        steps[0].SetResult();
        await Expect(waiting.GetByRole(AriaRole.Status)).ToHaveTextAsync("Writing…");
        steps[1].SetResult();
        await Expect(waiting.Locator(".answer-text strong")).ToHaveTextAsync("Undo");
        await Expect(waiting.Locator(".answer-text code")).ToHaveTextAsync("git reset");
        await Expect(waiting.Locator(".answer-text .cite")).ToHaveTextAsync("1");
        steps[2].SetResult();
        await Expect(waiting.Locator(".answer-text li")).ToHaveTextAsync("Keep your changes.");
        await Expect(waiting.GetByRole(AriaRole.Status)).ToHaveTextAsync("Checking…");
        await Expect(waiting.Locator(".answer-text")).Not.ToContainTextAsync("**");
        await Expect(page.Locator(".card.answer")).ToHaveCountAsync(0);
        steps[3].SetResult();
        await Expect(page.Locator(".card.answer .stars")).ToBeVisibleAsync();
        await Expect(page.Locator(".card.answer .source").First).ToBeVisibleAsync();
        await Expect(waiting).ToHaveCountAsync(0);
    }

    [CounterpartFact(Chromium.Variable)]
    public async Task A_proxy_that_swallows_events_costs_nothing_but_the_waiting()
    {
        await using var bot = await BotApp.StartAsync();
        var page = await chromium.OpenAsync(bot.Address);
        await page.RouteAsync(
            "**/web/ask",
            route => route.FulfillAsync(new() { ContentType = "text/event-stream", Body = "" }),
            new() { Times = 1 }
        );
        await AskAsync(page);
        await Expect(page.Locator(".card.answer .stars")).ToBeVisibleAsync();
    }

    [CounterpartFact(Chromium.Variable)]
    public async Task A_problem_and_a_broken_stream_are_told_in_words()
    {
        await using var bot = await BotApp.StartAsync();
        foreach (
            var (body, said) in new[]
            {
                ("event: problem\ndata: {\"detail\":\"Not now.\"}\n\n", "Not now."),
                ("event: sentence\ndata: {\"text\":\"Half an\",\"html\":\"<p>Half an</p>\"}\n\n", "broke before the answer was complete"),
            }
        )
        {
            var page = await chromium.OpenAsync(bot.Address);
            await page.RouteAsync("**/web/ask", route => route.FulfillAsync(new() { ContentType = "text/event-stream", Body = body }));
            await AskAsync(page);
            await Expect(page.Locator(".card.trouble")).ToContainTextAsync(said);
            await Expect(page.Locator(".card.thinking")).ToHaveCountAsync(0);
        }
    }

    private async Task<IPage> OpenAsync(BotApp bot)
    {
        var page = await chromium.OpenAsync(bot.Address);
        await AskAsync(page);
        return page;
    }

    private static async Task AskAsync(IPage page)
    {
        await page.GotoAsync("/");
        await Expect(page.Locator("#suggestions button")).ToHaveCountAsync(4);
        await page.Locator("#question").FillAsync(Question);
        await page.Keyboard.PressAsync("Enter");
    }
}
