using System.Text.RegularExpressions;
using ChatBot.Bot.Tests.Web;
using ChatBot.TestKit;
using ChatBot.TestKit.Learning;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace ChatBot.Bot.Tests.Admin;

/// <summary>An admin finds out in a real browser why a question was answered as it was, and which documents are used.</summary>
public sealed class KnowledgeInBrowserTests(Chromium chromium, LearningApp fixture) : IClassFixture<Chromium>, IClassFixture<LearningApp>
{
    private const string Question = "How do I undo the last commit?";

    [CounterpartFact(Chromium.Variable)]
    public async Task From_a_gap_to_its_reasons_to_the_passage_and_to_the_documents_that_are_used()
    {
        var disliked = await fixture.AskAsync(Question, "ann");
        await fixture.Bot.PostAsync(
            "/api/feedback/submit",
            new
            {
                interactionId = disliked,
                user = "ann",
                thumbs = "down",
            }
        );
        foreach (var (look, dark, phone) in new[] { ("light", false, false), ("dark", true, false), ("phone", false, true) })
        {
            var page = await chromium.OpenAsync(fixture.Bot.Address, dark, phone);
            await page.GotoAsync("/admin");
            await page.GetByLabel("Key", new() { Exact = true }).FillAsync(fixture.Bot.AdminKey);
            await page.GetByLabel("Your name").FillAsync("Ada");
            await page.Keyboard.PressAsync("Enter");
            await page.GetByRole(AriaRole.Link, new() { Name = "Knowledge", Exact = true }).ClickAsync();
            await page.GetByRole(AriaRole.Link, new() { Name = "Gaps" }).ClickAsync();
            await ReviewInBrowserTests.PictureAsync(page, $"{look}-gaps");
            await page.GetByRole(AriaRole.Link, new() { Name = "Why: search for it" }).First.ClickAsync();
            await Expect(page.Locator("#query")).ToHaveValueAsync(Question);
            await Expect(page.Locator(".stages .decides")).ToContainTextAsync("the best passage answers it");
            await page.Locator("#found-1 summary").ClickAsync();
            await Expect(page.Locator("#found-1 table")).ToBeVisibleAsync();
            await ReviewInBrowserTests.PictureAsync(page, $"{look}-search");
            await AssertFitsAsync(page);

            await page.Locator("#found-1 h3 a").ClickAsync();
            await Expect(page).ToHaveURLAsync(new Regex("#p[0-9]+$"));
            await Expect(page.Locator(":target")).ToBeInViewportAsync();

            await page.GetByRole(AriaRole.Link, new() { Name = "Documents", Exact = true }).ClickAsync();
            await page.Locator("#content").GetByRole(AriaRole.Link, new() { Name = "Disliked" }).ClickAsync();
            await Expect(page.Locator("th[aria-sort=descending]")).ToContainTextAsync("Disliked");
            await Expect(page.Locator("tbody tr").First.Locator("td").Nth(4)).ToHaveTextAsync("1");
            if (!phone)
                await Expect(page.Locator("tbody tr").First.Locator("td").Nth(4)).ToBeInViewportAsync(new() { Ratio = 1 });
            await ReviewInBrowserTests.PictureAsync(page, $"{look}-documents");
            await AssertFitsAsync(page);
            await page.Context.CloseAsync();
        }
    }

    private static async Task AssertFitsAsync(IPage page) =>
        Assert.False(
            await page.EvaluateAsync<bool>("document.documentElement.scrollWidth > document.documentElement.clientWidth"),
            $"{page.Url} scrolls sideways"
        );
}
