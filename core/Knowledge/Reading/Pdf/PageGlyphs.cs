using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;

namespace ChatBot.Knowledge.Reading.Pdf;

/// <summary>The letters of a page that a person sees, each in the frame of its direction.</summary>
internal static class PageGlyphs
{
    /// <summary>Share of a page that an image covers where the page is a picture of text.</summary>
    private const double Scan = 0.5;

    /// <summary>Degrees beside a right angle within which text counts as straight.</summary>
    private const double Slant = 4;

    /// <summary>By quarters of a turn against the clock: 0 runs to the right, 1 upwards, 2 to the left, 3 downwards.</summary>
    public static ILookup<int, Glyph> Of(Page page, double imageShare)
    {
        var links = Links(page);
        var glyphs = new List<(int Quarter, Glyph Glyph)>(page.Letters.Count);
        var visible = page.Letters.Count(letter => !IsInvisible(letter) && !string.IsNullOrWhiteSpace(letter.Value));
        foreach (var letter in page.Letters)
        {
            // Invisible text is what text recognition laid over an image; elsewhere nobody reads it.
            if (IsTiny(letter) || IsInvisible(letter) && (imageShare < Scan || visible > page.Letters.Count / 2))
                continue;
            if (Signs.Readable(letter.Value) is { Length: > 0 } text && Quarter(letter) is { } quarter)
                glyphs.Add((quarter, Turned(page, letter, text, quarter, glyphs.Count, links)));
        }
        return glyphs.ToLookup(pair => pair.Quarter, pair => pair.Glyph);
    }

    /// <summary>A point in the frame in which text of that direction runs to the right.</summary>
    public static (double X, double Y) Turn(Page page, double x, double y, int quarter) =>
        quarter switch
        {
            1 => (y, page.Width - x),
            2 => (page.Width - x, page.Height - y),
            3 => (page.Height - y, x),
            _ => (x, y),
        };

    /// <summary>Less than a point high: nobody reads it.</summary>
    private static bool IsTiny(Letter letter) => letter.PointSize < 1 && letter.BoundingBox.Height < 1;

    private static bool IsInvisible(Letter letter) => letter.RenderingMode is TextRenderingMode.Neither or TextRenderingMode.NeitherClip;

    /// <summary>Null for slanted text: stamps and watermarks.</summary>
    private static int? Quarter(Letter letter)
    {
        var (start, end) = (letter.StartBaseLine, letter.EndBaseLine);
        var (x, y) = (end.X - start.X, end.Y - start.Y);
        if (x * x + y * y < 1e-6)
            return letter.TextOrientation switch
            {
                TextOrientation.Rotate90 => 3,
                TextOrientation.Rotate180 => 2,
                TextOrientation.Rotate270 => 1,
                _ => 0,
            };
        var degrees = Math.Atan2(y, x) * 180 / Math.PI;
        var quarter = (int)Math.Round(degrees / 90);
        return Math.Abs(degrees - quarter * 90) <= Slant ? (quarter + 4) % 4 : null;
    }

    private static Glyph Turned(
        Page page,
        Letter letter,
        string text,
        int quarter,
        int order,
        IReadOnlyList<(PdfRectangle Place, string Target)> links
    )
    {
        var (left, baseline) = Turn(page, letter.StartBaseLine.X, letter.StartBaseLine.Y, quarter);
        var (right, _) = Turn(page, letter.EndBaseLine.X, letter.EndBaseLine.Y, quarter);
        var size = letter.PointSize is > 0.5 and < 2000 ? letter.PointSize : Math.Max(letter.BoundingBox.Height, 1);
        string? target = null;
        foreach (var (place, address) in links)
            if (
                letter.StartBaseLine.X >= place.Left - 1
                && letter.EndBaseLine.X <= place.Right + 1
                && letter.StartBaseLine.Y >= place.Bottom - 1
                && letter.StartBaseLine.Y <= place.Top + 1
            )
                target = address;
        return new Glyph(
            text,
            left,
            Math.Max(left, right),
            baseline,
            size,
            Fonts.IsBold(letter) || letter.RenderingMode == TextRenderingMode.FillThenStroke,
            Fonts.IsFixedWidth(letter.FontName),
            order,
            target
        );
    }

    private static IReadOnlyList<(PdfRectangle, string)> Links(Page page)
    {
        try
        {
            return
            [
                .. page.GetAnnotations()
                    .Where(note => note.Action is UglyToad.PdfPig.Actions.UriAction)
                    .Select(note => (note.Rectangle, ((UglyToad.PdfPig.Actions.UriAction)note.Action!).Uri)),
            ];
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return []; // a damaged note on a page costs the note
        }
    }
}
