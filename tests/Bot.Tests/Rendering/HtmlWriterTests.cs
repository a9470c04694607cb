using ChatBot.Bot.Channels.Rendering;
using ChatBot.TestKit.Rendering;

namespace ChatBot.Bot.Tests.Rendering;

public sealed class HtmlWriterTests
{
    private const string Link = "target=\"_blank\" rel=\"noopener noreferrer\"";

    [Theory]
    [InlineData("press `x` or `a`|``b`c``", "<p>press <code>x</code> or <code>a</code>|<code>b`c</code></p>")]
    [InlineData("one\ntwo  \nthree\n\nfour", "<p>one<br>two<br>three</p><p>four</p>")]
    [InlineData("**bold** and *thin* and ~~gone~~", "<p><strong>bold</strong> and <em>thin</em> and <s>gone</s></p>")]
    [InlineData("user_bulk_write.py, __init__ and 2 * 3 * 4", "<p>user_bulk_write.py, __init__ and 2 * 3 * 4</p>")]
    [InlineData("# Title\ntext\n##### Small", "<h3>Title</h3><p>text</p><h6>Small</h6>")]
    [InlineData("3. one\n4. two\n   - inner\n", "<ol start=\"3\"><li>one</li><li>two<ul><li>inner</li></ul></li></ol>")]
    [InlineData("- [x] done\n- [ ] open", "<ul><li class=\"task\">☑ done</li><li class=\"task\">☐ open</li></ul>")]
    [InlineData("> said\n> so", "<blockquote><p>said<br>so</p></blockquote>")]
    [InlineData("a\n\n---\n\nb", "<p>a</p><hr><p>b</p>")]
    [InlineData("text\n\n    indented", "<p>text</p><p>indented</p>")]
    [InlineData("```sql title=\"x\"\nselect 1 < 2\n```", "<pre dir=\"ltr\"><code data-language=\"sql\">select 1 &lt; 2</code></pre>")]
    [InlineData("example.com and file.py", "<p>example.com and file.py</p>")]
    // Sources.
    [InlineData("It is so.[1] Not so.[9]", "<p>It is so.<cite>[1]</cite> Not so.[9]</p>")]
    [InlineData("`list[1]` and [1](https://example.com)", $"<p><code>list[1]</code> and <a href=\"https://example.com\" {Link}>1</a></p>")]
    // Links of every form; where no page opens, their words.
    [InlineData("[docs](https://example.com/a_(b))", $"<p><a href=\"https://example.com/a_(b)\" {Link}>docs</a></p>")]
    [InlineData(
        "see https://e.org/x?y=1&z=2.",
        $"<p>see <a href=\"https://e.org/x?y=1&amp;z=2\" {Link}>https://e.org/x?y=1&amp;z=2</a>.</p>"
    )]
    [InlineData("[a **b** c](https://e.org)", $"<p><a href=\"https://e.org\" {Link}>a <strong>b</strong> c</a></p>")]
    [InlineData(
        "See [the page](https://x.example.com/p \"Page title\") now.",
        $"<p>See <a href=\"https://x.example.com/p\" {Link}>the page</a> now.</p>"
    )]
    [InlineData(
        "See [the guide][g] now.\n\n[g]: https://x.example.com/g",
        $"<p>See <a href=\"https://x.example.com/g\" {Link}>the guide</a> now.</p>"
    )]
    [InlineData("See [the guide](../guide.md#setup) and [mail](mailto:desk@example.com) now.", "<p>See the guide and mail now.</p>")]
    [InlineData(
        "See **[the page](https://x.example.com/p)** now, **Run https://x.example.com/run** too.",
        $"<p>See <a href=\"https://x.example.com/p\" {Link}><strong>the page</strong></a> now, <strong>Run </strong>"
            + $"<a href=\"https://x.example.com/run\" {Link}><strong>https://x.example.com/run</strong></a> too.</p>"
    )]
    [InlineData("[x](javascript:alert(1)) [y](data:text/html,hi) [z](//evil.example) [p](/x)", "<p>x y z p</p>")]
    // Marks within marks, and marks that touch letters.
    [InlineData(
        "Run **`loader init`** and **load `x` now** first.",
        "<p>Run <strong><code>loader init</code></strong> and <strong>load <code>x</code> now</strong> first.</p>"
    )]
    [InlineData(
        "これは**重要**です。The word un**believ**able and **Note:**read it.",
        "<p>これは<strong>重要</strong>です。The word un<strong>believ</strong>able and <strong>Note:</strong>read it.</p>"
    )]
    // Signs that are none.
    [InlineData(
        "Edit `x` in __init__ of pkg__core__util and 2*3*4 = 24.",
        "<p>Edit <code>x</code> in __init__ of pkg__core__util and 2*3*4 = 24.</p>"
    )]
    [InlineData(
        "Write \\*not bold\\* and a\\_b and C:\\\\temp and 5 \\> 3 and \\[x\\].",
        "<p>Write *not bold* and a_b and C:\\temp and 5 &gt; 3 and [x].</p>"
    )]
    [InlineData(
        "Costs ~~50~~ 40 and ~5 to ~10 minutes, use ~/etc and ~user.",
        "<p>Costs <s>50</s> 40 and ~5 to ~10 minutes, use ~/etc and ~user.</p>"
    )]
    // HTML, pictures, breaks, notes.
    [InlineData(
        "First line<br>second line, press <kbd>Ctrl</kbd>+<kbd>K</kbd>, H<sub>2</sub>O &amp; &lt;b&gt; &nbsp;x.",
        "<p>First line<br>second line, press Ctrl+K, H2O &amp; &lt;b&gt; \u00A0x.</p>"
    )]
    [InlineData("Look ![chart of load](https://x.example.com/c.png) here.", "<p>Look chart of load here.</p>")]
    [InlineData("Data Desk  \nMain street 5\\\n8000 Town", "<p>Data Desk<br>Main street 5<br>8000 Town</p>")]
    [InlineData("Forty terabytes[^1].\n\n[^1]: After compression.", "<p>Forty terabytes¹.</p><p>¹ After compression.</p>")]
    // Tables.
    [InlineData(
        "Sizes:\n\n| Size | Memory | On |\n|---|---:|:-:|\n| small | 16 GB | `x` |\n\nAsk the desk.",
        "<p>Sizes:</p><table><thead><tr><th>Size</th><th class=\"end\">Memory</th><th class=\"center\">On</th></tr></thead><tbody><tr>"
            + "<td>small</td><td class=\"end\">16 GB</td><td class=\"center\"><code>x</code></td></tr></tbody></table><p>Ask the desk.</p>"
    )]
    [InlineData(
        "| category | requests | |\n|---|---:|---|\n| IT | 4,120 | ██████████ |\n| HR | 812 | ██ |",
        "<table><thead><tr><th>category</th><th class=\"end\">requests</th><th></th></tr></thead><tbody><tr><td>IT</td>"
            + "<td class=\"end\">4,120</td><td class=\"meter\" aria-hidden=\"true\">██████████</td></tr><tr><td>HR</td>"
            + "<td class=\"end\">812</td><td class=\"meter\" aria-hidden=\"true\">██</td></tr></tbody></table>"
    )]
    public void Markdown_becomes_what_the_page_shows(string markdown, string expected)
    {
        var html = HtmlWriter.Write(MarkdownReader.Read(markdown), sources: 1);

        Assert.Equal(expected, html.Replace(" dir=\"auto\"", ""));
        Assert.Null(HtmlReading.Fault(html));
    }

    [Fact]
    public void Each_block_on_its_own_has_the_direction_of_its_text_and_code_is_read_from_the_left() =>
        Assert.Equal(
            "<p dir=\"auto\">אחת</p><ul dir=\"auto\"><li>שתיים<ul><li>שלוש</li></ul></li></ul><pre dir=\"ltr\"><code>x</code></pre>"
                + "<blockquote dir=\"auto\"><p>ארבע</p></blockquote>",
            HtmlWriter.Write(MarkdownReader.Read("אחת\n\n- שתיים\n  - שלוש\n\n```\nx\n```\n\n> ארבע"))
        );

    /// <summary>Readers keep no emphasis and no tags: what looks so is the author's.</summary>
    [Theory]
    [InlineData("**kwargs and *args, <b>x</b> [1]", "<p>**kwargs and *args, &lt;b&gt;x&lt;/b&gt; [1]</p>")]
    [InlineData("Write to [the desk](mailto:desk@example.com).", "<p>Write to the desk (desk@example.com).</p>")]
    [InlineData("<desk@example.com> or desk@example.com", "<p>desk@example.com or desk@example.com</p>")]
    [InlineData("![a plan](plan.png) [x](javascript:alert(1))", "<p>a plan x</p>")]
    public void A_passage_is_shown_with_the_signs_of_its_author(string markdown, string expected) =>
        Assert.Equal(expected, HtmlWriter.Write(MarkdownReader.ReadPassage(markdown)).Replace(" dir=\"auto\"", ""));

    [Fact]
    public void Hostile_texts_neither_hang_nor_make_elements_of_their_own()
    {
        foreach (var text in HostileTexts.All)
        foreach (var document in (Document[])[MarkdownReader.Read(text), MarkdownReader.ReadPassage(text), MarkdownReader.AsWritten(text)])
            AssertAllowed(HtmlWriter.Write(document, sources: 9), text);
    }

    /// <summary>A writer is safe whatever a reader gives it, one that a later reader might.</summary>
    [Fact]
    public void Hostile_parts_of_a_document_stay_text()
    {
        foreach (var text in HostileTexts.All.Where(text => text.Length < 1000))
        {
            var line = text.ReplaceLineEndings(" ");
            IReadOnlyList<Inline> content =
            [
                new Inline.Text(line, Marks.Bold | Marks.Code),
                new Inline.Text(line, Marks.None, "https://example.com/?q=\"><script>alert(1)</script>"),
            ];
            var document = new Document([
                new Block.Heading(1, content),
                new Block.Code(text, line),
                new Block.List(int.MaxValue, [new ListItem([new Block.Quote([new Block.Paragraph(content)])], true)]),
                new Block.Table(
                    [Alignment.End],
                    [new Cell(content)],
                    [
                        [new Cell(content)],
                    ]
                ),
            ]);
            AssertAllowed(HtmlWriter.Write(document), text);
        }
    }

    /// <summary>Pieces of attacks in every mixture, and what is left of generated documents when they are cut anywhere.</summary>
    [Fact]
    public void Mixed_and_cut_texts_hold_only_what_is_allowed()
    {
        foreach (var seed in Enumerable.Range(0, 5000))
        {
            var random = new Random(seed);
            var whole = new GeneratedDocument(seed).Markdown;
            var pieces = string.Concat(Enumerable.Range(0, 8).Select(_ => HostileTexts.Pieces[random.Next(HostileTexts.Pieces.Length)]));
            var text = whole[..random.Next(whole.Length)] + pieces + whole[random.Next(whole.Length)..];
            AssertAllowed(HtmlWriter.Write(MarkdownReader.Read(text), sources: 3), $"seed {seed}\n{text}");
        }
    }

    private static void AssertAllowed(string html, string of)
    {
        var fault = HtmlReading.Fault(html);
        Assert.True(fault is null, $"{of[..Math.Min(400, of.Length)]}: {fault}");
    }
}
