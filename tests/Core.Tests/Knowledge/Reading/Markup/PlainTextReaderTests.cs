using ChatBot.Knowledge.Reading;

namespace ChatBot.Core.Tests.Knowledge.Reading.Markup;

public sealed class PlainTextReaderTests
{
    [Theory]
    [InlineData("t03-nfd.txt", "Re\u0301union rules", "The cafe\u0301 budget of the Zu\u0308rich office is 400 francs a month.")]
    [InlineData(
        "t04-ligature.txt",
        "Backup notes",
        "The conﬁguration ﬁle of the workﬂow server lies in /etc/acme and is oﬃcially owned by the platform team."
    )]
    [InlineData("t05-fullwidth.txt", "Ｐｏｒｔ ｌｉｓｔ", "Ｔｈｅ ｄａｓｈｂｏａｒｄ ｌｉｓｔｅｎｓ ｏｎ ｐｏｒｔ ８４４３．")]
    public void Letters_stay_as_the_author_wrote_them(string name, string title, string text)
    {
        var document = Assert.Single(new PlainTextReader().ReadBytes(name, Cases.Bytes(name)));
        Assert.Equal((title, text), (document.Title, document.Whole()));
    }

    [Fact]
    public void A_few_letters_of_latin_1_in_a_long_text_are_read()
    {
        var document = Assert.Single(new PlainTextReader().ReadBytes("t01-latin1-few.txt", Cases.Bytes("t01-latin1-few.txt")));
        Assert.Equal("Depot handbook", document.Title);
        Assert.EndsWith("The spare key lies with André Müller in the Zürich depot.", document.Whole());
    }

    [Theory]
    [InlineData(
        "This paragraph was cut by hand at a width of about seventy signs, so that\nits lines are one; nobody "
            + "meant the line to end there, did they? Surely\nnot.",
        "This paragraph was cut by hand at a width of about seventy signs, so that its lines are one; nobody "
            + "meant the line to end there, did they? Surely not."
    )]
    [InlineData("Acme Ltd\n1 High Street\nLondon", "Acme Ltd\n1 High Street\nLondon")]
    [InlineData("Do:\n\n    $ apt install x\n    $ x --now\n\nThen rest.", "Do:\n\n```\n$ apt install x\n$ x --now\n```\n\nThen rest.")]
    [InlineData("You need:\n- a key\n- a door\n\n1) open\n2) go in", "You need:\n\n- a key\n- a door\n\n1) open\n2) go in")]
    [InlineData(
        "It is so.\n\n    An indented paragraph is prose where its words are,\n    and no code.",
        "It is so.\n\nAn indented paragraph is prose where its words are, and no code."
    )]
    public void Lines_are_joined_where_they_were_cut_and_kept_where_they_were_meant(string text, string expected) =>
        Assert.Equal(expected, Read("a.txt", text).Whole());

    [Fact]
    public void Headings_are_underlined_or_in_capitals_on_a_line_of_their_own()
    {
        var document = Read("a.txt", "The mover\n=========\n\nIntro.\n\nINSTALLING IT\n\nRun it.\n\nUse\n---\nMove. THIS IS LOUD\n\nEND");
        Assert.Equal("The mover", document.Title);
        Assert.Equal(["", "INSTALLING IT", "INSTALLING IT/Use"], document.Sections.Select(section => string.Join('/', section.Headings)));
    }

    [Fact]
    public void A_log_keeps_its_lines() =>
        Assert.Equal("10:00 start\n10:01 done\n\n10:02 end", Read("a.log", "10:00 start\n10:01 done\n\n10:02 end\n").Whole());

    [Fact]
    public void A_readme_that_is_markdown_is_read_as_that()
    {
        var document = Read("README", "# The mover\n\nSee [here](https://x.example).\n\n## Use\n\nRun.");
        Assert.Equal("The mover", document.Title);
        Assert.Equal(["", "Use"], document.Sections.Select(section => string.Join('/', section.Headings)));
    }

    [Fact]
    public void A_long_file_is_several_documents()
    {
        var documents = new PlainTextReader().ReadText("a.txt", string.Concat(Enumerable.Repeat("A line of the long text.\n\n", 100_000)));
        Assert.Equal(["a.txt", "a.txt#part-2", "a.txt#part-3"], documents.Select(document => document.Uri));
        Assert.Equal(100_000, documents.Sum(document => document.Whole().Split("\n\n").Length));
    }

    private static SourceDocument Read(string name, string text) => Assert.Single(new PlainTextReader().ReadText(name, text));
}
