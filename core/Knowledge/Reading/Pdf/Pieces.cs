using System.Text;

namespace ChatBot.Knowledge.Reading.Pdf;

/// <summary>Letters put together to words and pieces of lines, by where they stand.</summary>
internal static class Pieces
{
    /// <summary>Of a font's height: what two baselines may differ by on one line.</summary>
    private const double SameLine = 0.12;

    /// <summary>Of a font's height: a gap that parts words where no space was drawn, and where spaces are drawn.</summary>
    private const double WordGap = 0.17,
        WordGapBesideSpaces = 0.22;

    /// <summary>Of a font's height: a gap that parts pieces.</summary>
    private const double PieceGap = 0.85;

    /// <summary>How much smaller raised and lowered signs are at least.</summary>
    private const double SmallerSign = 0.86;

    /// <param name="dots">Middles of small round or square shapes: bullets that were drawn, not written.</param>
    public static IReadOnlyList<Piece> Of(IEnumerable<Glyph> glyphs, IReadOnlyList<Rule> rules, IReadOnlyList<(double X, double Y)> dots)
    {
        var rows = Rows(glyphs);
        AttachSmallSigns(rows);
        var uprights = rules.Where(rule => !rule.Level).OrderBy(rule => rule.At).ToList();
        var pieces = new List<Piece>();
        foreach (var row in rows.Where(row => row.Count > 0))
            pieces.AddRange(Marked(Split(row, uprights).Where(piece => piece.Text.Length > 0).Select(piece => Dotted(piece, dots))));
        return [.. pieces.OrderByDescending(piece => piece.Baseline).ThenBy(piece => piece.Left)];
    }

    private static List<List<Glyph>> Rows(IEnumerable<Glyph> glyphs)
    {
        var rows = new List<List<Glyph>>();
        foreach (var glyph in glyphs.OrderByDescending(glyph => glyph.Baseline).ThenBy(glyph => glyph.Order))
        {
            if (rows.Count > 0 && rows[^1][0].Baseline - glyph.Baseline <= SameLine * Math.Max(glyph.Size, rows[^1][0].Size))
                rows[^1].Add(glyph);
            else
                rows.Add([glyph]);
        }
        foreach (var row in rows)
            row.Sort((a, b) => a.Left != b.Left ? a.Left.CompareTo(b.Left) : a.Order.CompareTo(b.Order));
        return rows;
    }

    /// <summary>A small run a little above or below a line that it touches belongs to that line.</summary>
    private static void AttachSmallSigns(List<List<Glyph>> rows)
    {
        for (var i = 0; i < rows.Count; i++)
        for (var start = 0; start < rows[i].Count; )
        {
            var end = start + 1;
            while (end < rows[i].Count && rows[i][end].Left - rows[i][end - 1].Right <= PieceGap * rows[i][end].Size)
                end++;
            var run = rows[i][start..end];
            if (run.Count <= 12 && Host(rows, i, run) is { } host)
            {
                var shift = run[0].Baseline > rows[host.Row][host.Glyph].Baseline ? Shift.Raised : Shift.Lowered;
                rows[i].RemoveRange(start, end - start);
                foreach (var glyph in run)
                    rows[host.Row].Add(glyph with { Shift = shift, Baseline = rows[host.Row][host.Glyph].Baseline });
                rows[host.Row].Sort((a, b) => a.Left != b.Left ? a.Left.CompareTo(b.Left) : a.Order.CompareTo(b.Order));
            }
            else
                start = end;
        }
    }

    private static (int Row, int Glyph)? Host(List<List<Glyph>> rows, int small, List<Glyph> run)
    {
        var (left, right) = (run[0].Left, run[^1].Right);
        foreach (var step in (ReadOnlySpan<int>)[1, -1])
            for (var row = small + step; row >= 0 && row < rows.Count && Math.Abs(row - small) <= 4; row += step)
            for (var i = 0; i < rows[row].Count; i++)
            {
                var glyph = rows[row][i];
                var above = (run[0].Baseline - glyph.Baseline) / glyph.Size;
                if (
                    glyph.Shift == Shift.None
                    && !glyph.IsSpace
                    && run[0].Size <= SmallerSign * glyph.Size
                    && above is (> 0.1 and < 0.7) or (> -0.4 and < -0.04)
                    && (
                        Math.Abs(left - glyph.Right) <= 0.25 * glyph.Size
                        || (step == 1 && Math.Abs(glyph.Left - right) <= 0.25 * glyph.Size)
                    )
                )
                    return (row, i);
            }
        return null;
    }

    private static IEnumerable<Piece> Split(List<Glyph> row, List<Rule> uprights)
    {
        var open = new List<Glyph>();
        Glyph? last = null;
        foreach (var glyph in row)
        {
            if (last is { IsSpace: false } before && Repeats(before, glyph))
            {
                if (!glyph.IsSpace)
                    open[^1] = before with { Bold = true }; // drawn twice to look bold
                continue;
            }
            if (!glyph.IsSpace && LastVisible(open) is { } visible)
            {
                var gap = glyph.Left - visible.Right;
                if (gap > PieceGap * Math.Max(visible.Size, glyph.Size) || (gap > -1 && Crossed(visible, glyph, uprights)))
                {
                    yield return Made(open);
                    open = [];
                }
            }
            if (open.Count > 0 || !glyph.IsSpace)
                open.Add(glyph);
            last = glyph;
        }
        if (open.Count > 0)
            yield return Made(open);
    }

    private static bool Repeats(Glyph before, Glyph glyph) =>
        before.Text == glyph.Text
        && Math.Abs(before.Left - glyph.Left) < 0.12 * glyph.Size
        && before.Right - before.Left > 0.13 * glyph.Size;

    private static Glyph? LastVisible(List<Glyph> glyphs)
    {
        for (var i = glyphs.Count - 1; i >= 0; i--)
            if (!glyphs[i].IsSpace)
                return glyphs[i];
        return null;
    }

    private static bool Crossed(Glyph before, Glyph after, List<Rule> uprights)
    {
        var middle = before.Baseline + 0.3 * before.Size;
        foreach (var rule in uprights)
            if (
                rule.At > before.Left + 0.5
                && rule.At >= before.Right - 1
                && rule.At <= after.Left + 1
                && rule.From <= middle
                && rule.To >= middle
            )
                return true;
        return false;
    }

    private static Piece Made(List<Glyph> glyphs)
    {
        var threshold = Threshold(glyphs);
        var runs = new List<Run>();
        var text = new StringBuilder();
        Glyph? last = null;
        var spaced = false;
        foreach (var glyph in glyphs)
        {
            if (glyph.IsSpace)
            {
                spaced = true;
                continue;
            }
            if (last is { } before)
            {
                var gap = glyph.Left - before.Right;
                var space = spaced
                    ? gap > 0.02 * glyph.Size || glyph.Left - before.Left > 0.3 * glyph.Size
                    : gap > threshold * Math.Max(before.Size, glyph.Size);
                if (space && glyph.Shift == before.Shift && glyph.Target == before.Target)
                    text.Append(' ');
                else if (glyph.Shift != before.Shift || glyph.Target != before.Target)
                {
                    runs.Add(new Run(text.ToString(), before.Shift, before.Target));
                    text.Clear();
                    if (space && runs.Count > 0)
                    {
                        // A space between runs belongs to whichever is plain text.
                        if (before.Shift == Shift.None && before.Target is null)
                            runs[^1] = runs[^1] with { Text = runs[^1].Text + " " };
                        else if (glyph.Shift == Shift.None && glyph.Target is null)
                            text.Append(' ');
                        else
                            runs.Add(new Run(" ", Shift.None, null));
                    }
                }
            }
            if (last is { } accent && Accents.Combined(accent, glyph) is { } whole && text.Length > 0)
            {
                text.Length--;
                text.Append(whole);
            }
            else
                text.Append(glyph.Text);
            last = glyph;
            spaced = false;
        }
        if (last is { } end)
            runs.Add(new Run(text.ToString(), end.Shift, end.Target));
        var plain = glyphs.Where(glyph => glyph.Shift == Shift.None && !glyph.IsSpace).DefaultIfEmpty(glyphs[0]).ToList();
        return new Piece(
            runs,
            glyphs[0].Left,
            glyphs.Max(glyph => glyph.IsSpace ? double.MinValue : glyph.Right),
            plain[0].Baseline,
            plain.Max(glyph => glyph.Size),
            plain.TrueForAll(glyph => glyph.Bold),
            plain.TrueForAll(glyph => glyph.FixedWidth)
        );
    }

    /// <summary>Of the font's height: the gap that parts words here. Letters set apart for looks raise it.</summary>
    private static double Threshold(List<Glyph> glyphs)
    {
        var gaps = new List<double>();
        var spaces = 0;
        for (var i = 1; i < glyphs.Count; i++)
            if (glyphs[i].IsSpace)
                spaces++;
            else if (!glyphs[i - 1].IsSpace)
                gaps.Add((glyphs[i].Left - glyphs[i - 1].Right) / glyphs[i].Size);
        var threshold = spaces > 0 ? WordGapBesideSpaces : WordGap;
        if (gaps.Count < 4)
            return threshold;
        gaps.Sort();
        var usual = gaps[gaps.Count / 2];
        return usual > 0.1 ? Math.Max(threshold, usual * 1.7) : threshold;
    }

    private static Piece Dotted(Piece piece, IReadOnlyList<(double X, double Y)> dots)
    {
        foreach (var (x, y) in dots)
            if (
                piece.Left - x is > 0 and var before
                && before > 0.3 * piece.Size
                && before < 2.5 * piece.Size
                && Math.Abs(y - piece.Baseline - 0.3 * piece.Size) < 0.3 * piece.Size
            )
                return piece with { Mark = "•", Left = x };
        return piece;
    }

    /// <summary>A list's mark that stands apart is put before the text it belongs to.</summary>
    private static IEnumerable<Piece> Marked(IEnumerable<Piece> row)
    {
        Piece? mark = null;
        foreach (var piece in row)
        {
            if (mark is not null)
            {
                if (Belongs(mark, piece))
                {
                    yield return piece with
                    {
                        Mark = mark.Text,
                        Left = mark.Left,
                    };
                    mark = null;
                    continue;
                }
                yield return mark;
                mark = null;
            }
            if (piece.Mark.Length == 0 && ListMarks.IsMark(piece.Text))
                mark = piece;
            else
                yield return piece;
        }
        if (mark is not null)
            yield return mark;
    }

    /// <summary>A decimal before a number, or a dash far from it, is a cell of a table.</summary>
    private static bool Belongs(Piece mark, Piece text) =>
        text.Left - mark.Right <= (ListMarks.IsBullet(mark.Text) ? 2.5 : 4) * text.Size
        && (text.Text.Any(char.IsLetter) || !mark.Text.Contains('.'));
}
