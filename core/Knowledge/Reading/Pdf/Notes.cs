using System.Text.RegularExpressions;

namespace ChatBot.Knowledge.Reading.Pdf;

/// <summary>Footnotes: small lines that end a column low on the page, the first of them with a mark.</summary>
internal static partial class Notes
{
    /// <summary>Of the body's size.</summary>
    private const double Small = 0.93;

    public static (IReadOnlyList<Element> Text, IReadOnlyList<TextLine> Notes) Part(IReadOnlyList<Element> page, double height, double body)
    {
        var text = new List<Element>();
        var notes = new List<TextLine>();
        for (var i = 0; i < page.Count; i++)
        {
            var end = page[i] is TextLine first && Starts(first, height, body) ? End(page, i, body) : i;
            if (end == i)
                text.Add(page[i]);
            else
            {
                notes.AddRange(page.Take(end).Skip(i).Cast<TextLine>());
                i = end - 1;
            }
        }
        return text.Count > 0 ? (text, notes) : (page, []);
    }

    /// <summary>Whether a line begins a note, not only goes on with one.</summary>
    public static bool IsMarked(TextLine line) =>
        line.Mark.Length > 0 || line.Pieces[0].Runs[0].Shift == Shift.Raised || Mark().IsMatch(line.Text);

    private static bool Starts(TextLine line, double height, double body) =>
        line.Size <= Small * body && line.Baseline < 0.45 * height && IsMarked(line);

    /// <summary>The end of the column, if nothing but small lines stands below; else <paramref name="start"/>.</summary>
    private static int End(IReadOnlyList<Element> page, int start, double body)
    {
        var end = start;
        var baseline = double.MaxValue;
        while (end < page.Count && page[end] is TextLine line && line.Baseline < baseline)
        {
            if (line.Size > Small * body)
                return start;
            baseline = line.Baseline;
            end++;
        }
        return end < page.Count && page[end] is TableElement ? start : end;
    }

    [GeneratedRegex(@"^(\d{1,3}|[*†‡§¶]+)[.)]?\s*\p{L}", RegexOptions.CultureInvariant)]
    private static partial Regex Mark();
}
