using System.Diagnostics;
using System.Text.RegularExpressions;
using ChatBot.Bot.Tests.Web;
using ChatBot.TestKit;
using ChatBot.TestKit.Hosting;
using Microsoft.Playwright;
using Xunit.Abstractions;
using static Microsoft.Playwright.Assertions;

namespace ChatBot.Bot.Tests.Admin;

/// <summary>The whole loop in a real browser: proposed in the chat, approved on the page, answered to everyone who asks the same.</summary>
public sealed class ReviewInBrowserTests(Chromium chromium, ITestOutputHelper output) : IClassFixture<Chromium>
{
    private const string Question = "Where do I find the logs of the orders pipeline?";
    private const string Better = "Below `/srv/orders/logs`, one file a day.";

    private static readonly string[] Paraphrases =
    [
        "where are the logs of the orders pipeline",
        "where can I see the orders pipeline logs?",
        "how do I get to the logs for the orders pipeline",
        "location of the orders pipeline logs",
        "I'm looking for the logs of the orders pipeline",
        "in which place are the log files of the orders pipeline",
        "Where does the orders pipeline write its logs?",
        "can you show me where the orders pipeline logs are",
        "orders pipeline logs, where do they live?",
        "which folder has the logs of the orders pipeline",
    ];

    [CounterpartFact(Chromium.Variable)]
    public async Task A_correction_from_the_chat_is_approved_on_the_page_and_answers_at_once()
    {
        await using var bot = await BotApp.StartAsync();
        var chat = await chromium.OpenAsync(bot.Address);
        await chat.GotoAsync("/");
        await chat.Locator("#question").FillAsync(Question);
        await chat.Keyboard.PressAsync("Enter");
        var answer = chat.Locator(".card.answer").First;
        await answer.GetByRole(AriaRole.Button, new() { Name = "1 of 5" }).ClickAsync();
        await answer.Locator("form.correction textarea").FillAsync(Better);
        await answer.Locator("form.correction button[type=submit]").ClickAsync();
        await Expect(answer.Locator(".feedback-note")).ToContainTextAsync("An admin looks at your correction");

        var page = await SignInAsync(bot);
        await page.GetByText("One correction waits for a decision").ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = Question }).ClickAsync();
        var text = page.GetByLabel("Text, as people will see it");
        await Expect(text).ToHaveValueAsync(Better);
        await text.FillAsync(string.Join(' ', Enumerable.Repeat("word", 101)));
        await Expect(page.Locator(".word-count")).ToHaveTextAsync("101 of 100 words");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Approve" })).ToBeDisabledAsync();
        await text.FillAsync(Better);
        await PictureAsync(page, "correction");
        await page.GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("It answers from the next question on");

        var since = Stopwatch.GetTimestamp();
        Assert.Equal("corrected", await OutcomeAsync(bot, Question));
        output.WriteLine($"answered {Stopwatch.GetElapsedTime(since).TotalMilliseconds:0} ms after the page said so");
        var outcomes = new List<string>();
        foreach (var paraphrase in Paraphrases)
            outcomes.Add($"{await OutcomeAsync(bot, paraphrase)}: {paraphrase}");
        output.WriteLine(string.Join('\n', outcomes));
        Assert.All(outcomes, line => Assert.StartsWith("corrected", line));
        Assert.NotEqual("corrected", await OutcomeAsync(bot, "Where do I find the logs of the customers pipeline?"));
    }

    [CounterpartFact(Chromium.Variable)]
    public async Task The_page_works_by_keyboard_and_without_script()
    {
        await using var bot = await BotApp.StartAsync();
        var context = await chromium.ContextAsync(bot.Address, new() { JavaScriptEnabled = false });
        var page = await context.NewPageAsync();
        await page.GotoAsync("/admin");
        await Expect(page.GetByLabel("Key", new() { Exact = true })).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync(bot.AdminKey);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("h1")).ToHaveTextAsync("Overview");
        await page.Keyboard.PressAsync("Tab");
        await Expect(page.Locator(".skip")).ToBeFocusedAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex(@":\d+/sign-in$"));
    }

    private async Task<IPage> SignInAsync(BotApp bot)
    {
        var page = await chromium.OpenAsync(bot.Address);
        await page.GotoAsync("/admin");
        await page.GetByLabel("Key", new() { Exact = true }).FillAsync(bot.AdminKey);
        await page.GetByLabel("Your name").FillAsync("Ada");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync("Overview");
        return page;
    }

    private static async Task<string?> OutcomeAsync(BotApp bot, string question) =>
        (await bot.AskAsync(question)).GetProperty("outcome").GetString();

    internal static async Task PictureAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("CHATBOT_PICTURES") is { Length: > 0 } folder)
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"admin-{name}.png"), FullPage = true });
    }
}
