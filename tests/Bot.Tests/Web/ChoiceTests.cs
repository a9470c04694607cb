using ChatBot.Answering;
using ChatBot.TestKit;
using ChatBot.TestKit.Answering;
using ChatBot.TestKit.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatBot.Bot.Tests.Web;

/// <summary>Questions that lead on from an answer, and a table with bars, in a real browser, with pictures of both.</summary>
public sealed class ChoiceTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string Question = "How do I undo the last commit?";
    private const string Table = """
        Requests by category:

        | category | requests | |
        |---|---:|---|
        | IT | 4,120 | ██████████ |
        | HR | 812 | ██ |
        | Facilities | 95 | ▎ |
        """;

    private static readonly Choice[] Choices =
    [
        new("without status = pending", "What is git stash for?"),
        new("only what came last month, whatever has become of it since then", "How do I create a tag?"),
    ];

    [CounterpartFact(Chromium.Variable)]
    public async Task A_choice_is_a_button_that_asks_and_is_there_again_after_a_reload()
    {
        var leading = new LeadingAsk(
            (asked, answer) => asked.Text == Question ? answer with { Text = Table, Choices = Choices, Sources = [] } : answer
        );
        await using var bot = await BotApp.StartAsync(adjust: leading.Install);
        await bot.IndexedAsync();
        foreach (var (name, dark, phone) in new[] { ("desk-light", false, false), ("phone-dark", true, true) })
        {
            var page = await chromium.OpenAsync(bot.Address, dark, phone);
            await page.GotoAsync("/");
            await page.Locator("#question").FillAsync(Question);
            await page.Keyboard.PressAsync("Enter");
            await page.Locator(".choices button").First.WaitForAsync();
            if (Environment.GetEnvironmentVariable("CHATBOT_PICTURES") is { Length: > 0 } folder)
                await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{name}-choices.png") });
            Assert.False(
                await page.EvaluateAsync<bool>("document.documentElement.scrollWidth > document.documentElement.clientWidth"),
                name
            );
            Assert.True(
                await page.EvaluateAsync<bool>(
                    "getComputedStyle(document.querySelector('td.meter')).color !== getComputedStyle(document.querySelector('td')).color"
                )
            );

            await page.ReloadAsync();
            await page.GetByRole(AriaRole.List, new() { Name = "Or ask" })
                .GetByRole(AriaRole.Button, new() { Name = Choices[0].Label })
                .ClickAsync();
            await Expect(page.Locator(".question-text").Nth(1)).ToHaveTextAsync(Choices[0].Question);
            await Expect(page.Locator(".card.answer").Nth(1)).ToContainTextAsync("stash");
            await Expect(page.Locator(".card.answer").Nth(1).Locator(".choices")).ToHaveCountAsync(0);
            await page.Context.CloseAsync();
        }
    }
}
