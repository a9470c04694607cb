using System.IO.Compression;
using System.Text;
using ChatBot.Core.Tests.Knowledge.Reading.Office;

namespace ChatBot.Core.Tests.Knowledge.Indexing;

/// <summary>Files that cost more than they look like: deep, wide, packed, or made of signs that no database takes.</summary>
internal static class HostileFiles
{
    private const int Many = 200_000;

    public static readonly IReadOnlyDictionary<string, Func<byte[]>> ByName = new Dictionary<string, Func<byte[]>>
    {
        ["brackets.json"] = () => Text(Repeated("[", Many)),
        ["closed.json"] = () => Text(Repeated("[", Many) + Repeated("]", Many)),
        ["objects.json"] = () => Text(Repeated("{\"a\":", Many) + "1" + Repeated("}", Many)),
        ["brackets.jsonl"] = () => Text("{\"id\": \"a\", \"text\": " + Repeated("[", Many) + "}\n"),
        ["brackets.ipynb"] = () => Text("{\"cells\": " + Repeated("[", Many)),
        ["brackets.yaml"] = () => Text("a: " + Repeated("[", Many)),
        ["deep.yaml"] = () => Text(string.Concat(Enumerable.Range(0, 1500).Select(i => new string(' ', i) + "a:\n"))),
        ["dashes.yaml"] = () => Text(Repeated("- ", Many) + "x"),
        ["brackets.md"] = () => Text("# Title\n\n" + Repeated("[", Many)),
        ["links.md"] = () => Text(Repeated("[a](", Many)),
        ["images.md"] = () => Text(Repeated("![", Many) + Repeated("](x)", Many)),
        ["quotes.md"] = () => Text(Repeated("> ", Many) + "x"),
        ["lists.md"] = () => Text(Repeated("- ", Many) + "x"),
        ["stars.md"] = () => Text(Repeated("*a **b ", Many)),
        ["ticks.md"] = () => Text(string.Concat(Enumerable.Range(1, 1500).Select(i => new string('`', i) + " "))),
        ["tags.md"] = () => Text(Repeated("<div>", Many)),
        ["components.mdx"] = () => Text(Repeated("<Tabs>\n", Many)),
        ["containers.md"] = () => Text(Repeated(":::note\n", Many)),
        ["pipes.md"] = () => Text(Repeated("|a", Many) + "|\n" + Repeated("|-", Many) + "|\n"),
        ["matter.md"] = () => Text("---\na: " + Repeated("[", Many) + "\n---\ntext"),
        ["brackets.cs"] = () => Text("class A " + Repeated("{", Many)),
        ["parentheses.py"] = () => Text("def a():\n  return " + Repeated("(", Many)),
        ["brackets.sql"] = () => Text("select " + Repeated("(", Many)),
        ["divs.html"] = () => Text("<html><body>" + Repeated("<div>", Many) + "deep"),
        ["spans.html"] = () => Text("<p>" + Repeated("<span>", Many) + "deep"),
        ["bold.html"] = () => Text("<p>" + Repeated("<b>", Many) + "deep" + Repeated("<p>", 2000)),
        ["tables.html"] = () => Text(Repeated("<table><tr><td>", Many / 4) + "deep"),
        ["lists.html"] = () => Text(Repeated("<ul><li>", Many / 2) + "deep"),
        ["headings.html"] = () => Text(Repeated("<h1><a href='http://a.example/'>x", 5000)),
        ["math.html"] = () => Text("<math>" + Repeated("<mrow>", Many) + "<mi>x</mi>"),
        ["svg.html"] = () => Text("<p>a</p><svg>" + Repeated("<g>", Many) + "<text>x</text>"),
        ["elements.xml"] = () => Text(Repeated("<a>", Many) + "deep" + Repeated("</a>", Many)),
        ["entities.xml"] = () =>
            Text(
                "<!DOCTYPE a [<!ENTITY b0 \"text\">"
                    + string.Concat(Enumerable.Range(1, 30).Select(i => $"<!ENTITY b{i} \"&b{i - 1};&b{i - 1};&b{i - 1};\">"))
                    + "]><a>&b30;</a>"
            ),
        ["links.dbk"] = () =>
            Text($"<article><para>{Repeated("a <link href='https://a.example'>", 90)}b{Repeated("</link>", 90)}</para></article>"),
        ["itself.rst"] = () => Text("Title\n=====\n\n.. |x| replace:: " + Repeated("|x| ", 4000) + "\n\n" + Repeated("|x| ", 2000)),
        ["lists.rst"] = () => Text(Repeated("- ", Many) + "x"),
        ["ticks.rst"] = () => Text(Repeated("`a :b:`", Many)),
        ["grid.rst"] = () =>
            Text("+---+---+\n| a | b |\n" + Repeated("+---+---+--+---+\n| a | b |\n+===+===+\n| 1 | 2 |\n", 1200) + "+---+---+\n"),
        ["lists.adoc"] = () => Text(Repeated("* ", Many) + "x\n" + Repeated("====\n", Many)),
        ["brackets.adoc"] = () => Text(Repeated("link:a[", Many)),
        ["quoted.eml"] = () => Text("From: a@example.org\nSubject: x\n\n" + Repeated("> ", Many) + "x"),
        ["parts.eml"] = () => Text(Parts()),
        ["columns.csv"] = () => Text(Row("name") + Row("value") + Row("other")),
        ["columns.xlsx"] = () =>
            SmallOffice.Workbook("<row r=\"1\">" + Repeated("<c t=\"inlineStr\"><is><t>word</t></is></c>", 20_000) + "</row>"),
        ["quote.csv"] = () => Text("a,b\n\"" + Repeated("x,y\n", Many)),
        ["name.csv"] = () => Text($"Monthly {Repeated("cence re", 5000)},,\n,,\nProduct,,\n" + Repeated("Modwner\n", 5000)),
        ["sep.csv"] = () => Text("sep=é\nnameéport\nbrokeré9192\nqueueé8811\nstoreé7000\n"),
        ["line.txt"] = () => Text(Repeated("word", 1_000_000)),
        ["line.md"] = () => Text(Repeated("word", 1_000_000)),
        ["lines.txt"] = () => Text(Repeated("a\n", 1_000_000)),
        ["combining.txt"] = () => Text("a" + Repeated("\u0301", 500_000)),
        ["nul.json"] = () => Text("{\"id\": \"a\\u0000b\", \"title\": \"t\\u0000u\", \"text\": \"It holds \\u0000 a sign.\"}"),
        ["surrogate.json"] = () => Text("{\"id\": \"a\\ud800b\", \"title\": \"t\\udc00u\", \"text\": \"It holds \\ud800 half a sign.\"}"),
        ["nul.html"] = () => Text("<h1>A&#0;b</h1><p>It holds \0 a sign &#xD800; and half a one.</p>"),
        ["longid.jsonl"] = () => Text($"{{\"id\": \"{Chance(100_000)}\", \"text\": \"A document.\"}}\n"),
        ["longtitle.jsonl"] = () => Text($"{{\"id\": \"1\", \"title\": \"{Chance(300_000)}\", \"text\": \"A document.\"}}\n"),
        ["longheading.md"] = () => Text($"# {Chance(300_000)}\n\ntext"),
        ["longword.txt"] = () => Text($"A text.\n\n{Chance(20_000)} is a word."),
        ["deep.docx"] = () => WordFile.Of(Repeated("<w:sdt><w:sdtContent>", 50_000) + Repeated("</w:sdtContent></w:sdt>", 50_000)),
        ["links.docx"] = () =>
            WordFile.Of(
                WordFile.Paragraph(Repeated("<w:hyperlink r:id=\"link\">" + WordFile.Run("a "), 60) + Repeated("</w:hyperlink>", 60))
            ),
        ["bomb.docx"] = () => WordFile.Of(WordFile.Text(Repeated("0000000000", 2_000_000))),
        ["paragraphs.docx"] = () => WordFile.Of(Repeated(WordFile.Text("word"), 300_000)),
        ["bomb.xlsx"] = () => SmallOffice.Workbook(Repeated("<row><c t=\"inlineStr\"><is><t>word word word</t></is></c></row>", 350_000)),
        ["bomb.pptx"] = () => SmallOffice.Presentation($"<a:p><a:r><a:t>{Repeated("0000000000", 2_000_000)}</a:t></a:r></a:p>"),
        ["deep.pptx"] = () => SmallOffice.Presentation(Repeated("<a:p><a:r>", 50_000) + Repeated("</a:r></a:p>", 50_000)),
        ["brackets.pdf"] = () => Text("%PDF-1.4\n1 0 obj\n" + Repeated("[", Many) + "\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF"),
        ["dictionaries.pdf"] = () => Text("%PDF-1.4\n1 0 obj\n" + Repeated("<< /A ", Many) + "\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF"),
        ["flate.pdf"] = () => PackedPdf(40_000_000),
    };

    /// <summary>What would unpack to more than may be, with a part of the line that says so.</summary>
    public static readonly IReadOnlyDictionary<string, string> Bombs = new Dictionary<string, string>
    {
        ["bomb.docx"] = "would unpack to",
        ["paragraphs.docx"] = "would unpack to",
        ["bomb.xlsx"] = "would unpack to",
        ["bomb.pptx"] = "would unpack to",
        ["flate.pdf"] = "none of its pages",
    };

    public static string Repeated(string text, int times) => new StringBuilder(text.Length * times).Insert(0, text, times).ToString();

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    private static string Row(string cell) => string.Join(',', Enumerable.Range(0, 20_000).Select(i => $"{cell} {i}")) + "\n";

    private static string Chance(int length)
    {
        var random = new Random(length);
        return string.Concat(Enumerable.Range(0, length).Select(_ => (char)('a' + random.Next(26))));
    }

    private static string Parts()
    {
        var mail = new StringBuilder("From: a@example.org\nSubject: x\nMIME-Version: 1.0\n");
        for (var depth = 0; depth < 5000; depth++)
            mail.Append($"Content-Type: multipart/mixed; boundary=\"b{depth}\"\n\n--b{depth}\n");
        return mail.Append("Content-Type: text/plain\n\ntext").ToString();
    }

    private static byte[] PackedPdf(int length)
    {
        using var packed = new MemoryStream();
        using (var zip = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            var line = Encoding.ASCII.GetBytes("BT /F1 11 Tf 1 0 0 1 50 50 Tm (word word) Tj ET\n");
            for (var written = 0; written < length; written += line.Length)
                zip.Write(line);
        }
        var head = Encoding.ASCII.GetBytes(
            "%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Count 1 /Kids [3 0 R] >>\nendobj\n"
                + "3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 5 0 R >> >> "
                + "/Contents 4 0 R >>\n"
                + "endobj\n5 0 obj\n<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>\nendobj\n"
                + $"4 0 obj\n<< /Filter /FlateDecode /Length {packed.Length} >>\nstream\n"
        );
        return [.. head, .. packed.ToArray(), .. "\nendstream\nendobj\ntrailer << /Size 6 /Root 1 0 R >>\n%%EOF\n"u8];
    }
}
