using ChatBot.TestKit;
using ChatBot.TestKit.Hosting;
using Microsoft.Playwright;

namespace ChatBot.Bot.Tests.Web;

/// <summary>The page's own Markdown renderer, run in the browser that it is for.</summary>
public sealed class MarkdownTests(Chromium chromium) : IClassFixture<Chromium>
{
    private static readonly (string Markdown, string Html)[] Cases =
    [
        ("plain text", "<p>plain text</p>"),
        ("one\ntwo\n\nthree", "<p>one\ntwo</p><p>three</p>"),
        ("**bold** and *thin* and ~~gone~~", "<p><strong>bold</strong> and <em>thin</em> and <del>gone</del></p>"),
        ("user_bulk_write_lambda.py and 2 * 3 * 4", "<p>user_bulk_write_lambda.py and 2 * 3 * 4</p>"),
        ("run `git <b>` now", "<p>run <code>git &lt;b&gt;</code> now</p>"),
        ("# Title\ntext", "<h3>Title</h3><p>text</p>"),
        ("1. one\n2. two\n   - inner\n3. three", "<ol start=\"1\"><li>one</li><li>two<ul><li>inner</li></ul></li><li>three</li></ol>"),
        ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
        ("> said\n> so", "<blockquote><p>said\nso</p></blockquote>"),
        (
            "| a | b |\n|---|---|\n| 1 | 2 |",
            "<div class=\"table\" "
                + "tabindex=\"0\"><table><thead><tr><th>a</th><th>b</th></tr></thead>"
                + "<tbody><tr><td>1</td><td>2</td></tr></tbody></table></div>"
        ),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("[x](javascript:alert(1))", "<p><span>x</span></p>"),
        ("[x](data:text/html,hi)", "<p><span>x</span></p>"),
        (
            "[docs](https://example.com/a_(b))",
            "<p><a href=\"https://example.com/a_(b)\" target=\"_blank\" rel=\"noopener noreferrer\">docs</a></p>"
        ),
        (
            "see https://example.com/x?y=1.",
            "<p>see <a href=\"https://example.com/x?y=1\" target=\"_blank\" rel=\"noopener noreferrer\">https://example.com/x?y=1</a>.</p>"
        ),
        ("It is so.[1] Not so.[9]", "<p>It is so.<b>1</b> Not so.[9]</p>"),
        (@"\*not thin\*", "<p>*not thin*</p>"),
    ];

    [CounterpartFact(Chromium.Variable)]
    public async Task Markdown_becomes_nodes_and_markup_in_it_stays_text()
    {
        await using var bot = await BotApp.StartAsync();
        var page = await chromium.OpenAsync(bot.Address);
        await page.GotoAsync("/");

        foreach (var (markdown, html) in Cases)
            Assert.Equal(html, await RenderAsync(page, markdown));
    }

    [CounterpartFact(Chromium.Variable)]
    public async Task Code_blocks_keep_every_character_and_can_be_copied()
    {
        await using var bot = await BotApp.StartAsync();
        var page = await chromium.OpenAsync(bot.Address);
        await page.GotoAsync("/");
        const string code = "for x in *.csv; do\n    echo \"<$x>\" # **no bold**\ndone";
        await page.EvaluateAsync(
            "async text => document.getElementById('log').append((await import('/js/markdown.js')).markdown(text))",
            $"```bash\n{code}\n```"
        );

        Assert.Equal(code, await page.Locator("#log pre code").TextContentAsync());
        await page.Locator("#log .copy").ClickAsync();
        await Assertions.Expect(page.Locator("#log .copy")).ToHaveTextAsync("Copied");
        Assert.Equal(code, await page.EvaluateAsync<string>("navigator.clipboard.readText()"));
    }

    [CounterpartFact(Chromium.Variable)]
    public async Task Hostile_and_broken_texts_neither_hang_nor_make_elements_of_their_own()
    {
        await using var bot = await BotApp.StartAsync();
        var page = await chromium.OpenAsync(bot.Address);
        await page.GotoAsync("/");
        string[] hostile =
        [
            new('*', 20_000),
            new('[', 20_000),
            new('`', 20_001),
            string.Concat(Enumerable.Repeat("**a", 5_000)),
            string.Concat(Enumerable.Repeat("[a](", 5_000)),
            string.Concat(Enumerable.Repeat("> ", 300)) + "deep",
            "```\nnever closed",
            "|a|\n|-|",
            "1.\n2.",
            "<svg onload=alert(1)>",
            "[a](https://x\" onclick=\"alert(1))",
        ];

        foreach (var text in hostile)
            await RenderAsync(page, text);
        var foreign = await page.EvaluateAsync<int>(
            """
            async texts => {
              const { markdown } = await import('/js/markdown.js');
              const box = document.createElement('div');
              for (const text of texts) box.append(markdown(text));
              return box.querySelectorAll('svg, [onclick], [onload]').length;
            }
            """,
            hostile
        );
        Assert.Equal(0, foreign);
    }

    private static Task<string> RenderAsync(IPage page, string markdown) =>
        page.EvaluateAsync<string>(
            """
            async text => {
              const { markdown } = await import('/js/markdown.js');
              const box = document.createElement('div');
              box.append(markdown(text, n => n === 1 ? Object.assign(document.createElement('b'), { textContent: n }) : null));
              return box.innerHTML;
            }
            """,
            markdown
        );
}
