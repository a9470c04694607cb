using System.Text.RegularExpressions;
using ChatBot.Bot.Tests.Web;
using ChatBot.TestKit;
using ChatBot.TestKit.Learning;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatBot.Bot.Tests.Learning;

/// <summary>Feedback in the web chat, in a real browser: a wrong answer becomes the right one.</summary>
public sealed class FeedbackInChatTests(Chromium chromium, LearningApp fixture) : IClassFixture<Chromium>, IClassFixture<LearningApp>
{
    private const string Question = "How do I undo the last commit?";
    private const string Better = "Run `git reset --soft HEAD~1`: the changes stay staged. <script>alert(1)</script>";

    [CounterpartFact(Chromium.Variable)]
    public async Task A_correction_proposed_in_the_chat_answers_after_its_approval()
    {
        var page = await chromium.OpenAsync(fixture.Bot.Address);
        await page.GotoAsync("/");
        var answer = await AskAsync(page, Question, 1);
        await answer.GetByRole(AriaRole.Button, new() { Name = "1 of 5" }).ClickAsync();
        var form = answer.Locator("form.correction");
        await form.Locator("textarea").FillAsync(string.Join(' ', Enumerable.Repeat("word", 101)));
        await Expect(form.Locator(".word-count")).ToHaveTextAsync("101 of 100 words");
        await Expect(form.Locator("button[type=submit]")).ToBeDisabledAsync();
        await form.Locator("textarea").FillAsync(Better);
        await form.Locator("button[type=submit]").ClickAsync();
        await Expect(answer.Locator(".feedback-note")).ToContainTextAsync("An admin looks at your correction");
        await Expect(answer.GetByRole(AriaRole.Button, new() { Name = "1 of 5" })).ToHaveAttributeAsync("aria-pressed", "true");

        var pending = (await fixture.GetAsync("/api/admin/corrections?status=pending")).EnumerateArray().Single();
        Assert.Equal(Question, pending.GetProperty("question").GetString());
        await fixture.PostAsync($"/api/admin/corrections/{pending.GetProperty("id").GetString()}/approve");
        var corrected = await AskAsync(page, "can you tell me how to undo the last commit", 2);
        await Expect(corrected.Locator(".badge")).ToHaveTextAsync("Corrected");
        await Expect(corrected.Locator(".answer-text")).ToContainTextAsync("<script>alert(1)</script>");
        await Expect(corrected.Locator(".answer-text code")).ToHaveTextAsync("git reset --soft HEAD~1");
    }

    [CounterpartFact(Chromium.Variable)]
    public async Task Stars_show_what_was_given()
    {
        var page = await chromium.OpenAsync(fixture.Bot.Address);
        await page.GotoAsync("/");
        var answer = await AskAsync(page, "What is a rebase?", 1);
        await answer.GetByRole(AriaRole.Button, new() { Name = "4 of 5" }).ClickAsync();
        await Expect(answer.Locator(".star.on")).ToHaveCountAsync(4);
        await Expect(answer.Locator(".feedback-note")).ToHaveTextAsync("Thanks, noted.");
        Assert.Equal(1, await fixture.CountAsync("select count(*) from ratings where overall = 4"));
    }

    private static async Task<ILocator> AskAsync(IPage page, string question, int number)
    {
        await page.Locator("#question").FillAsync(question);
        await page.Keyboard.PressAsync("Enter");
        var answers = page.Locator(".card.answer");
        await Expect(answers).ToHaveCountAsync(number);
        await Expect(answers.Last.Locator(".words")).ToHaveTextAsync(new Regex("words?$"));
        return answers.Last;
    }
}
