using ChatBot.Answering;
using ChatBot.Bot.Channels.Slack.Rendering;
using ChatBot.TestKit.Documents;

namespace ChatBot.Bot.Tests.Documents;

public sealed class SourceLinksTests
{
    [Theory]
    [InlineData("https://x.example/guide", "Stage them.", "https://x.example/guide#:~:text=Stage%20them.")]
    [InlineData("https://x.example/guide#undo", "Stage them.", "https://x.example/guide#undo:~:text=Stage%20them.")]
    [InlineData("https://x.example/guide?v=2", "", "https://x.example/guide?v=2")]
    [InlineData(
        "https://x.example/g",
        "A well-known, plain & simple rule",
        "https://x.example/g#:~:text=A%20well%2Dknown%2C%20plain%20%26%20simple%20rule"
    )]
    [InlineData(
        "https://x.example/g",
        "one two three four five six seven eight nine ten",
        "https://x.example/g#:~:text=one%20two%20three%20four%20five,eight%20nine%20ten"
    )]
    [InlineData("https://x.example/g", "Größe", "https://x.example/g#:~:text=Gr%C3%B6%C3%9Fe")]
    public void A_web_page_opens_at_the_words_that_were_quoted(string uri, string quote, string link) =>
        Assert.Equal(link, Linked(new Source(1, "Guide", uri, 1, "") { Quote = quote }).Link);

    [Fact]
    public void A_pdf_on_the_web_opens_at_its_page() =>
        Assert.Equal(
            "https://x.example/a.pdf?v=1#page=3",
            Linked(new Source(1, "A", "https://x.example/a.pdf?v=1#top", 1, "") { Quote = "words", Page = 3 }).Link
        );

    [Theory]
    [InlineData("docs/a.md", null, "#passage-7:~:text=Stage%20them.")]
    [InlineData("docs/a.PDF", 3, "#page=3")]
    [InlineData("javascript:alert(1)", null, "#passage-7:~:text=Stage%20them.")]
    [InlineData("file:///etc/passwd", null, "#passage-7:~:text=Stage%20them.")]
    public void All_else_opens_here_at_the_passage_or_the_page(string uri, int? page, string place)
    {
        var source = new Source(1, "A", uri, 1, "")
        {
            DocumentId = "d1",
            Ordinal = 7,
            Page = page,
            Quote = "Stage them.",
        };

        var link = Linked(source).Link!;

        Assert.StartsWith("/documents/d1?key=", link);
        Assert.EndsWith("&at=7" + place, link);
    }

    [Fact]
    public void Messages_link_to_documents_only_where_people_can_reach_them()
    {
        var file = new Source(1, "A", "a.md", 1, "") { DocumentId = "d1" };
        var page = new Source(2, "B", "https://x.example/b", 1, "");

        var without = TestLinks.Of().Elsewhere("acme", Answer(file, page)).Sources;
        Assert.Null(without[0].Link);
        Assert.Equal("https://x.example/b", without[1].Link);
        var with = TestLinks.Of("https://bot.example.com/help/").Elsewhere("acme", Answer(file, page)).Sources;
        Assert.StartsWith("https://bot.example.com/help/documents/d1?key=", with[0].Link);
        Assert.Contains("&workspace=acme", with[0].Link);
    }

    [Fact]
    public void A_source_that_was_stored_before_its_place_was_kept_has_no_link() =>
        Assert.Null(Linked(new Source(1, "A", "a.md", 1, "")).Link);

    /// <summary>A dash that is not written as %2D may mean what stands before or after the words.</summary>
    [Fact]
    public void Channels_write_a_link_as_it_is()
    {
        var link = Linked(new Source(1, "A", "https://x.example/g", 1, "") { Quote = "A well-known rule -" }).Link!;

        Assert.Contains(link, Mrkdwn.Link("A", link));
    }

    private static Source Linked(Source source) => TestLinks.Of().Here("default", Answer(source)).Sources[0];

    private static Answer Answer(params Source[] sources) =>
        new(
            "i",
            "Yes.",
            Outcome.Answered,
            1,
            1,
            sources,
            new Receipt
            {
                Outcome = Outcome.Answered,
                Stage = "citing",
                Rule = "x",
            }
        );
}
