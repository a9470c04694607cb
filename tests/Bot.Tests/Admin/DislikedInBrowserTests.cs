using ChatBot.Bot.Tests.Web;
using ChatBot.TestKit;
using ChatBot.TestKit.Hosting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatBot.Bot.Tests.Admin;

/// <summary>The whole way in a real browser: disliked in the chat, put right on the desk, answered rightly to everyone who asks.</summary>
public sealed class DislikedInBrowserTests(Chromium chromium) : IClassFixture<Chromium>
{
    private const string Question = "Where do I find the logs of the orders pipeline?",
        Ticked = "the orders pipeline wrote logs, and what did the nightly run say about orders in it",
        NotTicked = "who is on call when the logs of the orders pipeline stay empty over the weekend",
        Better = "Below `/srv/orders/logs`, one file a day.";

    [CounterpartFact(Chromium.Variable)]
    public async Task What_is_disliked_in_the_chat_is_put_right_and_answers_with_its_ticked_wording()
    {
        await using var bot = await BotApp.StartAsync();
        foreach (var asked in (string[])[Ticked, NotTicked])
            Assert.NotEqual("corrected", (await bot.AskAsync(asked)).GetProperty("outcome").GetString());
        var chat = await chromium.OpenAsync(bot.Address);
        await chat.GotoAsync("/");
        var answer = await AskAsync(chat, Question);
        await answer.GetByRole(AriaRole.Button, new() { Name = "1 of 5" }).ClickAsync();
        await Expect(answer.Locator(".feedback-note")).Not.ToBeEmptyAsync();

        var page = await chromium.OpenAsync(bot.Address);
        await page.GotoAsync("/admin/disliked");
        await page.GetByLabel("Key", new() { Exact = true }).FillAsync(bot.AdminKey);
        await page.GetByLabel("Your name").FillAsync("Ada");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Disliked" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Write the right answer" }).ClickAsync();
        await page.GetByLabel("Text, as people will see it").FillAsync(Better);
        await Expect(page.Locator(".word-count")).ToHaveTextAsync("6 of 100 words");
        await page.GetByRole(AriaRole.Button, new() { Name = "See what it would answer" }).ClickAsync();
        await Expect(page.GetByLabel(NotTicked)).Not.ToBeCheckedAsync();
        await Expect(page.Locator("label", new() { HasText = Ticked })).ToContainTextAsync("would not be answered");
        await page.GetByLabel(Ticked).CheckAsync();
        await ReviewInBrowserTests.PictureAsync(page, "right-answer");
        await page.GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Your answer is given from the next question on");
        await Expect(page.Locator("#wordings")).ToContainTextAsync(Ticked);

        foreach (var asked in (string[])[Question, Ticked])
            await Expect(await AskAsync(chat, asked)).ToContainTextAsync("/srv/orders/logs");
        await Expect(await AskAsync(chat, NotTicked)).Not.ToContainTextAsync("/srv/orders/logs");

        await page.GetByRole(AriaRole.Link, new() { Name = "Undo: retire it" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Retire" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("It answers no more");
        await Expect(await AskAsync(chat, Ticked)).Not.ToContainTextAsync("/srv/orders/logs");
    }

    /// <summary>The card of the answer, once it is whole.</summary>
    private static async Task<ILocator> AskAsync(IPage chat, string question)
    {
        var before = await chat.Locator(".card.answer").CountAsync();
        await chat.Locator("#question").FillAsync(question);
        await chat.Keyboard.PressAsync("Enter");
        var answer = chat.Locator(".card.answer").Nth(before);
        await answer.GetByRole(AriaRole.Button, new() { Name = "1 of 5" }).WaitForAsync();
        return answer;
    }
}
