using System.Globalization;
using System.Text;

namespace ChatBot.Core.Tests.Knowledge.Reading.Pdf;

/// <summary>A PDF made line by line at given places, in points from the lower left corner.</summary>
internal sealed class TestPdf
{
    private const string Image =
        "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 "
        + "/Length 1 >>\nstream\nA\nendstream";

    private readonly List<StringBuilder> _pages = [];
    private readonly List<string> _links = [];

    public string? Title { get; init; }

    /// <summary>Put into the trailer.</summary>
    public string Encryption { get; init; } = "";

    public TestPdf Page()
    {
        _pages.Add(new StringBuilder());
        _links.Add("");
        return this;
    }

    /// <param name="font">F1 plain, F2 bold, F3 of one width.</param>
    /// <param name="mode">3 is invisible.</param>
    public TestPdf Text(double x, double y, string text, double size = 11, string font = "F1", int mode = 0, string matrix = "1 0 0 1")
    {
        if (_pages.Count == 0)
            Page();
        var escaped = text.Replace("\\", "\\\\").Replace("(", "\\(").Replace(")", "\\)");
        _pages[^1].Append(CultureInfo.InvariantCulture, $"BT /{font} {size} Tf {mode} Tr {matrix} {x} {y} Tm ({escaped}) Tj ET\n");
        return this;
    }

    /// <summary>Lines below one another.</summary>
    public TestPdf Lines(double x, double y, double pitch, params string[] lines)
    {
        foreach (var (i, line) in lines.Index())
            Text(x, y - i * pitch, line);
        return this;
    }

    public TestPdf Rule(double x1, double y1, double x2, double y2)
    {
        _pages[^1].Append(CultureInfo.InvariantCulture, $"0.5 w {x1} {y1} m {x2} {y2} l S\n");
        return this;
    }

    /// <summary>An image over the whole page.</summary>
    public TestPdf Scan()
    {
        _pages[^1].Append("q 595 0 0 842 0 0 cm /I1 Do Q\n");
        return this;
    }

    public TestPdf Link(double x1, double y1, double x2, double y2, string target)
    {
        _links[^1] += string.Create(
            CultureInfo.InvariantCulture,
            $"<< /Type /Annot /Subtype /Link /Rect [{x1} {y1} {x2} {y2}] /A << /S /URI /URI ({target}) >> >> "
        );
        return this;
    }

    public byte[] Bytes()
    {
        var objects = new List<string>
        {
            "<< /Type /Catalog /Pages 2 0 R >>",
            $"<< /Type /Pages /Count {_pages.Count} /Kids [{string.Join(' ', _pages.Select((_, i) => $"{8 + 2 * i} 0 R"))}] >>",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>",
            Image,
            Title is null ? "<< >>" : $"<< /Title ({Title}) >>",
        };
        foreach (var (i, page) in _pages.Index())
        {
            objects.Add(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R /F2 4 0 R /F3 "
                    + "5 0 R >> /XObject << /I1 6 0 R >> >> "
                    + $"/Annots [{_links[i]}] /Contents {9 + 2 * i} 0 R >>"
            );
            objects.Add($"<< /Length {page.Length} >>\nstream\n{page}\nendstream");
        }
        var pdf = new StringBuilder("%PDF-1.4\n");
        var offsets = new List<int>();
        foreach (var (i, body) in objects.Index())
        {
            offsets.Add(pdf.Length);
            pdf.Append(CultureInfo.InvariantCulture, $"{i + 1} 0 obj\n{body}\nendobj\n");
        }
        var table = pdf.Length;
        pdf.Append(CultureInfo.InvariantCulture, $"xref\n0 {objects.Count + 1}\n0000000000 65535 f \n");
        foreach (var offset in offsets)
            pdf.Append(CultureInfo.InvariantCulture, $"{offset:0000000000} 00000 n \n");
        pdf.Append(
            CultureInfo.InvariantCulture,
            $"trailer << /Size {objects.Count + 1} /Root 1 0 R /Info 7 0 R {Encryption} >>\nstartxref\n{table}\n%%EOF\n"
        );
        return Encoding.Latin1.GetBytes(pdf.ToString());
    }
}
