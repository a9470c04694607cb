using System.Text;

namespace ChatBot.Knowledge.Reading.Pdf;

/// <summary>The signs of a page as letters that can be searched: ligatures in full, no signs of a font's own.</summary>
internal static class Signs
{
    private const string Bullets = "•◦▪▫●○■□‣⁃➢➤❖✓✔►▶·";

    /// <summary>Empty where a font does not say which letter it drew.</summary>
    public static string Readable(string? drawn)
    {
        if (drawn is null || (drawn is [var only] && only is > ' ' and < '\x7F'))
            return drawn ?? "";
        var text = new StringBuilder(drawn.Length);
        foreach (var c in drawn)
            text.Append(
                c switch
                {
                    '\uFB00' => "ff",
                    '\uFB01' => "fi",
                    '\uFB02' => "fl",
                    '\uFB03' => "ffi",
                    '\uFB04' => "ffl",
                    '\uFB05' or '\uFB06' => "st",
                    '\uF0B7' or '\uF0A7' or '\uF076' or '\uF0D8' or '\uF06E' or '\uF0FC' => "•",
                    '\u00A0' or (>= '\u2000' and <= '\u200A') => " ",
                    >= '\uE000' and <= '\uF8FF' => "",
                    '\uFFFD' or '\uFEFF' or '\u200B' or < ' ' => "",
                    _ => c.ToString(),
                }
            );
        return text.ToString();
    }

    public static bool IsBullet(char c) => Bullets.Contains(c);

    /// <summary>Between signs of scripts that part no words by spaces, lines join without one.</summary>
    public static bool IsIdeograph(char c) =>
        c is (>= '\u2E80' and <= '\u9FFF') or (>= '\uF900' and <= '\uFAFF') or (>= '\uFF00' and <= '\uFFEF');
}
