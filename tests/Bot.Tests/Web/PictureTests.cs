using ChatBot.TestKit;
using ChatBot.TestKit.Hosting;
using Microsoft.Playwright;

namespace ChatBot.Bot.Tests.Web;

/// <summary>Pictures of the chat for people to look at, into the folder that <c>CHATBOT_PICTURES</c> names.</summary>
public sealed class PictureTests(Chromium chromium) : IClassFixture<Chromium>
{
    [CounterpartFact(Chromium.Variable)]
    public async Task The_chat_fits_a_desk_and_a_phone_in_light_and_dark()
    {
        await using var bot = await BotApp.StartAsync();
        foreach (
            var (name, dark, phone) in new[]
            {
                ("desk-light", false, false),
                ("desk-dark", true, false),
                ("phone-light", false, true),
                ("phone-dark", true, true),
            }
        )
        {
            var page = await chromium.OpenAsync(bot.Address, dark, phone);
            await page.GotoAsync("/");
            await page.Locator("#suggestions button").First.WaitForAsync();
            await SaveAsync(page, $"{name}-welcome");
            await page.Locator("#question").FillAsync("Which layers should our warehouse have?");
            await page.Keyboard.PressAsync("Enter");
            await page.Locator(".card.answer").WaitForAsync();
            await SaveAsync(page, $"{name}-answer");
            await page.Locator(".cite").First.ClickAsync();
            var link = await page.Locator(".source[open] .source-uri a").GetAttributeAsync("href");
            await page.Locator(".more").ClickAsync();
            await page.Locator("#question").FillAsync("What is the best pizza in town?");
            await page.Keyboard.PressAsync("Enter");
            await page.Locator(".card.answer").Nth(1).WaitForAsync();
            await SaveAsync(page, $"{name}-more", whole: true);
            await AssertFitsAsync(page, name);

            await page.GotoAsync(link!);
            await SaveAsync(page, $"{name}-document");
            await AssertFitsAsync(page, $"{name}-document");
            await page.Context.CloseAsync();
        }
    }

    private static async Task AssertFitsAsync(IPage page, string name) =>
        Assert.False(
            await page.EvaluateAsync<bool>("document.documentElement.scrollWidth > document.documentElement.clientWidth"),
            $"{name} scrolls sideways"
        );

    private static async Task SaveAsync(IPage page, string name, bool whole = false)
    {
        if (Environment.GetEnvironmentVariable("CHATBOT_PICTURES") is { Length: > 0 } folder)
            await page.ScreenshotAsync(new() { Path = Path.Combine(folder, name + ".png"), FullPage = whole });
    }
}
