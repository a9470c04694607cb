using ChatBot.Bot.Channels.Slack.Receiving;
using ChatBot.Bot.Channels.Slack.Rendering;

namespace ChatBot.Bot.Tests.Slack;

public sealed class MrkdwnTests
{
    [Theory]
    [InlineData("**bold** and *slanted* and ~~gone~~", "*bold* and _slanted_ and ~gone~")]
    [InlineData("# A heading", "*A heading*")]
    [InlineData("- one\n  - two\n* three", "• one\n  • two\n• three")]
    [InlineData("1. one\n2. two", "1. one\n2. two")]
    [InlineData("[docs](https://example.com/a?b=1&c=2)", "<https://example.com/a?b=1&amp;c=2|docs>")]
    [InlineData("see https://example.com/a.", "see <https://example.com/a>.")]
    [InlineData("[x](javascript:alert(1))", "[x](javascript:alert(1))")]
    [InlineData("`a < b` and **c**", "`a &lt; b` and *c*")]
    [InlineData("```sql\nselect **\n```", "```\nselect **\n```")]
    [InlineData("```\nleft open", "```\nleft open\n```")]
    [InlineData("> quoted", "&gt; quoted")]
    [InlineData("<!channel> & <@U1>", "&lt;!channel&gt; &amp; &lt;@U1&gt;")]
    [InlineData("a snake_case_name and 2 * 3 * 4", "a snake_case_name and 2 * 3 * 4")]
    [InlineData("**Use `git tag`** [1]", "**Use `git tag`** [1]")]
    public void Markdown_becomes_what_Slack_shows(string markdown, string expected) => Assert.Equal(expected, Mrkdwn.Of(markdown));

    [Fact]
    public void A_title_cannot_end_its_link() =>
        Assert.Equal("<https://example.com/|a&gt;&lt;!here¦b c>", Mrkdwn.Link("a><!here|b\nc", "https://example.com/"));

    [Theory]
    [InlineData("<@UBOT> what is <https://example.com|this page>?", "what is this page?")]
    [InlineData("ask <@U2|grace> in <#C1|general>", "ask @grace in #general")]
    [InlineData("a &lt; b &amp;&amp; c &gt; d", "a < b && c > d")]
    [InlineData("&amp;lt;", "&lt;")]
    [InlineData("<!here> <https://example.com/x>", "@here https://example.com/x")]
    public void What_was_typed_is_read_back(string text, string expected) => Assert.Equal(expected, TypedText.Of(text, "UBOT"));
}
