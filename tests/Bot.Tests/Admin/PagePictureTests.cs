using ChatBot.Bot.Tests.Web;
using ChatBot.TestKit;
using ChatBot.TestKit.Knowledge;
using ChatBot.TestKit.Learning;

namespace ChatBot.Bot.Tests.Admin;

/// <summary>
/// Every page in a real browser, light and dark, desk and phone: it fits, it loads what it names, and no script of others runs.
/// </summary>
public sealed class PagePictureTests(Chromium chromium, LearningApp fixture) : IClassFixture<Chromium>, IClassFixture<LearningApp>
{
    private const string Attack =
        "How do I <script>document.title='taken'</script> undo a <img src=x onerror=\"document.title='taken'\"> commit?";

    [CounterpartFact(Chromium.Variable)]
    public async Task Every_page_fits_a_desk_and_a_phone_and_runs_no_script_of_others()
    {
        var correction = await fixture.ProposeAsync(Attack, "Use <script>document.title='taken'</script> it.");
        foreach (var user in (string[])["ann", "bob", "cid", "dan"])
        {
            var id = await fixture.AskAsync("How do I undo the last commit?", user);
            await fixture.Bot.PostAsync(
                "/api/feedback/submit",
                new
                {
                    interactionId = id,
                    user,
                    thumbs = user == "bob" ? "down" : "up",
                    rating = user == "bob" ? 2 : 5,
                    feedbackText = Attack,
                }
            );
            await fixture.AskAsync("Which colour does the warehouse forklift have?", user);
        }
        await fixture.PostAsync("/api/admin/improvement/run", new { daysBack = 7 });
        var prompt = (
            await fixture.PostAsync(
                "/api/admin/prompts",
                new { template = "Answer from the sources.\nReply NO_ANSWER where they do not answer.", note = Attack }
            )
        )
            .GetProperty("id")
            .GetString();
        var interaction = await fixture.AskAsync(Attack, "eve");
        await ImportedRecords.ImportAsync(
            fixture.Bot.Services,
            [ImportedRecords.Row("1", Attack, Attack, Attack)],
            "/srv/<b>/requests.csv"
        );
        var paths = PageTests
            .ForReviewers.Concat(PageTests.ForAdmins)
            .Concat([$"/admin/corrections/{correction}", $"/admin/prompts/{prompt}", $"/admin/interactions/{interaction}"])
            .Concat([$"/admin/interactions/{interaction}/correct", $"/admin/interactions/{interaction}/documents"]);

        foreach (
            var (look, dark, phone) in new[]
            {
                ("light", false, false),
                ("dark", true, false),
                ("phone", false, true),
                ("phone-dark", true, true),
            }
        )
        {
            var page = await chromium.OpenAsync(fixture.Bot.Address, dark, phone);
            var complaints = new List<string>();
            page.Console += (_, message) =>
            {
                if (message.Type == "error")
                    complaints.Add(message.Text);
            };
            page.Response += (_, response) =>
            {
                if (response.Status >= 400)
                    complaints.Add($"{response.Status} {response.Url}");
            };
            await page.GotoAsync("/admin");
            await ReviewInBrowserTests.PictureAsync(page, $"{look}-sign-in");
            await page.GetByLabel("Key", new() { Exact = true }).FillAsync(fixture.Bot.AdminKey);
            await page.GetByLabel("Your name").FillAsync("Ada");
            await page.Keyboard.PressAsync("Enter");
            await page.Locator("nav.menu").WaitForAsync();
            foreach (var path in paths)
            {
                await page.GotoAsync(path);
                var name =
                    path.Contains(correction) ? "correction"
                    : path == "/admin" ? "overview"
                    : path["/admin/".Length..].Replace('/', '-');
                await ReviewInBrowserTests.PictureAsync(page, $"{look}-{name}");
                Assert.NotEqual("taken", await page.TitleAsync());
                Assert.False(
                    await page.EvaluateAsync<bool>("document.documentElement.scrollWidth > document.documentElement.clientWidth"),
                    $"{path} scrolls sideways ({look})"
                );
            }
            Assert.Empty(complaints);
            await page.Context.CloseAsync();
        }
    }
}
