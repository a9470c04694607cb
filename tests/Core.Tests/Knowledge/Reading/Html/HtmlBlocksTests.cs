using AngleSharp.Html.Parser;
using ChatBot.Knowledge.Reading.Blocks;
using ChatBot.Knowledge.Reading.Html;

namespace ChatBot.Core.Tests.Knowledge.Reading.Html;

public sealed class HtmlBlocksTests
{
    [Theory]
    [InlineData("<ol start=0><li>a<li>b</ol>", "0. a\n1. b")]
    [InlineData("<ol type=a start=3><li>a<li value=9>b<li>c</ol>", "c. a\ni. b\nj. c")]
    [InlineData("<ol type=I><li>a<li>b<li type=1>c</ol>", "I. a\nII. b\n3. c")]
    [InlineData("<ol reversed><li>a<li>b</ol><ol reversed start=10><li>c<li>d</ol>", "2. a\n1. b\n\n10. c\n9. d")]
    [InlineData("<ol style='list-style-type: upper-alpha'><li>a<ul><li>b<li>c</ul><li>d</ol>", "A. a\n   - b\n   - c\nB. d")]
    [InlineData("<ul><li>a</li><ul><li>b</li></ul><li>c</li></ul>", "- a\n  - b\n- c")]
    [InlineData("<ul><li><p>a</p><p>b</p><pre>c\n d</pre></ul>", "- a\n  b\n  ```\n  c\n   d\n  ```")]
    [InlineData("<ol><li><h3>Unpack</h3><p>x</p><li><h3>Plug in</h3>y</ol>", "### 1. Unpack\n\nx\n\n### 2. Plug in\n\ny")]
    [InlineData("<ul><li><input type=checkbox checked> done<li><input type=checkbox> to do</ul>", "- [x] done\n- [ ] to do")]
    public void Lists_are_counted_as_browsers_count(string html, string text) => Assert.Equal(text, Read(html));

    [Theory]
    [InlineData("<p>2<sup>32</sup> and 10<sup>−9</sup> m<sup>2</sup></p>", "2³² and 10⁻⁹ m²")]
    [InlineData("<p>H<sub>2</sub>O, x<sub>max</sub>, a<sup>b c</sup></p>", "H₂O, x_max, a^(b c)")]
    [InlineData("<table><tr><td>Limit<td>10<sup>6</sup></table>", "| Limit | 10⁶ |")]
    [InlineData("<p>paid within 30 days<sup><a href='#fn1'>1</a></sup>.</p>", "paid within 30 days.")]
    [InlineData("<p>paid within 30<a href='#fn1' role=doc-noteref><sup>[1]</sup></a> days</p>", "paid within 30 days")]
    [InlineData("<p><math><msup><mn>10</mn><mn>6</mn></msup></math> <math alttext='a+b'><mi>a</mi></math></p>", "10⁶ a+b")]
    [InlineData("<h2>CO<sub>2</sub> per m<sup>3</sup></h2>", "## CO₂ per m³")]
    [InlineData("<p>on the 1<sup>st</sup> of May, the 22<sup>nd</sup></p>", "on the 1st of May, the 22nd")]
    public void Raised_and_lowered_signs_keep_their_meaning(string html, string text) => Assert.Equal(text, Read(html));

    [Theory]
    [InlineData("<p>costs <s>5</s> 6</p>", "costs 6")]
    [InlineData("<p>costs <strike>5</strike><ins>6</ins></p>", "costs 6")]
    [InlineData("<p>costs <span style='text-decoration:line-through'>5</span> 6</p>", "costs 6")]
    [InlineData("<ul><li><del>old</del></li><li>new</li></ul>", "- new")]
    [InlineData("<p>a <span hidden>b</span><span style='display:none'>c</span><span aria-hidden=true>d</span>e</p>", "a e")]
    [InlineData("<p>a<script>b</script><style>c</style><template>d</template><noscript>e</noscript><!-- f --></p>", "a")]
    [InlineData("<p>a <video>b</video><iframe>c</iframe><audio>d</audio><svg><text>e</text></svg><canvas>f</canvas></p>", "a")]
    [InlineData("<p>a <select><option>b</select><textarea>c</textarea><input value=d></p>", "a")]
    [InlineData("<h2 id=x>Title<a class=headerlink href='#x'>¶</a></h2>", "## Title")]
    [InlineData("<p>See<sup><a href='https://a.example/b'>3</a></sup> and <a href='#c'>part 3</a></p>", "See³ and part 3")]
    public void What_is_deleted_or_not_shown_is_left_out(string html, string text) => Assert.Equal(text, Read(html));

    [Theory]
    [InlineData("<td>a<br>b</td>", "| x | a b |")]
    [InlineData("<td><div>a</div><div>b</div></td>", "| x | a b |")]
    [InlineData("<td><ol start=4><li>a<li>b</ol></td>", "| x | 4. a 5. b |")]
    [InlineData("<td><dl><dt>a<dd>b</dl></td>", "| x | a: b |")]
    [InlineData("<td><h4>a</h4>b</td><td>c</td>", "x\n\n#### a\n\nb\n\nc")]
    [InlineData("<td><pre>a\nb</pre></td>", "| x | `a b` |")]
    [InlineData("<td><a href='https://b.example'>a</a> <code>c</code></td>", "| x | [a](https://b.example) `c` |")]
    public void Nothing_is_glued_in_a_cell(string cell, string text) =>
        Assert.Equal(text, Read($"<table><tr><td>x</td>{cell}</tr><tr></tr></table>"));

    [Theory]
    [InlineData(
        "<table><thead><tr><th>A<th>B</thead><tfoot><tr><td>sum<td>3</tfoot><tbody><tr><td>a<td>1</table>",
        "| A | B |\n| --- | --- |\n| a | 1 |\n| sum | 3 |"
    )]
    [InlineData(
        "<table><tr><th>Site<th>Day<th>Open<tr><td rowspan=2>Bonn<td>Mo<td>8<tr><td>Tu<td>9</table>",
        "| Site | Day | Open |\n| --- | --- | --- |\n| Bonn | Mo | 8 |\n| Bonn | Tu | 9 |"
    )]
    [InlineData(
        "<table><tr><th rowspan=2>Plan<th colspan=2>Price<tr><th>Month<th>Year<tr><td>Pro<td>10<td>100</table>",
        "| Plan | Price | Price |\n| Plan | Month | Year |\n| --- | --- | --- |\n| Pro | 10 | 100 |"
    )]
    [InlineData("<table><tr><th>Name<td>Ann<tr><th>Room<td>7</table>", "| Name | Ann |\n| Room | 7 |")]
    [InlineData("<table><tr><td rowspan=0>x<td>1<tr><td>2<tr><td>3</table>", "| x | 1 |\n| x | 2 |\n| x | 3 |")]
    [InlineData("<table><tr><th>A<th>B<tr><td colspan=2>North<tr><td>a<td>b</table>", "| A | B |\n| --- | --- |\n| North |\n| a | b |")]
    [InlineData("<table><caption>Gates</caption><tr><td>a<td>b</table>", "Gates\n\n| a | b |")]
    [InlineData("<table><tr><td><h2>One</h2><p>text</p><tr><td>more</table>", "## One\n\ntext\n\nmore")]
    [InlineData("<table><tr><td>menu<td><table><tr><td>a<td>b</table></table>", "menu\n\n| a | b |")]
    [InlineData("<table role=presentation><tr><td>a<td>b</table>", "a\n\nb")]
    public void A_row_of_a_table_can_be_read_by_itself(string html, string text) => Assert.Equal(text, Read(html));

    [Theory]
    [InlineData("<pre>a<br>b</pre>", "```\na\nb\n```")]
    [InlineData("<pre class='brush: java'>a</pre>", "```java\na\n```")]
    [InlineData("<div class='highlight-python notranslate'><div><pre>a\n<span>  b</span></pre></div></div>", "```python\na\n  b\n```")]
    [InlineData("<pre><code class='hljs language-sh'><div class=line>a</div><div class=line>b</div></code></pre>", "```sh\na\nb\n```")]
    [InlineData("<pre><span class=lineno>1</span>a\n<span class=lineno>2</span>b</pre>", "```\na\nb\n```")]
    [InlineData("<table><tr><td class=gutter><pre>1\n2\n</pre><td class=code><pre>a\nb</pre></table>", "```\na\nb\n```")]
    [InlineData("<p><code>a<br>b</code></p>", "```\na\nb\n```")]
    [InlineData("<p>Type <kbd><kbd>Ctrl</kbd>+<kbd>C</kbd></kbd>, see <samp>ok</samp></p>", "Type `Ctrl+C`, see `ok`")]
    public void Code_keeps_its_lines_without_their_numbers(string html, string text) => Assert.Equal(text, Read(html));

    [Theory]
    [InlineData("<dl><dt>SLA<dd>Four hours<dt>OLA<dt>UC<dd>Two hours<dd>or more</dl>", "SLA: Four hours\n\nOLA, UC: Two hours\n\nor more")]
    [InlineData("<dl><div><dt>a<dd>b</div><div><dt>c<dd>d</div></dl>", "a: b\n\nc: d")]
    [InlineData("<details><summary>Who pays?</summary><p>We do.</p></details>", "Who pays?\n\nWe do.")]
    [InlineData("<details><summary>Linux</summary>apt <b>install</b></details>", "Linux: apt install")]
    [InlineData("<div class='admonition tip'><p class=admonition-title>Tip</p><p>Save.</p></div>", "Tip: Save.")]
    [InlineData("<div class='alert alert-warning'><strong>Careful</strong> <p>Hot.</p></div>", "Careful\n\nHot.")]
    [InlineData(
        "<div class='confluence-information-macro'><p class=title>Part time</p><div><p>In proportion.</p></div></div>",
        "Part time: In proportion."
    )]
    [InlineData("<blockquote><p>a</p><p>b</p></blockquote>", "a\n\nb")]
    [InlineData("<p><q>Yes</q>, <ruby>東京<rp>(</rp><rt>とうきょう</rt><rp>)</rp></ruby></p>", "“Yes”, 東京")]
    [InlineData("a<br><br>b<hr>c", "a\n\nb\n\nc")]
    [InlineData("<p>Donau&shy;dampf&#8203;schiff&nbsp;AG</p>", "Donaudampfschiff AG")]
    [InlineData("<p><img src=a.png alt='Press the red switch'><img src=b.png alt='IMG_2.PNG'><img src=c.png></p>", "Press the red switch")]
    [InlineData("<a href='https://a.example/x'><h3>Card</h3><p>text</p></a>", "### Card\n\ntext")]
    [InlineData("<x-card><template shadowrootmode=open><p>in the shadow</p></template></x-card>", "in the shadow")]
    public void Structures_are_what_they_are(string html, string text) => Assert.Equal(text, Read(html));

    [Theory]
    [InlineData(
        "<div role=tablist><button role=tab aria-controls=p1>Linux</button><button role=tab aria-controls=p2>Windows</button></div>"
            + "<div role=tabpanel id=p1>apt</div><div role=tabpanel id=p2 hidden>winget</div>"
    )]
    [InlineData(
        "<ul role=tablist><li role=tab>Linux</li><li role=tab>Windows</li></ul>"
            + "<div><div role=tabpanel>apt</div><div role=tabpanel hidden>winget</div></div>"
    )]
    [InlineData(
        "<ul class=nav role=tablist><li><a data-toggle=tab href='#l'>Linux</a></li><li><a data-toggle=tab href='#w'>Windows</a></li></ul>"
            + "<div class=tab-content><div class=tab-pane id=l>apt</div><div class=tab-pane id=w style='display:none'>winget</div></div>"
    )]
    [InlineData(
        "<div class=tabbed-set><input type=radio><div class=tabbed-labels><label>Linux</label><label>Windows</label></div>"
            + "<div class=tabbed-content><div class=tabbed-block>apt</div><div class=tabbed-block>winget</div></div></div>"
    )]
    public void Every_tab_is_read_under_its_name(string html) => Assert.Equal("Linux: apt\n\nWindows: winget", Read(html));

    [Theory]
    [InlineData("<h3><button aria-expanded=false>Who pays?</button></h3><div hidden>We do.</div>", "### Who pays?\n\nWe do.")]
    [InlineData("<button class=accordion>Who pays?</button><div class=panel style='display: none'>We do.</div>", "Who pays?\n\nWe do.")]
    [InlineData("<div role=button aria-controls=a1>Who pays?</div><div id=a1 aria-hidden=true>We do.</div>", "Who pays?\n\nWe do.")]
    [InlineData("<dl><dt><button>Who pays?</button></dt><dd hidden>We do.</dd></dl>", "Who pays?\n\nWe do.")]
    [InlineData("<a data-toggle=collapse href='#c1'>Who pays?</a><div id=c1 class=collapse hidden>We do.</div>", "Who pays?\n\nWe do.")]
    [InlineData("<p>Press <button>Save</button> below.</p><button>Copy</button><pre>x</pre>", "Press Save below.\n\n```\nx\n```")]
    public void A_question_in_a_button_stands_above_its_answer(string html, string text) => Assert.Equal(text, Read(html));

    [Fact]
    public void Links_keep_their_targets_and_a_base_makes_them_whole()
    {
        const string Links =
            "<p><a href='https://a.example/x'>a</a> <a href='/y'>b</a> <a href='javascript:z()'>c</a> <a href='#d'>d</a></p>";
        Assert.Equal("[a](https://a.example/x) b c d", Read(Links));
        Assert.Equal(
            "[a](https://a.example/x) [b](https://docs.example/y) c d",
            Read($"<head><base href='https://docs.example/guide/'></head>{Links}")
        );
    }

    [Theory]
    [InlineData("div")]
    [InlineData("blockquote")]
    [InlineData("table><tr><td")]
    public void Ten_thousand_elements_within_each_other_are_read(string tag) =>
        Assert.Contains("at the bottom", Read(string.Concat(Enumerable.Repeat($"<{tag}>", 10_000)) + "at the bottom"));

    [Fact]
    public void A_span_without_end_fills_no_memory()
    {
        var rows = string.Concat(Enumerable.Repeat($"<tr><td colspan=1000 rowspan=65534>{new string('x', 1000)}<td>y</tr>", 500));
        Assert.InRange(Read($"<table>{rows}</table>").Length, 500_000, 10_000_000);
    }

    private static string Read(string html)
    {
        using var page = new HtmlParser().ParseDocument(html);
        return BlockWriter.Write(HtmlBlocks.Of(page.Body!));
    }
}
