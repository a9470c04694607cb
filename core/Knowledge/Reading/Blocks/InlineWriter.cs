using System.Text;

namespace ChatBot.Knowledge.Reading.Blocks;

/// <summary>Inlines as one text of Markdown. Nothing is escaped: what is found, quoted and shown is the author's text itself.</summary>
internal static class InlineWriter
{
    private const string Raised = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ";
    private const string Lowered = "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₙᵢ";
    private const string Plain = "0123456789+-=()ni";

    /// <summary>On several lines where there are line breaks.</summary>
    public static string Lines(IReadOnlyList<Inline> inlines) => Text(inlines, '\n');

    /// <summary>On one line: headings, cells, titles.</summary>
    public static string Line(IReadOnlyList<Inline> inlines) => Text(inlines, ' ');

    private static string Text(IReadOnlyList<Inline> inlines, char lineBreak)
    {
        var text = new StringBuilder();
        Append(inlines, text, lineBreak);
        return text.ToString().Trim();
    }

    private static void Append(IReadOnlyList<Inline> inlines, StringBuilder text, char lineBreak)
    {
        foreach (var inline in inlines)
        {
            switch (inline)
            {
                case Words words:
                    Spaced(words.Text, text);
                    break;
                case CodeSpan code:
                    Code(code.Text.ReplaceLineEndings(" ").Trim(), text);
                    break;
                case Link link:
                    Linked(link, text, lineBreak);
                    break;
                case Superscript raised:
                    text.Append(IsEnding(raised.Text, text) ? raised.Text.Trim() : Shifted(raised.Text.Trim(), Raised, '^'));
                    break;
                case Subscript lowered:
                    text.Append(Shifted(lowered.Text.Trim(), Lowered, '_'));
                    break;
                case LineBreak:
                    TrimEnd(text);
                    if (text.Length > 0)
                        text.Append(lineBreak);
                    break;
            }
        }
    }

    private static void Spaced(string words, StringBuilder text)
    {
        foreach (var c in words)
        {
            if (!char.IsWhiteSpace(c) || c == '\u00A0')
                text.Append(
                    c switch
                    {
                        '\u00A0' => ' ', // no break here: what people type has no such signs
                        '\u2011' => '-',
                        _ => c,
                    }
                );
            else if (text.Length > 0 && !char.IsWhiteSpace(text[^1]))
                text.Append(' ');
        }
    }

    private static void Code(string code, StringBuilder text)
    {
        if (code.Length == 0)
            return;
        // A span that holds back-ticks is marked by a longer run of them and a space (CommonMark 6.1).
        var marks = code.Contains('`') ? "``" : "`";
        var space = marks.Length > 1 && (code[0] == '`' || code[^1] == '`') ? " " : "";
        text.Append(marks).Append(space).Append(code).Append(space).Append(marks);
    }

    /// <summary>Places on the web stay links; the way to a neighbouring file means nothing outside the site.</summary>
    private static void Linked(Link link, StringBuilder text, char lineBreak)
    {
        // Of links within each other the innermost lead somewhere; each is written once, or a hundred would never end.
        if (link.Label.Any(inline => inline is Link))
        {
            Append(link.Label, text, lineBreak);
            return;
        }
        var label = Line(link.Label);
        if (label.Length == 0)
            return;
        if (!IsOnTheWeb(link.Target) || label.Contains('[') || label.Contains(']'))
        {
            Append(link.Label, text, lineBreak);
            return;
        }
        // White space at either end of a label stands outside the link.
        if (link.Label[0] is Words { Text: [var first, ..] } && char.IsWhiteSpace(first))
            Spaced(" ", text);
        if (label == link.Target || "mailto:" + label == link.Target)
            text.Append(label);
        else
            text.Append('[')
                .Append(label)
                .Append("](")
                .Append(link.Target.Replace(" ", "%20").Replace("(", "%28").Replace(")", "%29"))
                .Append(')');
        if (link.Label[^1] is Words { Text: [.., var last] } && char.IsWhiteSpace(last))
            Spaced(" ", text);
    }

    private static bool IsOnTheWeb(string target) =>
        target.StartsWith("https://", StringComparison.OrdinalIgnoreCase)
        || target.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
        || target.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase);

    /// <summary>The "st" of 1st, which is raised for its looks.</summary>
    private static bool IsEnding(string raised, StringBuilder before) =>
        before.Length > 0
        && char.IsAsciiDigit(before[^1])
        && raised.Trim() is { Length: 2 or 3 } ending
        && ending.All(char.IsAsciiLetterLower);

    /// <summary>In the signs that Unicode has for it, else "^text" or "_text", in brackets where it is longer than a word.</summary>
    private static string Shifted(string text, string signs, char mark)
    {
        var shifted = new StringBuilder(text.Length);
        foreach (var c in text.Replace('−', '-').Replace('–', '-'))
        {
            if (Plain.IndexOf(c) is >= 0 and var at)
                shifted.Append(signs[at]);
            else
                return text.All(char.IsLetterOrDigit) ? mark + text : $"{mark}({text})";
        }
        return shifted.ToString();
    }

    private static void TrimEnd(StringBuilder text)
    {
        while (text.Length > 0 && char.IsWhiteSpace(text[^1]))
            text.Length--;
    }
}
