using ChatBot.Bot.Channels;
using ChatBot.Bot.Channels.Rendering;

namespace ChatBot.Bot.Tests.Rendering;

public sealed class MarkdownReaderTests
{
    [Theory]
    [InlineData("![ open and [ open", "![ open and [ open")]
    [InlineData("**open", "**open")]
    [InlineData("call f(*args, **kwargs)", "call f(*args, **kwargs)")]
    [InlineData("![a chart](c.png) ![](https://example.com/pictures/load.png?x=1)", "a chart load.png")]
    [InlineData("<img alt=\"A chart\" src=x> <!-- no --><script>x</script>", "A chart <script>x</script>")]
    [InlineData("<ul><li>One</li><li>Two</li></ul>", "One\nTwo")]
    [InlineData("10<sup>-3</sup> m<sup>2</sup> H<sub>2</sub>O", "10^-3 m² H2O")]
    [InlineData("one\ntwo\n\n    three", "one\ntwo\nthree")]
    [InlineData("- [x] done\n- [ ] to do", "☑ done\n☐ to do")]
    [InlineData("3. three\n4. four\n   - inner", "3. three\n4. four\n  • inner")]
    [InlineData("| A | B |\n|---|---|\n| 1 |\n| `x|y` | 2 |", "A | B\n1 | \nx|y | 2")]
    [InlineData("a | b is no table", "a | b is no table")]
    [InlineData("Yes [1][2], and a[3].", "Yes [1][2], and a[3].")]
    [InlineData("See [12](https://example.com).", "See 12.")]
    [InlineData("line\r\nbroken\rthrice", "line\nbroken\nthrice")]
    public void Nothing_that_somebody_wrote_is_lost(string markdown, string text) =>
        Assert.Equal(text, MarkdownReader.Read(markdown).ToText());

    [Theory]
    [InlineData("[official page](https://evil.example/x)", "official page (https://evil.example/x)")]
    [InlineData("[**of**ficial](https://evil.example/x), then", "official (https://evil.example/x), then")]
    [InlineData("https://example.com/x and [mail](mailto:a@example.com)", "https://example.com/x and mail")]
    [InlineData("| [page](https://evil.example/x) |\n|---|\n| 1 |", "page (https://evil.example/x)\n1")]
    public void A_masked_link_can_show_its_address(string markdown, string text) =>
        Assert.Equal(text, MarkdownReader.Read(markdown).WithAddresses().ToText());

    [Fact]
    public void Where_addresses_are_shown_only_they_open()
    {
        var shown = MarkdownReader.Read("[official page](https://evil.example/x)").WithAddresses();
        var paragraph = Assert.IsType<Block.Paragraph>(Assert.Single(shown.Blocks));
        var open = Assert.Single(paragraph.Content.OfType<Inline.Text>(), run => run.Address is not null);
        Assert.Equal(open.Address, open.Value);
    }

    [Fact]
    public void An_address_with_a_host_that_cannot_be_is_none()
    {
        for (var sign = '\u0080'; sign < '\uD800'; sign++)
            Assert.DoesNotContain(sign, WebAddress.Of($"https://a{sign}b.example/") ?? "");
    }

    [Fact]
    public void A_look_alike_host_is_shown_as_it_is_spelt_on_the_wire()
    {
        var shown = MarkdownReader.Read("[bank](https://b\u0430nk.example/x)").WithAddresses().ToText();
        Assert.Contains("https://xn--", shown);
        Assert.True(shown.All(char.IsAscii));
    }

    [Fact]
    public void What_is_nested_too_deeply_to_be_meant_is_text()
    {
        var deep = new string('>', 500) + " x";

        Assert.Equal(deep, MarkdownReader.Read(deep).ToText());
    }

    [Theory]
    [InlineData("one two three", 8, "one two…")]
    [InlineData("**one two** three", 5, "one…")]
    [InlineData("- one\n- two\n- three", 7, "• one\n• two\n• …")]
    [InlineData("```\none\ntwo\nthree\n```", 9, "one\ntwo\n…")]
    [InlineData("| A |\n|---|\n| one |\n| two |", 9, "A\none\n…")]
    [InlineData("🙂🙂🙂", 4, "🙂…")]
    [InlineData("short", 5, "short")]
    public void A_document_is_cut_where_it_stays_whole(string markdown, int longest, string text) =>
        Assert.Equal(text, MarkdownReader.Read(markdown).Shorten(longest).ToText());
}
