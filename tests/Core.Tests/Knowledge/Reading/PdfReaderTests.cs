using System.Text;
using ChatBot.Knowledge.Reading;

namespace ChatBot.Core.Tests.Knowledge.Reading;

public sealed class PdfReaderTests
{
    [PdfToTextFact]
    public async Task Every_page_is_a_section_and_broken_words_are_whole()
    {
        using var file = new TemporaryFile(Pdf(["Expense reports are re-", "imbursed within ten days."], ["Ask finance for help."]));
        var document = Assert.Single(new PdfReader().Read(file.Content, _ => { }));
        Assert.Equal([1, 2], document.Sections.Select(section => section.Page));
        Assert.Equal("Expense reports are reimbursed within ten days.", document.Sections[0].Text);
    }

    [PdfToTextFact]
    public async Task A_broken_pdf_is_refused_in_one_line()
    {
        using var file = new TemporaryFile("%PDF-1.4 nothing more"u8.ToArray());
        var error = Assert.Throws<UnreadableDocumentException>(() => new PdfReader().Read(file.Content, _ => { }).ToList());
        Assert.StartsWith("is not a readable PDF", error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public async Task Without_pdftotext_the_line_says_what_to_install()
    {
        using var file = new TemporaryFile("%PDF-1.4"u8.ToArray());
        var error = Assert.Throws<UnreadableDocumentException>(() =>
            new PdfReader("pdftotext-that-is-not-there").Read(file.Content, _ => { }).ToList()
        );
        Assert.Contains("install poppler-utils", error.Message);
    }

    /// <summary>A minimal PDF with one line of text after another; every argument is a page.</summary>
    private static byte[] Pdf(params string[][] pages)
    {
        var objects = new List<string>
        {
            "<< /Type /Catalog /Pages 2 0 R >>",
            $"<< /Type /Pages /Count {pages.Length} /Kids [{string.Join(' ', pages.Select((_, i) => $"{4 + 2 * i} 0 R"))}] >>",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        };
        foreach (var (i, lines) in pages.Index())
        {
            var content = $"BT /F1 12 Tf 72 720 Td 14 TL {string.Join(' ', lines.Select(line => $"({line}) Tj T*"))} ET";
            objects.Add(
                $"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> /Contents {5 + 2 * i} 0 R >>"
            );
            objects.Add($"<< /Length {content.Length} >>\nstream\n{content}\nendstream");
        }
        var pdf = new StringBuilder("%PDF-1.4\n");
        var offsets = new List<int>();
        foreach (var (i, body) in objects.Index())
        {
            offsets.Add(pdf.Length);
            pdf.Append($"{i + 1} 0 obj\n{body}\nendobj\n");
        }
        var table = pdf.Length;
        pdf.Append($"xref\n0 {objects.Count + 1}\n0000000000 65535 f \n");
        foreach (var offset in offsets)
            pdf.Append($"{offset:0000000000} 00000 n \n");
        pdf.Append($"trailer << /Size {objects.Count + 1} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n");
        return Encoding.ASCII.GetBytes(pdf.ToString());
    }

    private sealed class TemporaryFile : IDisposable
    {
        private readonly string _path = Path.Combine(Path.GetTempPath(), $"chatbot-{Guid.NewGuid():N}.pdf");

        public TemporaryFile(byte[] bytes)
        {
            File.WriteAllBytes(_path, bytes);
            Content = new FileContent(_path, Path.GetFileName(_path), bytes);
        }

        public FileContent Content { get; }

        public void Dispose() => File.Delete(_path);
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
