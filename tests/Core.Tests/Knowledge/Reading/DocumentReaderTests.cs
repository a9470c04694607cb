using System.Text;
using ChatBot.Knowledge.Reading;

namespace ChatBot.Core.Tests.Knowledge.Reading;

public sealed class DocumentReaderTests
{
    [Fact]
    public async Task Html_keeps_content_and_leaves_navigation_and_scripts()
    {
        var page = Assert.Single(
            await new HtmlReader().ReadTextAsync(
                "page.html",
                """
                <html><head><title>Refunds</title><script>alert(1)</script></head><body><nav>Home | About</nav>
                <main><h1>Refund policy</h1><p>Refunds take <b>five</b>
                  days.</p><h2>How to ask</h2><ol><li>Open a ticket</li><li>Name the <code>order_id</code><ul><li>twice</li></ul></li></ol>
                <pre>select *
                  from orders;</pre><table><tr><th>Plan</th><th>Days</th></tr><tr><td>Basic</td><td>14</td></tr></table></main>
                  <footer>© us</footer></body></html>
                """
            )
        );
        Assert.Equal("Refunds", page.Title);
        Assert.Equal("Refunds take five days.", page.Sections[0].Text);
        Assert.Equal(["How to ask"], page.Sections[1].Headings);
        Assert.Contains("1. Open a ticket\n2. Name the `order_id`", page.Sections[1].Text);
        Assert.Contains("```\nselect *\n  from orders;\n```", page.Sections[1].Text);
        Assert.Contains("| Basic | 14 |", page.Sections[1].Text);
        Assert.DoesNotContain(
            page.Sections,
            section => section.Text.Contains("Home") || section.Text.Contains("alert") || section.Text.Contains("©")
        );
    }

    [Fact]
    public async Task A_csv_row_becomes_a_line_with_its_columns()
    {
        var table = Assert.Single(
            await new CsvTableReader().ReadTextAsync("price-list.csv", "Product;Price;Note\nBasic;10;\"for small\nteams\"\nPro;;\n")
        );
        Assert.Equal("Price list", table.Title);
        Assert.Equal("- Product: Basic; Price: 10; Note: for small teams\n- Product: Pro", Assert.Single(table.Sections).Text);
        Assert.Equal(PassageKind.Table, table.Sections[0].Kind);
    }

    [Fact]
    public async Task Json_documents_and_records_are_told_apart()
    {
        var documents = await new JsonReader().ReadTextAsync(
            "export.json",
            """
            [
              {"id": 7, "title": "Seven", "text": "About seven."},
              {"name": "x", "tags": ["a", "b"], "at": {"city": "Bonn"}, "none": null}
            ]
            """
        );
        Assert.Equal(("7", "Seven"), (documents[0].Uri, documents[0].Title));
        Assert.Equal("name: x\ntags: a, b\nat.city: Bonn", Assert.Single(documents[1].Sections).Text);
        Assert.Equal(PassageKind.Record, documents[1].Sections[0].Kind);
    }

    [Theory]
    [InlineData(".json", "{\"a\": ", "is not JSON (line 1)")]
    [InlineData(".jsonl", "{\"id\": 1, \"text\": \"x\"}\nnot json", "line 2 is not JSON")]
    public async Task Broken_json_is_refused_with_its_line(string extension, string text, string expected)
    {
        IDocumentReader reader = extension == ".json" ? new JsonReader() : new JsonLinesReader();
        var error = await Assert.ThrowsAsync<UnreadableDocumentException>(() => reader.ReadTextAsync("a" + extension, text));
        Assert.Contains(expected, error.Message);
    }

    [Theory]
    [InlineData("Release notes\n\nVersion 2 is out.", "Release notes", "Version 2 is out.")]
    [InlineData("Release notes\n=====\nVersion 2 is out.", "Release notes", "=====\nVersion 2 is out.")]
    [InlineData("This is just a sentence.\nAnd another.", "My notes", "This is just a sentence.\nAnd another.")]
    public async Task Text_takes_its_first_line_as_title_where_it_looks_like_one(string text, string title, string body)
    {
        var document = Assert.Single(await new PlainTextReader().ReadTextAsync("my-notes.txt", text));
        Assert.Equal((title, body), (document.Title, document.Sections[0].Text));
    }

    [Fact]
    public void Encodings_are_recognised_and_damage_is_refused()
    {
        Assert.Equal("Grüße", Content([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes("Grüße")]).Text());
        Assert.Equal("Grüße", Content([.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes("Grüße")]).Text());
        Assert.Equal("Schöne Grüße aus Köln", Content(Encoding.Latin1.GetBytes("Schöne Grüße aus Köln")).Text());
        Assert.Equal(
            "is binary, not text",
            Assert.Throws<UnreadableDocumentException>(() => Content([0x50, 0x4B, 0, 0, 1]).Text()).Message
        );
        Assert.Contains(
            "is not UTF-8",
            Assert.Throws<UnreadableDocumentException>(() => Content([0xFE, 0x80, 0x91, 0xFF, (byte)'a', 0x85]).Text()).Message
        );
        var nearly = new string('a', 500) + "\n";
        Assert.Contains('\uFFFD', Content([.. Encoding.UTF8.GetBytes(nearly), 0xC3, (byte)'x']).Text());
    }

    private static FileContent Content(byte[] bytes) => new("/documents/a.txt", "a.txt", bytes);
}
