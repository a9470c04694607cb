using System.Text;

namespace ChatBot.Answering;

/// <summary>The [n] labels of an answer: one or two digits in square brackets.</summary>
public static class Labels
{
    /// <summary>Length of the label that starts at <paramref name="i"/>, 0 when there is none.</summary>
    public static int LengthAt(ReadOnlySpan<char> text, int i)
    {
        if (i + 2 >= text.Length || text[i] != '[' || !char.IsAsciiDigit(text[i + 1]))
            return 0;
        if (text[i + 2] == ']')
            return 3;
        return i + 3 < text.Length && char.IsAsciiDigit(text[i + 2]) && text[i + 3] == ']' ? 4 : 0;
    }

    /// <summary>The number of the label at <paramref name="i"/> whose length is <paramref name="length"/>.</summary>
    public static int NumberAt(ReadOnlySpan<char> text, int i, int length) => int.Parse(text.Slice(i + 1, length - 2));

    /// <summary>
    /// A text without the labels of its sources, numbered up to <paramref name="sources"/>, and the blanks before them. For who goes on
    /// writing it: what is written then has no sources to point to.
    /// </summary>
    public static string WithoutSources(string text, int sources)
    {
        var kept = new StringBuilder(text.Length);
        Rewrite(text, kept, number => number > sources ? null : "");
        return kept.ToString();
    }

    /// <summary>Copies a text with other labels; code keeps its brackets.</summary>
    /// <param name="instead">
    /// What to write for the label of a number: null leaves it as it is; where nothing is written, the blanks before it go too.
    /// </param>
    public static void Rewrite(string text, StringBuilder into, Func<int, string?> instead)
    {
        var code = false;
        for (var i = 0; i < text.Length; )
        {
            code ^= text[i] == '`';
            var length = code ? 0 : LengthAt(text, i);
            if (length == 0 || instead(NumberAt(text, i, length)) is not { } written)
            {
                into.Append(text[i++]);
                continue;
            }
            i += length;
            while (written.Length == 0 && into.Length > 0 && into[^1] == ' ')
                into.Length--;
            into.Append(written);
        }
    }

    /// <summary>A line without its labels and the blanks before them.</summary>
    public static string Without(string line)
    {
        var text = new StringBuilder(line.Length);
        for (var i = 0; i < line.Length; )
            if (LengthAt(line, i) is > 0 and var length)
            {
                i += length;
                while (text.Length > 0 && text[^1] == ' ')
                    text.Length--;
            }
            else
                text.Append(line[i++]);
        return text.ToString().Trim();
    }
}
