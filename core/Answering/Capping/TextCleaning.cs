using System.Text;

namespace ChatBot.Answering.Capping;

/// <summary>
/// Takes out what no reader sees and what makes renderers disagree: controls, zero-width marks, bidi overrides, lone surrogates.
/// </summary>
public static class TextCleaning
{
    /// <summary>Keeps line feeds and tabs; CR LF becomes LF. Joiners inside emoji and scripts that need them stay.</summary>
    public static string Clean(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
            return text;
        var built = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var value = rune.Value;
            if (
                value is '\r' or 0x200B or 0xFEFF or 0x2060 or 0x00AD or 0xFFFD
                || value is >= 0x202A and <= 0x202E or >= 0x2066 and <= 0x2069
            )
                continue;
            if (value is 0x2028 or 0x2029 or 0x85)
            {
                built.Append('\n');
                continue;
            }
            if (Rune.IsControl(rune) && value is not ('\n' or '\t'))
                continue;
            built.Append(rune.ToString());
        }
        return built.ToString();
    }
}
