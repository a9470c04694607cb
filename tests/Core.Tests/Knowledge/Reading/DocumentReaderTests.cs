using System.Text;
using ChatBot.Knowledge.Reading;

namespace ChatBot.Core.Tests.Knowledge.Reading;

public sealed class DocumentReaderTests
{
    [Fact]
    public async Task Html_keeps_content_and_leaves_navigation_and_scripts()
    {
        var page = Assert.Single(
            new HtmlReader().ReadText(
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

    [Theory]
    [InlineData("Release notes\n\nVersion 2 is out.", "Release notes", "Version 2 is out.")]
    [InlineData("Release notes\n=====\nVersion 2 is out.", "Release notes", "=====\nVersion 2 is out.")]
    [InlineData("This is just a sentence.\nAnd another.", "My notes", "This is just a sentence.\nAnd another.")]
    public async Task Text_takes_its_first_line_as_title_where_it_looks_like_one(string text, string title, string body)
    {
        var document = Assert.Single(new PlainTextReader().ReadText("my-notes.txt", text));
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

    [Fact]
    public void A_latin_1_text_with_few_accents_is_read_without_gaps()
    {
        var text =
            string.Concat(Enumerable.Repeat("The loading team checks the arrival of the nightly files. ", 20)) + "Ask André Müller.\n";
        Assert.Equal(text, Content(Encoding.Latin1.GetBytes(text)).Text());
    }

    /// <summary>The sentence "年次有給休暇は入社六か月後に十日間付与されます。", as Shift_JIS.</summary>
    [Fact]
    public void A_japanese_page_in_shift_jis_is_read()
    {
        var leave = Convert.FromHexString(
            "944E8E9F974C8B8B8B7889C982CD93FC8ED0985A82A98C8E8CE382C98F5C93FA8AD49574975E82B382EA82DC82B78142"
        );
        Assert.Equal("<p>年次有給休暇は入社六か月後に十日間付与されます。</p>", Content([.. "<p>"u8, .. leave, .. "</p>"u8]).Text());
    }

    [Fact]
    public void Utf_8_with_a_damaged_place_stays_utf_8() =>
        Assert.StartsWith(
            "Grüße aus Köln, Straße 7, ",
            Content([.. Encoding.UTF8.GetBytes("Grüße aus Köln, Straße 7, " + new string('a', 60)), 0xC3]).Text()
        );

    private static FileContent Content(byte[] bytes) => new("/documents/a.txt", "a.txt", bytes);
}
