using System.Globalization;

namespace ChatBot.Knowledge.Reading.Office;

/// <summary>Signs that are letters of a font: what a reader sees, in Unicode.</summary>
internal static class WordSymbols
{
    /// <summary>Symbol, from 0x40 on; a space where the font has what no text needs.</summary>
    private const string Symbol =
        "≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_ αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼ "
        + "                                "
        + "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…  ↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑";

    private static readonly Dictionary<int, string> Wingdings = new()
    {
        [0x22] = "✂",
        [0x28] = "☎",
        [0x2A] = "✉",
        [0x36] = "⌛",
        [0x45] = "☜",
        [0x46] = "☞",
        [0x4A] = "☺",
        [0x4B] = "😐",
        [0x4C] = "☹",
        [0x6C] = "●",
        [0x6E] = "■",
        [0x6F] = "☐",
        [0x71] = "❑",
        [0x76] = "❖",
        [0x9F] = "•",
        [0xA7] = "▪",
        [0xA8] = "☐",
        [0xD8] = "➢",
        [0xDF] = "←",
        [0xE0] = "→",
        [0xE1] = "↑",
        [0xE2] = "↓",
        [0xE8] = "➔",
        [0xEF] = "⇦",
        [0xF0] = "⇨",
        [0xFB] = "✗",
        [0xFC] = "✓",
        [0xFD] = "☒",
        [0xFE] = "☑",
    };

    /// <summary>A w:sym: a font and the place of a sign in it, in hexadecimal. Empty for a sign that nothing is known of.</summary>
    public static string Of(string? font, string? place) =>
        int.TryParse(place, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var code) ? Of(font, code) : "";

    /// <summary>Text set in such a font: its letters are signs where they stand in the private area of Unicode.</summary>
    public static string Text(string text, string? font) =>
        text.AsSpan().ContainsAnyInRange('\uF000', '\uF0FF')
            ? string.Concat(text.Select(c => c is >= '\uF000' and <= '\uF0FF' ? Of(font, c) : c.ToString()))
            : text;

    private static string Of(string? font, int code)
    {
        var place = code is >= 0xF000 and <= 0xF0FF ? code - 0xF000 : code;
        if (font is "Symbol")
            return place is >= 0x40 and < 0x100 && place - 0x40 < Symbol.Length
                ? Symbol[place - 0x40].ToString().Trim()
                : place switch
                {
                    0x22 => "∀",
                    0x24 => "∃",
                    0x27 => "∋",
                    0x2A => "∗",
                    0x2D => "−",
                    0xF2 => "∫",
                    _ => Plain(place),
                };
        if (font is "Wingdings")
            return Wingdings.GetValueOrDefault(place, "");
        if (font is "Wingdings 2")
            return place switch
            {
                0x50 => "✓",
                0x4F => "✗",
                0x52 => "☑",
                0x51 or 0x54 => "☒",
                0xA3 => "☐",
                _ => "",
            };
        return code is >= 0xE000 and <= 0xF8FF ? "" : Plain(code);
    }

    private static string Plain(int code) => code is >= 0x20 and < 0xD800 or > 0xDFFF and < 0xFFFE ? ((char)code).ToString() : "";
}
