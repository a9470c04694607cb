using ChatBot.Bot.Channels.Slack.Receiving;
using ChatBot.Bot.Channels.Slack.Rendering;

namespace ChatBot.Bot.Tests.Slack;

public sealed class MrkdwnTests
{
    [Theory]
    [InlineData("**bold** and *slanted* and ~~gone~~", "*bold* and _slanted_ and ~gone~")]
    [InlineData("# A heading", "*A heading*")]
    [InlineData("- one\n  - two\n* three", "• one\n    • two\n• three")]
    [InlineData("1. one\n2. two", "1. one\n2. two")]
    [InlineData("[docs](https://example.com/a?b=1&c=2)", "<https://example.com/a?b=1&amp;c=2|docs>")]
    [InlineData("see https://example.com/a.", "see <https://example.com/a>.")]
    [InlineData("[x](javascript:alert(1))", "x")]
    [InlineData("`a < b` and **c**", "`a &lt; b` and *c*")]
    [InlineData("```sql\nselect **\n```", "```\nselect **\n```")]
    [InlineData("```\nleft open", "```\nleft open\n```")]
    [InlineData("> quoted", "&gt; quoted")]
    [InlineData("<!channel> & <@U1>", "&lt;!channel&gt; &amp; &lt;@U1&gt;")]
    [InlineData("a snake_case_name and 2 * 3 * 4", "a snake_case_name and 2 * 3 * 4")]
    [InlineData("**Use `git tag`** [1]", "*Use `git tag`* [1]")]
    // Links of every form; where no page opens, their words.
    [InlineData("See [the page](https://x.example.com/p \"Page title\") now.", "See <https://x.example.com/p|the page> now.")]
    [InlineData("See [the guide][g] now.\n\n[g]: https://x.example.com/g", "See <https://x.example.com/g|the guide> now.")]
    [InlineData("See [the guide](../guide.md#setup) and [mail](mailto:desk@example.com) now.", "See the guide and mail now.")]
    [InlineData("<https://x.example.com/a> or www.example.com", "<https://x.example.com/a> or <https://www.example.com|www.example.com>")]
    [InlineData("**[the page](https://x.example.com/p)** now", "*<https://x.example.com/p|the page>* now")]
    [InlineData("**Run https://x.example.com/run** too", "*Run <https://x.example.com/run>* too")]
    // Marks within marks, and marks that touch letters.
    [InlineData("**`loader init`** and **load `x` now**", "*`loader init`* and *load `x` now*")]
    [InlineData("***very important***", "*_very important_*")]
    [InlineData("これは**重要**です", "これは\u200B*重要*\u200Bです")]
    [InlineData("**「重要」**です", "*「重要」*\u200Bです")]
    [InlineData("un**believ**able and **Note:**read", "un\u200B*believ*\u200Bable and *Note:*\u200Bread")]
    // Signs that are none.
    [InlineData("pkg__core__util and 2*3*4 = 24", "pkg__core__util and 2*3*4 = 24")]
    [InlineData("in __init__ of", "in `__init__` of")]
    [InlineData("Write \\*not bold\\* and a\\_b and C:\\\\temp", "Write *\u200Bnot bold\u200B* and a_b and C:\\temp")]
    [InlineData("Costs ~~50~~ 40 and ~5 to ~10, use ~/etc and ~user.", "Costs ~50~ 40 and ~5 to ~10, use ~/etc and ~user.")]
    [InlineData("\\> 5 of them", "\u200B&gt; 5 of them")]
    // HTML, pictures, breaks, notes.
    [InlineData("First<br>second, press <kbd>Ctrl</kbd>+<kbd>K</kbd> &amp; &lt;b&gt;", "First\nsecond, press Ctrl+K &amp; &lt;b&gt;")]
    [InlineData("use <your-token> and <b>this</b>, 10<sup>6</sup>", "use &lt;your-token&gt; and *this*, 10⁶")]
    [InlineData("Look ![chart of load](https://x.example.com/c.png) here.", "Look chart of load here.")]
    [InlineData("Data Desk  \nMain street 5\\\n8000 Town", "Data Desk\nMain street 5\n8000 Town")]
    [InlineData("Forty[^1].\n\n[^1]: After compression.", "Forty¹.\n\n¹ After compression.")]
    // Tables.
    [InlineData(
        "Sizes:\n\n| Size | Memory |\n|---|---:|\n| small | 16 GB |\n| large | 128 GB |\n\nAsk the desk.",
        "Sizes:\n```\nSize   Memory\n─────  ──────\nsmall   16 GB\nlarge  128 GB\n```\n\nAsk the desk."
    )]
    [InlineData("| Plan | Page |\n|---|---|\n| Free | [here](https://x.example.com) |", "• *Free*\n    Page: <https://x.example.com|here>")]
    [InlineData(
        "| category | requests | |\n|---|---:|---|\n| IT | 4,120 | ██████████ |\n| HR | 812 | ██ |",
        "```\ncategory  requests\n────────  ────────\nIT           4,120  ██████████\nHR             812  ██\n```"
    )]
    [InlineData(
        "| category | requests | |\n|---|---:|---|\n| all that has to do with computers, phones and their networks | 12 | ▌ |",
        "• *all that has to do with computers, phones and their networks*\n    requests: 12"
    )]
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
