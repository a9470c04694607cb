using ChatBot.TestKit;
using ChatBot.TestKit.Hosting;
using ChatBot.TestKit.Records;
using static Microsoft.Playwright.Assertions;

namespace ChatBot.Bot.Tests.Web;

/// <summary>Questions about rows in a real browser.</summary>
public sealed class RecordTests(Chromium chromium) : IClassFixture<Chromium>
{
    [CounterpartFact(Chromium.Variable)]
    public async Task Rows_are_counted_followed_up_told_and_not_guessed()
    {
        await using var bot = await BotApp.StartAsync();
        await bot.IndexedAsync();
        await RecordTalk.ImportAsync(bot);
        var (pending, resolved, all) = RecordTalk.Counts;
        var page = await chromium.OpenAsync(bot.Address, dark: false, phone: false);
        await page.GotoAsync("/");
        var answers = page.Locator(".card.answer");
        var asked = 0;

        await AskAsync(RecordTalk.Pending, $"{pending} requests match");
        await Expect(answers.Nth(0)).ToContainTextAsync(RecordTalk.Understood);
        await AskAsync(RecordTalk.Resolved, $"{resolved} requests match");
        await answers.Nth(0).GetByRole(Microsoft.Playwright.AriaRole.Button, new() { Name = RecordTalk.WithoutStatus }).ClickAsync();
        await Expect(answers.Nth(asked++)).ToContainTextAsync($"{all} requests match");
        await AskAsync(RecordTalk.Row, $"is {RecordTalk.Status}");
        await AskAsync(RecordTalk.NoRow, "no request REQ-999999");
        await AskAsync(RecordTalk.Offices, "Berlin");
        await Expect(answers.Nth(asked - 1).Locator("td.meter").First).ToBeVisibleAsync();
        if (Environment.GetEnvironmentVariable("CHATBOT_PICTURES") is { Length: > 0 } folder)
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, "records-chat.png"), FullPage = true });
        await page.Context.CloseAsync();

        async Task AskAsync(string question, string expected)
        {
            await page.Locator("#question").FillAsync(question);
            await page.Keyboard.PressAsync("Enter");
            await Expect(answers.Nth(asked++)).ToContainTextAsync(expected);
        }
    }
}
