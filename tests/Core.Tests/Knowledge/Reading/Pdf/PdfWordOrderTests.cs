using System.Diagnostics;
using ChatBot.Knowledge.Reading.Pdf;

namespace ChatBot.Core.Tests.Knowledge.Reading.Pdf;

/// <summary>Two hundred pages set by a small typesetter: their words are read in the order in which they were written.</summary>
public sealed class PdfWordOrderTests
{
    private const double Least = 0.995;
    private static readonly string[] Nouns =
    [
        "meter",
        "crane",
        "ledger",
        "harbour",
        "valve",
        "report",
        "engineer",
        "store",
        "rule",
        "winter",
        "gate",
        "sample",
    ];
    private static readonly string[] Verbs = ["opens", "checks", "moves", "covers", "follows", "measures"];

    [Fact]
    public void Words_are_read_in_the_order_of_the_source_in_one_two_and_three_columns()
    {
        var (same, all) = (0, 0);
        for (var seed = 0; seed < 200; seed++)
        {
            var (pdf, words) = Typeset(seed, columns: 1 + seed % 3);
            var read = Assert
                .Single(new PdfReader().ReadBytes("set.pdf", pdf))
                .Whole()
                .Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
            same += InOrder(words, read);
            all += Math.Max(words.Count, read.Length);
        }
        Assert.True(same >= Least * all, $"{same} of {all} words stand where they stood in the source.");
    }

    [PdfToTextFact]
    public void Words_of_one_column_are_those_that_pdftotext_reads()
    {
        var (same, all) = (0, 0);
        for (var seed = 0; seed < 40; seed++)
        {
            var (pdf, _) = Typeset(seed, columns: 1);
            var reference = PdfToText(pdf);
            var read = Assert
                .Single(new PdfReader().ReadBytes("set.pdf", pdf))
                .Whole()
                .Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
            same += InOrder(reference, read);
            all += Math.Max(reference.Count, read.Length);
        }
        Assert.True(same >= Least * all, $"{same} of {all} words stand where pdftotext reads them.");
    }

    /// <summary>Paragraphs of lines as wide as a column, one column after the other, over two pages.</summary>
    private static (byte[] Pdf, List<string> Words) Typeset(int seed, int columns)
    {
        var random = new Random(seed);
        var words = new List<string>();
        var pdf = new TestPdf { Title = "Rules of the harbour" }.Page();
        var (size, width) = (9.0 + random.Next(3), (475.0 - 24 * (columns - 1)) / columns);
        var perLine = (int)(width / (0.56 * size));
        var (column, y, pages) = (0, 760.0, 1);
        while (pages <= 2)
        {
            foreach (var line in Wrapped(Paragraph(random), perLine))
            {
                if (y < 90)
                {
                    (column, y) = (column + 1, 760);
                    if (column == columns)
                    {
                        (column, pages) = (0, pages + 1);
                        if (pages > 2)
                            break;
                        pdf.Page();
                    }
                }
                pdf.Text(60 + column * (width + 24), y, line, size);
                words.AddRange(line.Split(' '));
                y -= 1.25 * size;
            }
            y -= 0.8 * size;
        }
        return (pdf.Bytes(), words);
    }

    private static string Paragraph(Random random) =>
        string.Join(
            ' ',
            Enumerable
                .Range(0, random.Next(2, 6))
                .Select(_ =>
                    $"The {Pick(random, Nouns)} {Pick(random, Verbs)} the {Pick(random, Nouns)} of the {Pick(random, Nouns)} "
                    + $"and the {Pick(random, Nouns)} {Pick(random, Verbs)} number {random.Next(1000)}."
                )
        );

    private static string Pick(Random random, string[] words) => words[random.Next(words.Length)];

    private static IEnumerable<string> Wrapped(string text, int perLine)
    {
        var line = "";
        foreach (var word in text.Split(' '))
        {
            if (line.Length + word.Length + 1 > perLine)
            {
                yield return line;
                line = "";
            }
            line += line.Length == 0 ? word : " " + word;
        }
        yield return line;
    }

    /// <summary>Length of the longest common subsequence.</summary>
    private static int InOrder(IReadOnlyList<string> one, IReadOnlyList<string> other)
    {
        var above = new int[other.Count + 1];
        foreach (var word in one)
        {
            var left = 0;
            var corner = 0;
            for (var i = 1; i <= other.Count; i++)
            {
                var next = word == other[i - 1] ? corner + 1 : Math.Max(above[i], left);
                (corner, above[i], left) = (above[i], next, next);
            }
        }
        return above[other.Count];
    }

    private static List<string> PdfToText(byte[] pdf)
    {
        var path = Path.Combine(Path.GetTempPath(), $"chatbot-{Guid.NewGuid():N}.pdf");
        File.WriteAllBytes(path, pdf);
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo("pdftotext") { ArgumentList = { "-q", "-layout", path, "-" }, RedirectStandardOutput = true }
            )!;
            return [.. process.StandardOutput.ReadToEnd().Split((char[])[' ', '\n', '\f'], StringSplitOptions.RemoveEmptyEntries)];
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>Skipped where pdftotext is not installed, except under CI.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class PdfToTextFactAttribute : FactAttribute
    {
        public PdfToTextFactAttribute()
        {
            var found = (Environment.GetEnvironmentVariable("PATH") ?? "")
                .Split(Path.PathSeparator)
                .Any(folder => File.Exists(Path.Combine(folder, "pdftotext")));
            if (!found && Environment.GetEnvironmentVariable("CI") != "true")
                Skip = "pdftotext (poppler-utils) is not installed.";
        }
    }
}
