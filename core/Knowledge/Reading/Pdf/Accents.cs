using System.Text;

namespace ChatBot.Knowledge.Reading.Pdf;

/// <summary>Accents that were drawn over a letter as signs of their own, as typesetters' fonts do.</summary>
internal static class Accents
{
    private const string Drawn = "´`ˆ^¨˜~ˇ¸˚¯";
    private const string Combining = "\u0301\u0300\u0302\u0302\u0308\u0303\u0303\u030C\u0327\u030A\u0304";

    /// <summary>The accented letter where one of two signs is an accent over the other; else null.</summary>
    public static string? Combined(Glyph first, Glyph second)
    {
        if (first.Text.Length != 1 || second.Text.Length != 1 || second.Left >= first.Right - 0.1 * first.Size)
            return null;
        var accent = Drawn.IndexOf(first.Text[0]);
        var letter = second.Text[0];
        if (accent < 0)
            (accent, letter) = (Drawn.IndexOf(second.Text[0]), first.Text[0]);
        if (accent < 0 || !char.IsLetter(letter))
            return null;
        if (letter == 'ı')
            letter = 'i';
        var whole = $"{letter}{Combining[accent]}".Normalize(NormalizationForm.FormC);
        return whole.Length == 1 ? whole : null;
    }
}
