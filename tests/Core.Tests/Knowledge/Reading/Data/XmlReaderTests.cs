using System.Text;
using ChatBot.Knowledge.Reading;
using ChatBot.Knowledge.Reading.Data;

namespace ChatBot.Core.Tests.Knowledge.Reading.Data;

public sealed class XmlReaderTests
{
    private readonly XmlReader _reader = new();

    [Fact]
    public void A_text_has_its_titles_as_headings()
    {
        var book = Assert.Single(_reader.ReadBytes("handbook.dbk", Cases.Bytes("handbook.dbk")));
        Assert.Equal("Handbook of Loader", book.Title);
        Assert.Equal(["Install"], book.Sections[0].Headings);
        Assert.StartsWith("Run `loader init` on x 10⁶ rows, see [the site](https://a.example.com). Done.", book.Sections[0].Text);
        Assert.Contains("1. First\n2. Second\n   ```bash\n   loader run\n     --all\n   ```", book.Sections[0].Text);
        Assert.Contains("Note: Not on Mondays.", book.Sections[0].Text);
        Assert.Equal(["Install", "Ports"], book.Sections[1].Headings);
        Assert.Equal("| Name | Port |\n| --- | --- |\n| web | 80 |\n\nETL: Extract, transform, load", book.Sections[1].Text);
    }

    [Theory]
    [InlineData(
        "<catalog updated=\"2024\"><owner>Ops</owner><book id=\"b1\"><title>XML</title><price currency=\"EUR\">"
            + "10</price></book><book id=\"b2\"><title>YAML</title></book></catalog>",
        "updated: 2024\nowner: Ops\n\n# book\n\n- id: b1; title: XML; price.currency: EUR; price: 10\n- id: b2; title: YAML"
    )]
    [InlineData(
        "<configuration><appSettings><add key=\"Port\" value=\"80\"/><add key=\"Host\" value=\"a\"/></appSettings></configuration>",
        "# appSettings.add\n\n- key: Port; value: 80\n- key: Host; value: a"
    )]
    [InlineData(
        "<project xmlns=\"http://maven.apache.org/POM/4.0.0\"><artifactId>loader</artifactId><properties><java.version>"
            + "21</java.version></properties></project>",
        "artifactId: loader\nproperties.java.version: 21"
    )]
    public void Data_becomes_records(string text, string expected) =>
        Assert.Equal(expected, Assert.Single(_reader.ReadText("data.xml", text)).Whole());

    [Fact]
    public void What_has_no_title_is_headed_by_its_name() =>
        Assert.Equal(
            "# M:Loader.Run\n\nRuns the loader, `once`.",
            Assert
                .Single(
                    _reader.ReadText(
                        "Loader.xml",
                        "<doc><assembly><name>Loader</name></assembly><members><member name=\"M:Loader.Run\"><summary>Runs the "
                            + "loader, <code>once</code>.</summary></member></members></doc>"
                    )
                )
                .Sections.Skip(1)
                .Select(section => $"# {section.Headings[^1]}\n\n{section.Text}")
                .Single()
        );

    [Fact]
    public void Entries_of_a_feed_are_documents()
    {
        var entries = _reader.ReadText(
            "news.xml",
            """
            <?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>News</title>
            <item><title>Release 4 &amp; more</title><link>https://x.example.com/r4</link>
            <description>&lt;p&gt;Loader 4 is &lt;b&gt;out&lt;/b&gt;.&lt;/p&gt;</description></item>
            <item><title>Second</title><guid>g-2</guid>
            <content:encoded><![CDATA[<p>Full text.</p>]]></content:encoded><description>short</description></item>
            </channel></rss>
            """
        );
        Assert.Equal(
            [("https://x.example.com/r4", "Release 4 & more"), ("news.xml#g-2", "Second")],
            entries.Select(entry => (entry.Uri, entry.Title))
        );
        Assert.Equal(["Loader 4 is out.", "Full text."], entries.Select(entry => entry.Whole()));
    }

    [Fact]
    public void Entries_of_atom_are_documents()
    {
        var entry = Assert.Single(
            _reader.ReadText(
                "a.atom",
                """
                <feed xmlns="http://www.w3.org/2005/Atom"><title>Ops</title><entry><title>Night work</title>
                <link rel="edit" href="https://x.example.com/e"/>
                <link href="https://x.example.com/1"/><updated>2024-03-01</updated><author><name>Jo</name></author>
                <content type="xhtml"><div><p>From two to three.</p></div></content></entry></feed>
                """
            )
        );
        Assert.Equal(("https://x.example.com/1", "Date: 2024-03-01\nAuthor: Jo\n\nFrom two to three."), (entry.Uri, entry.Whole()));
    }

    [Fact]
    public void Neither_files_nor_billions_of_laughs_come_out_of_entities()
    {
        var text =
            "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\"><!ENTITY y \"lol\"><!ENTITY z \"&y;&y;\">]><a><p>"
            + "Before &x; &y; &z; after.</p></a>";
        Assert.Equal("Before x lol z after.", Assert.Single(_reader.ReadText("a.xml", text)).Whole());
    }

    [Fact]
    public void What_is_sound_before_a_broken_place_stays()
    {
        var leftOut = new List<string>();
        var document = Assert.Single(_reader.ReadBytes("a.xml", Encoding.UTF8.GetBytes("<a>\n<p>Sound text.</p>\n<b>x</c></a>"), leftOut));
        Assert.StartsWith("Sound text.", document.Whole());
        Assert.Equal(["is no XML from line 3 on: what follows was left out"], leftOut);
    }

    [Theory]
    [InlineData("no xml at all")]
    [InlineData("<a")]
    public void What_is_no_xml_is_refused(string text) => Assert.Throws<UnreadableDocumentException>(() => _reader.ReadText("a.xml", text));

    [Fact]
    public void A_declared_charset_is_believed() =>
        Assert.Equal(
            "town: Zürich",
            Assert
                .Single(
                    _reader.ReadBytes(
                        "a.xml",
                        Encoding.Latin1.GetBytes("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a><town>Zürich</town></a>")
                    )
                )
                .Whole()
        );

    [Fact]
    public void A_sitemap_says_nothing() =>
        Assert.Empty(_reader.ReadText("sitemap.xml", "<urlset><url><loc>https://a.example.com</loc></url></urlset>"));

    [Fact]
    public void Elements_nested_without_end_do_not_end_the_process() =>
        Assert.Single(_reader.ReadText("a.xml", string.Concat(Enumerable.Repeat("<a>", 100_000)) + "deep words in it"));

    [Fact]
    public void Large_files_are_read_by_their_elements()
    {
        var row = "<row><name>valve</name><note>" + new string('x', 400) + "</note></row>\n";
        var documents = _reader.ReadText("big.xml", "<data><rows>" + string.Concat(Enumerable.Repeat(row, 25_000)) + "</rows></data>");
        Assert.InRange(documents.Count, 8, 20);
        Assert.Equal(25_000, documents.Sum(document => document.Whole().Split("name: valve").Length - 1));
    }

    [Fact]
    public void Any_bytes_are_read_or_refused() => MutatedFiles.Read(_reader, "handbook.dbk", Cases.Bytes("handbook.dbk"), 200);
}
