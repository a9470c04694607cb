using System.Text.RegularExpressions;
using ChatBot.Knowledge.Reading.Blocks;

namespace ChatBot.Knowledge.Reading.Pdf;

/// <summary>Lines put together to the text of a paragraph: words that a line end cut are whole again.</summary>
internal sealed partial class LineText(Vocabulary vocabulary)
{
    /// <param name="breaks">Lines, by their place, before which a line break is meant.</param>
    /// <param name="skip">Letters of the first line that are its list mark.</param>
    public IReadOnlyList<Inline> Of(IReadOnlyList<IReadOnlyList<Piece>> lines, IReadOnlySet<int>? breaks = null, int skip = 0)
    {
        var inlines = new List<Inline>();
        for (var i = 0; i < lines.Count; i++)
        {
            if (i > 0 && breaks is not null && breaks.Contains(i))
                inlines.Add(new LineBreak());
            else if (i > 0)
                Join(inlines, lines[i][0].Text);
            foreach (var (j, piece) in lines[i].Index())
            {
                if (j > 0)
                    Words(inlines, " ");
                if (piece.Mark.Length > 0 && (i > 0 || j > 0))
                    Words(inlines, piece.Mark + " ");
                Piece(inlines, piece, i == 0 && j == 0 ? skip : 0);
            }
        }
        return inlines;
    }

    private static void Piece(List<Inline> inlines, Piece piece, int skip)
    {
        foreach (var run in piece.Runs)
        {
            if (skip >= run.Text.Length)
            {
                skip -= run.Text.Length;
                continue;
            }
            var text = run.Text[skip..];
            skip = 0;
            if (run.Target is { } target && inlines is [.., Link { Target: var open, Label: var label }] && open == target)
                inlines[^1] = new Link([.. label, new Words(text)], target);
            else if (run.Target is not null)
                inlines.Add(new Link([new Words(text)], run.Target));
            else if (run.Shift == Shift.Raised && !Ordinal().IsMatch(text))
                inlines.Add(new Superscript(text));
            else if (run.Shift == Shift.Lowered)
                inlines.Add(new Subscript(text));
            else
                Words(inlines, Leaders().Replace(text, " … "));
        }
    }

    private static void Words(List<Inline> inlines, string text)
    {
        if (inlines is [.., Words { Text: var before }])
            inlines[^1] = new Words(before + text);
        else if (text.Length > 0)
            inlines.Add(new Words(text));
    }

    /// <summary>The end of one line and the start of the next: a space, nothing, or a word that goes on.</summary>
    private void Join(List<Inline> inlines, string next)
    {
        if (inlines is [.., Link { Label: [.., Words { Text: var linked }] label } link])
        {
            // An address goes on without a space, a label like other text.
            if (!linked.Contains("://", StringComparison.Ordinal))
                inlines[^1] = link with { Label = [.. label, new Words(" ")] };
            return;
        }
        if (inlines is not [.., Words { Text: var text }] || text.TrimEnd() is not { Length: > 0 } end || next.Length == 0)
        {
            Words(inlines, " ");
            return;
        }
        if (end[^1] == '\u00AD')
            inlines[^1] = new Words(end[..^1]);
        else if (Vocabulary.IsHyphen(end[^1]) && end.Length > 1 && char.IsLetterOrDigit(end[^2]) && char.IsLetterOrDigit(next[0]))
            inlines[^1] = new Words(vocabulary.KeepsHyphen(Head(end), Tail(next)) ? end : end[..^1]);
        else if (end[^1] is '/' or '—' || (Signs.IsIdeograph(end[^1]) && Signs.IsIdeograph(next[0])))
            inlines[^1] = new Words(end);
        else
            Words(inlines, " ");
    }

    private static string Head(string line)
    {
        var start = line.Length - 1;
        while (start > 0 && (char.IsLetterOrDigit(line[start - 1]) || (Vocabulary.IsHyphen(line[start - 1]) && start < line.Length - 1)))
            start--;
        return line[start..^1].TrimStart('-');
    }

    private static string Tail(string line)
    {
        var end = 0;
        while (end < line.Length && char.IsLetterOrDigit(line[end]))
            end++;
        return line[..end];
    }

    [GeneratedRegex(@"\s*(\.\s?){4,}\s*|\s*…{2,}\s*", RegexOptions.CultureInvariant)]
    private static partial Regex Leaders();

    [GeneratedRegex(@"^\s*(st|nd|rd|th|er|re|e|o|ª|º|TM|SM)\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex Ordinal();
}
