using ChatBot.TestKit;
using ChatBot.TestKit.Hosting;
using Microsoft.Playwright;

namespace ChatBot.Bot.Tests.Web;

/// <summary>
/// What the page makes of Markdown: how markdown-it reads it is its own tests' business; here is what we ask of it and build from it.
/// </summary>
public sealed class MarkdownTests(Chromium chromium, MarkdownTests.Bots bots) : IClassFixture<Chromium>, IClassFixture<MarkdownTests.Bots>
{
    public sealed class Bots : IAsyncLifetime
    {
        public BotApp App { get; private set; } = null!;

        public async Task InitializeAsync() => App = await BotApp.StartAsync();

        public async Task DisposeAsync() => await App.DisposeAsync();
    }

    private const string Link = "target=\"_blank\" rel=\"noopener noreferrer\"";

    private static readonly (string Markdown, string Html)[] Cases =
    [
        ("press `x` or `a`|``b`c``", "<p>press <code>x</code> or <code>a</code>|<code>b`c</code></p>"),
        ("one\ntwo  \nthree\n\nfour", "<p>one<br>two<br>three</p><p>four</p>"),
        ("**bold** and *thin* and ~~gone~~", "<p><strong>bold</strong> and <em>thin</em> and <s>gone</s></p>"),
        ("user_bulk_write_lambda.py, __init__ and 2 * 3 * 4", "<p>user_bulk_write_lambda.py, __init__ and 2 * 3 * 4</p>"),
        ("# Title\ntext", "<h3>Title</h3><p>text</p>"),
        ("3. one\n4. two\n   - inner\n", "<ol start=\"3\"><li>one</li><li>two<ul><li>inner</li></ul></li></ol>"),
        ("> said\n> so", "<blockquote><p>said<br>so</p></blockquote>"),
        (
            "| a | b |\n|---|--:|\n| `1` | 2 |",
            "<div class=\"table\" tabindex=\"0\"><table><thead><tr><th>a</th><th style=\"text-align: right;\">b</th></tr></thead>"
                + "<tbody><tr><td><code>1</code></td><td style=\"text-align: right;\">2</td></tr></tbody></table></div>"
        ),
        ("text\n\n    indented", "<p>text</p><p>indented</p>"),
        ("<script>alert(1)</script> <b>x</b>", "<p>&lt;script&gt;alert(1)&lt;/script&gt; &lt;b&gt;x&lt;/b&gt;</p>"),
        ("[x](javascript:alert(1)) [y](data:text/html,hi) [z](//evil.example)", "<p><span>x</span> <span>y</span> <span>z</span></p>"),
        ("[docs](https://example.com/a_(b))", $"<p><a href=\"https://example.com/a_(b)\" {Link}>docs</a></p>"),
        ("[ours](/documents/d?key=1)", $"<p><a href=\"/documents/d?key=1\" {Link}>ours</a></p>"),
        ("![a picture](https://example.com/p.png)", $"<p><a href=\"https://example.com/p.png\" {Link}>a picture</a></p>"),
        ("see https://example.com/x?y=1.", $"<p>see <a href=\"https://example.com/x?y=1\" {Link}>https://example.com/x?y=1</a>.</p>"),
        ("example.com and file.py", "<p>example.com and file.py</p>"),
        (
            "It is so.[1] Not so.[9]\n\n[1]: https://evil.example",
            "<p>It is so.<b>1</b> Not so.[9]</p><p><b>1</b>: " + $"<a href=\"https://evil.example\" {Link}>https://evil.example</a></p>"
        ),
        ("`list[1]` and [1](https://example.com)", $"<p><code>list[1]</code> and <a href=\"https://example.com\" {Link}>1</a></p>"),
    ];

    [CounterpartFact(Chromium.Variable)]
    public async Task Markdown_becomes_nodes_and_markup_in_it_stays_text()
    {
        var page = await OpenAsync();

        foreach (var (markdown, html) in Cases)
            Assert.Equal(html, (await RenderAsync(page, markdown)).Replace(" dir=\"auto\"", ""));
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
        await ShowAsync(page, "استخدم الأمر `git revert`\n\n- البند الأول\n\n```\ngit revert\n```\n\nIn English.");

        Assert.Equal(
            ["rtl", "rtl", "ltr", "ltr"],
            await page.EvaluateAsync<string[]>(
                "['p', 'ul', 'pre', 'p:last-child'].map(name => getComputedStyle(document.querySelector('#log ' + name)).direction)"
            )
        );
    }

    [CounterpartFact(Chromium.Variable)]
    public async Task Hostile_and_broken_texts_neither_hang_nor_make_elements_of_their_own()
    {
        var page = await OpenAsync();
        string[] hostile =
        [
            new('*', 20_000),
            new('[', 20_000),
            new('_', 20_000),
            new('`', 20_001),
            string.Concat(Enumerable.Repeat("**a", 5_000)),
            string.Concat(Enumerable.Repeat("[a](", 5_000)),
            string.Concat(Enumerable.Repeat("[1", 5_000)),
            string.Concat(Enumerable.Repeat("> ", 300)) + "deep",
            "```\nnever closed",
            "|a|\n|-|",
            "1.\n2.",
            "<svg onload=alert(1)>",
            "[a](https://x\" onclick=\"alert(1))",
            "[a](<javascript:alert(1)>) <javascript:alert(1)>",
        ];

        foreach (var text in hostile)
            await RenderAsync(page, text);
        var foreign = await page.EvaluateAsync<int>(
            """
            async texts => {
              const { markdown } = await import('/js/markdown.js');
              const box = document.createElement('div');
              for (const text of texts) box.append(markdown(text));
              return box.querySelectorAll('svg, img, [onclick], [onload], [href^="javascript"]').length;
            }
            """,
            hostile
        );
        Assert.Equal(0, foreign);
    }

    private async Task<IPage> OpenAsync()
    {
        var page = await chromium.OpenAsync(bots.App.Address);
        await page.GotoAsync("/");
        return page;
    }

    private static Task ShowAsync(IPage page, string markdown) =>
        page.EvaluateAsync(
            "async text => document.getElementById('log').append((await import('/js/markdown.js')).markdown(text))",
            markdown
        );

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
