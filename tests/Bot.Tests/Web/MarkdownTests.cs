using ChatBot.Bot.Channels.Rendering;
using ChatBot.TestKit;
using ChatBot.TestKit.Hosting;
using ChatBot.TestKit.Rendering;
using Microsoft.Playwright;

namespace ChatBot.Bot.Tests.Web;

/// <summary>
/// What the page makes of an answer's HTML: how Markdown becomes that is the writer's own tests' business.
/// </summary>
public sealed class MarkdownTests(Chromium chromium, MarkdownTests.Bots bots) : IClassFixture<Chromium>, IClassFixture<MarkdownTests.Bots>
{
    public sealed class Bots : IAsyncLifetime
    {
        public BotApp App { get; private set; } = null!;

        public async Task InitializeAsync() => App = await BotApp.StartAsync();

        public async Task DisposeAsync() => await App.DisposeAsync();
    }

    [CounterpartFact(Chromium.Variable)]
    public async Task The_page_shows_what_was_written_and_adds_what_a_hand_needs()
    {
        var page = await OpenAsync();
        await ShowAsync(page, "**Sizes** [1] of [pages](https://example.com/p) [9]:\n\n| Size | Memory |\n|---|---:|\n| small | 16 GB |");

        await Assertions.Expect(page.Locator("#log strong")).ToHaveTextAsync("Sizes");
        await Assertions.Expect(page.Locator("#log p b")).ToHaveTextAsync("1");
        await Assertions.Expect(page.Locator("#log p")).ToContainTextAsync("[9]");
        await Assertions.Expect(page.Locator("#log a")).ToHaveAttributeAsync("rel", "noopener noreferrer");
        var table = page.GetByRole(AriaRole.Group, new() { Name = "Table" });
        await Assertions.Expect(table.Locator("td.end")).ToHaveTextAsync("16 GB");
        await table.FocusAsync();
        await Assertions.Expect(table).ToBeFocusedAsync();
    }

    [CounterpartFact(Chromium.Variable)]
    public async Task Code_blocks_keep_every_character_and_can_be_copied()
    {
        var page = await OpenAsync();
        const string code = "for x in *.csv; do\n    echo \"<$x>\" # **no bold**\ndone";
        await ShowAsync(page, $"1. Run it:\n   ```bash\n   {code.Replace("\n", "\n   ")}\n   ```");

        Assert.Equal(code, await page.Locator("#log li pre code").TextContentAsync());
        Assert.Equal("bash", await page.Locator("#log .code-bar span").TextContentAsync());
        await page.Locator("#log .copy").ClickAsync();
        await Assertions.Expect(page.Locator("#log .copy")).ToHaveTextAsync("Copied");
        Assert.Equal(code, await page.EvaluateAsync<string>("navigator.clipboard.readText()"));
    }

    [CounterpartFact(Chromium.Variable)]
    public async Task Text_that_is_read_from_the_right_is_set_from_the_right_and_code_in_it_is_not()
    {
        var page = await OpenAsync();
        await ShowAsync(
            page,
            "استخدم الأمر `git revert`\n\n- البند الأول\n\n| الحجم |\n|---|\n| صغير |\n\n```\ngit revert\n```\n\nIn English."
        );

        Assert.Equal(
            ["rtl", "rtl", "rtl", "rtl", "ltr", "ltr"],
            await page.EvaluateAsync<string[]>(
                "['p', 'ul', '.table', 'table', 'pre', 'p:last-child']"
                    + ".map(name => getComputedStyle(document.querySelector('#log ' + name)).direction)"
            )
        );
    }

    [CounterpartFact(Chromium.Variable)]
    public async Task Nothing_that_a_text_brings_runs_or_loads()
    {
        var page = await OpenAsync();
        var foreign = new List<string>();
        page.Request += (_, request) => foreign.Add(request.Url);
        page.Dialog += (_, dialog) => foreign.Add(dialog.Message);
        await page.EvaluateAsync("import('/js/answertext.js')");
        foreign.Clear();

        await ShowAsync(page, string.Join("\n\n", HostileTexts.All.Where(text => text.Length < 1000)));

        Assert.Equal(
            0,
            await page.EvaluateAsync<int>("document.querySelectorAll('#log :is(script, svg, math, img, iframe, style)').length")
        );
        await page.EvaluateAsync("new Promise(done => setTimeout(done, 0))");
        Assert.Empty(foreign);
    }

    private async Task<IPage> OpenAsync()
    {
        var page = await chromium.OpenAsync(bots.App.Address);
        await page.GotoAsync("/");
        return page;
    }

    private static Task ShowAsync(IPage page, string markdown) =>
        page.EvaluateAsync(
            """
            async html => {
              const { answerText } = await import('/js/answertext.js');
              document.getElementById('log').append(answerText(html, n => Object.assign(document.createElement('b'), { textContent: n })));
            }
            """,
            HtmlWriter.Write(MarkdownReader.Read(markdown), sources: 1)
        );
}
