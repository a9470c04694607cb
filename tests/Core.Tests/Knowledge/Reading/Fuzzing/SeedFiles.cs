using System.Text;
using ChatBot.Core.Tests.Knowledge.Reading.Office;
using ChatBot.Core.Tests.Knowledge.Reading.Pdf;

namespace ChatBot.Core.Tests.Knowledge.Reading.Fuzzing;

/// <summary>Sound files of every kind that is read, small enough to be read thousands of times.</summary>
internal static class SeedFiles
{
    /// <summary>A seed for each is what makes the fuzzer reach it.</summary>
    public static readonly IReadOnlyList<(string Name, byte[] Bytes)> All =
    [
        .. Directory
            .EnumerateFiles(Cases.Folder)
            .Select(path => Path.GetFileName(path))
            .Where(name => name != "README.md")
            .Order(StringComparer.Ordinal)
            .Select(name => (name, Cases.Bytes(name))),
        ("guide.pdf", Guide()),
        ("pay.docx", Letter()),
        (
            "stock.xlsx",
            SmallOffice.Workbook(
                $"<row r=\"1\">{Cell("A1", "Part")}{Cell("B1", "Price")}</row>"
                    + $"<row r=\"2\">{Cell("A2", "Bolt")}<c r=\"B2\"><v>2.5</v></c></row>"
            )
        ),
        (
            "slides.pptx",
            SmallOffice.Presentation(
                "<a:p><a:r><a:t>Everybody pays.</a:t></a:r></a:p><a:p><a:pPr lvl=\"1\"/><a:r><a:t>At once.</a:t></a:r></a:p>"
            )
        ),
        (
            "box.mbox",
            Text(
                """
                From a@example.org Mon Jan  1 00:00:00 2024
                From: a@example.org
                Subject: One

                Text.

                From b@example.org Mon Jan  1 00:00:00 2024
                From: b@example.org
                Subject: Two
                MIME-Version: 1.0
                Content-Type: multipart/alternative; boundary=x

                --x
                Content-Type: text/plain

                > quoted

                - one
                - two
                --x
                Content-Type: text/html

                <p>One <b>two</b></p>
                --x--

                """
            )
        ),
        (
            "guide.rst",
            Text(
                """
                Guide
                =====

                .. note:: Careful

                   Text |x| of `it <https://a.example>`_.

                .. |x| replace:: more

                +---+---+
                | a | b |
                +===+===+
                | 1 | 2 |
                +---+---+

                * one

                  * two

                .. code-block:: python

                   print(1)

                """
            )
        ),
        (
            "guide.adoc",
            Text(
                """
                = Guide
                :name: value

                == Part {name}

                * one
                ** two

                |===
                |a |b

                |1 |2
                |===

                [source,ruby]
                ----
                puts 1
                ----

                NOTE: See link:https://a.example[there] and <<part>>.

                """
            )
        ),
        (
            "feed.xml",
            Text(
                """
                <?xml version="1.0"?><rss version="2.0"><channel><title>News</title>
                <item><title>One</title><description>&lt;p&gt;Text &lt;b&gt;of&lt;/b&gt; it&lt;/p&gt;</description></item>
                <item><title>Two</title></item></channel></rss>

                """
            )
        ),
        (
            "notes.txt",
            Text(
                """
                Release notes
                =============

                Version 2 is out.

                1. one
                2. two

                    indented code

                """
            )
        ),
        (
            "config.yml",
            Text(
                """
                # What it is
                name: a # note
                list:
                  - &x {a: 1, b: [1, 2]}
                  - *x
                text: |
                  two
                  lines
                ---
                other: >-
                  folded

                """
            )
        ),
        (
            "program.cs",
            Text(
                """
                // What it does.
                namespace A;
                /// <summary>Adds.</summary>
                public class B
                {
                    public int C(int d) { return d + 1; }
                }

                """
            )
        ),
        (
            "program.py",
            Text(
                """"
                """What it does."""
                class A:
                    def b(self, c):
                        '''Adds.'''
                        return c + 1

                def d():
                    pass

                """"
            )
        ),
        (
            "program.rb",
            Text(
                """
                # What it does.
                module A
                  def b(c)
                    c + 1
                  end
                end

                """
            )
        ),
    ];

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    private static string Cell(string place, string text) => $"<c r=\"{place}\" t=\"inlineStr\"><is><t>{text}</t></is></c>";

    private static byte[] Guide() =>
        new TestPdf { Title = "Guide" }
            .Text(50, 780, "Guide to the warehouse", 20, "F2")
            .Lines(50, 740, 14, "The loading team checks the arrival of the nightly", "files and writes down what is missing.", "1. one")
            .Rule(50, 640, 300, 640)
            .Page()
            .Text(50, 780, "Second page")
            .Link(50, 775, 120, 795, "https://a.example")
            .Scan()
            .Bytes();

    private static byte[] Letter() =>
        WordFile.Of(
            WordFile.Styled("h1", "Pay")
                + WordFile.Text("Everybody pays.")
                + WordFile.Item("one")
                + WordFile.Item("two", level: 1)
                + WordFile.Table(
                    WordFile.Row(WordFile.Cell("a"), WordFile.Cell("b")),
                    WordFile.Row(WordFile.Cell("1"), WordFile.Cell("2"))
                ),
            WordFile.Style("h1", "heading 1"),
            WordFile.List(1, WordFile.Level(0, "decimal", "%1."), WordFile.Level(1, "lowerLetter", "%2)")) + WordFile.Instance(1, 1)
        );
}
