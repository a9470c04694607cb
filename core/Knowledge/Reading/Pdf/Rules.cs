using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Graphics;

namespace ChatBot.Knowledge.Reading.Pdf;

/// <summary>The level and upright lines of a page: what tables are ruled with, drawn as lines, thin boxes or frames.</summary>
internal static class Rules
{
    /// <summary>Points: the thickest box that is still a line, and the shortest line that rules anything.</summary>
    private const double Thickest = 3,
        Shortest = 6;

    /// <summary>A drawing, not a table, where there are more.</summary>
    private const int Most = 4000,
        MostDots = 300;

    public static IReadOnlyList<Rule> Of(Page page, int quarter)
    {
        var rules = new List<Rule>();
        foreach (var path in page.Paths)
        {
            if (path.IsClipping || !(path.IsFilled || path.IsStroked))
                continue;
            foreach (var part in path)
                Add(part, path, page, quarter, rules);
            if (rules.Count > Most)
                return [];
        }
        return Merged(rules);
    }

    private static void Add(PdfSubpath part, PdfPath path, Page page, int quarter, List<Rule> rules)
    {
        if ((part.IsDrawnAsRectangle || part.IsClosed()) && part.GetBoundingRectangle() is { } box && IsBox(part))
        {
            // What fills the page is its paper.
            if (box.Width > 0.95 * page.Width && box.Height > 0.95 * page.Height)
                return;
            if (box.Width <= Thickest)
                Line(box.Centroid.X, box.Bottom, box.Centroid.X, box.Top);
            else if (box.Height <= Thickest)
                Line(box.Left, box.Centroid.Y, box.Right, box.Centroid.Y);
            else
            {
                Line(box.Left, box.Bottom, box.Right, box.Bottom);
                Line(box.Left, box.Top, box.Right, box.Top);
                Line(box.Left, box.Bottom, box.Left, box.Top);
                Line(box.Right, box.Bottom, box.Right, box.Top);
            }
        }
        else if (path.IsStroked)
            foreach (var line in part.Commands.OfType<PdfSubpath.Line>())
                Line(line.From.X, line.From.Y, line.To.X, line.To.Y);

        void Line(double x1, double y1, double x2, double y2)
        {
            ((x1, y1), (x2, y2)) = (PageGlyphs.Turn(page, x1, y1, quarter), PageGlyphs.Turn(page, x2, y2, quarter));
            if (Math.Abs(y1 - y2) < 0.8 && Math.Abs(x1 - x2) >= Shortest)
                rules.Add(new Rule(true, (y1 + y2) / 2, Math.Min(x1, x2), Math.Max(x1, x2)));
            else if (Math.Abs(x1 - x2) < 0.8 && Math.Abs(y1 - y2) >= Shortest)
                rules.Add(new Rule(false, (x1 + x2) / 2, Math.Min(y1, y2), Math.Max(y1, y2)));
        }
    }

    /// <summary>The middles of small shapes as high as wide.</summary>
    public static IReadOnlyList<(double X, double Y)> Dots(Page page)
    {
        var dots = new List<(double, double)>();
        foreach (var path in page.Paths)
            if (
                !path.IsClipping
                && path.GetBoundingRectangle() is { Width: > 1.2 and < 7, Height: > 1.2 and < 7 } box
                && Math.Abs(box.Width - box.Height) < 1
            )
                dots.Add((box.Centroid.X, box.Centroid.Y));
        return dots.Count > MostDots ? [] : dots;
    }

    private static bool IsBox(PdfSubpath part) =>
        part.IsDrawnAsRectangle
        || part.Commands.All(command =>
            command is PdfSubpath.Move or PdfSubpath.Close
            || (command is PdfSubpath.Line line && (Math.Abs(line.From.X - line.To.X) < 0.5 || Math.Abs(line.From.Y - line.To.Y) < 0.5))
        );

    /// <summary>Lines that go on from one another, as cells draw their borders, are one.</summary>
    private static List<Rule> Merged(List<Rule> rules)
    {
        var merged = new List<Rule>();
        foreach (var rule in rules.OrderBy(rule => rule.Level).ThenBy(rule => Math.Round(rule.At)).ThenBy(rule => rule.From))
        {
            var found = false;
            for (var i = merged.Count - 1; i >= 0 && i >= merged.Count - 60 && !found; i--)
            {
                var last = merged[i];
                if (last.Level != rule.Level || Math.Abs(last.At - rule.At) > 1.6 || rule.From > last.To + 2 || rule.To < last.From - 2)
                    continue;
                merged[i] = last with { From = Math.Min(last.From, rule.From), To = Math.Max(last.To, rule.To) };
                found = true;
            }
            if (!found)
                merged.Add(rule);
        }
        return merged;
    }
}
