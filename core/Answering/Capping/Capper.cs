using System.Text;

namespace ChatBot.Answering.Capping;

/// <summary>
/// Holds every answer to the word limit, whatever wrote it, and hands out only well-formed Markdown: fences closed, bold closed,
/// no control or zero-width characters. All passes are linear in the text's length.
/// </summary>
public static class Capper
{
    /// <summary>A sentence end is taken where it keeps at least this share of the limit.</summary>
    private const double EarliestSentenceEnd = 2.0 / 3;

    /// <summary>
    /// At most <paramref name="maxWords"/> words of <paramref name="text"/>, cut at a sentence end or at a word with an ellipsis.
    /// </summary>
    public static string Cap(string text, int maxWords)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxWords);
        var tidy = Fences.Normalise(TextCleaning.Clean(text)).Trim();
        if (Words.Count(tidy) <= maxWords)
            return Close(tidy);

        var end = Words.EndOf(tidy, maxWords);
        var sentence = LastSentenceEnd(tidy, end);
        if (sentence > 0 && Words.Count(tidy.AsSpan(0, sentence)) >= maxWords * EarliestSentenceEnd)
            return Close(WithoutLastHeading(tidy[..sentence].TrimEnd()));
        return CutAtWord(tidy, end);
    }

    private static string CutAtWord(string text, int end)
    {
        var kept = text[..end];
        if (Fences.IsOpen(kept))
        {
            // Half a command is worse than none: code is cut at a line end, or goes altogether when its first line is not whole.
            var fence = kept.LastIndexOf("```", StringComparison.Ordinal);
            var line = end < text.Length && text[end] == '\n' ? end : kept.LastIndexOf('\n');
            var firstLineEnd = kept.IndexOf('\n', fence);
            if (firstLineEnd >= 0 && line > firstLineEnd)
                return kept[..line].TrimEnd() + "\n…\n```";
            kept = kept[..fence];
        }
        kept = Close(WithoutHalfLink(kept).TrimEnd());
        return kept.EndsWith("```", StringComparison.Ordinal) || kept.Length == 0 ? kept : kept.TrimEnd(',', ';', ':', '-', '–', '(') + "…";
    }

    /// <summary>A bold line at the end is the heading of what was cut off: it goes with it.</summary>
    private static string WithoutLastHeading(string text)
    {
        var line = text.LastIndexOf('\n') + 1;
        if (line == 0 || !text.AsSpan(line).StartsWith("**"))
            return text;
        var close = text.IndexOf("**", line + 2, StringComparison.Ordinal);
        return close < 0 || close + 2 == text.Length ? text[..line].TrimEnd() : text;
    }

    /// <summary>A link or label whose closing bracket was cut off goes; its text stays out with it.</summary>
    private static string WithoutHalfLink(string text)
    {
        var open = text.LastIndexOf('[');
        if (open < 0)
            return text;
        var close = text.IndexOf(']', open);
        if (close < 0)
            return text.Length - open <= 200 ? text[..open] : text;
        return close + 1 < text.Length && text[close + 1] == '(' && text.IndexOf(')', close) < 0 ? text[..open] : text;
    }

    /// <summary>
    /// Index after the last sentence, list item or fence that ends at or before <paramref name="end"/>; 0 when there is none.
    /// </summary>
    private static int LastSentenceEnd(string text, int end)
    {
        var last = 0;
        var inFence = false;
        var lineStart = true;
        for (var i = 0; i < end; i++)
        {
            if (lineStart && text.AsSpan(i).StartsWith("```"))
            {
                inFence = !inFence;
                var lineEnd = text.IndexOf('\n', i);
                if (lineEnd < 0)
                    lineEnd = text.Length;
                if (!inFence && lineEnd <= end)
                    last = lineEnd;
                i = lineEnd;
                lineStart = true;
                continue;
            }
            lineStart = text[i] == '\n';
            if (inFence)
                continue;
            if (lineStart && i > 0)
            {
                last = EndsInColon(text, i) ? last : i;
                continue;
            }
            if (text[i] is not ('.' or '!' or '?' or '。' or '！' or '？' or '…'))
                continue;
            var after = AfterClosers(text, i + 1);
            if (after <= end && (after == text.Length || char.IsWhiteSpace(text[after]) || text[i] is '。' or '！' or '？'))
                last = after;
        }
        return last;
    }

    /// <summary>"Run this:" at a line end announces what the cut would take away.</summary>
    private static bool EndsInColon(string text, int lineEnd)
    {
        while (lineEnd > 0 && char.IsWhiteSpace(text[lineEnd - 1]))
            lineEnd--;
        return lineEnd > 0 && text[lineEnd - 1] is ':' or '：';
    }

    /// <summary>Skips closing quotes, brackets, marks and [n] labels that belong to the sentence before <paramref name="i"/>.</summary>
    private static int AfterClosers(string text, int i)
    {
        while (i < text.Length)
        {
            if (text[i] is '"' or '\'' or ')' or ']' or '*' or '_' or '`' or '”' or '’' or '»' or '」' or '.' or '!' or '?')
            {
                i++;
                continue;
            }
            var label = Labels.LengthAt(text, text[i] == ' ' ? i + 1 : i);
            if (label == 0)
                break;
            i += label + (text[i] == ' ' ? 1 : 0);
        }
        return i;
    }

    /// <summary>Closes bold and inline code that the text, cut or not, leaves open; both never span a paragraph.</summary>
    private static string Close(string text)
    {
        text = Fences.Close(text);
        var built = new StringBuilder(text.Length + 8);
        var inFence = false;
        foreach (var line in text.Split('\n'))
        {
            if (built.Length > 0)
                built.Append('\n');
            if (line.StartsWith("```", StringComparison.Ordinal))
                inFence = !inFence;
            else if (!inFence)
            {
                built.Append(CloseInline(line));
                continue;
            }
            built.Append(line);
        }
        return built.ToString();
    }

    private static string CloseInline(string line)
    {
        int code = 0,
            bold = 0;
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '`')
                code++;
            else if (code % 2 == 0 && line[i] == '*' && i + 1 < line.Length && line[i + 1] == '*')
            {
                bold++;
                i++;
            }
        }
        if (code % 2 == 0 && bold % 2 == 0)
            return line;
        // Never a third backtick in a row: it would open a fence.
        if (code % 2 != 0)
            line = line.TrimEnd() is var open && open.EndsWith('`') ? open[..^1] : open + "`";
        return bold % 2 == 0 ? line
            : line.EndsWith("**", StringComparison.Ordinal) ? line[..^2].TrimEnd()
            : line + "**";
    }
}
