namespace ChatBot.Language;

/// <summary>Scripts that put no spaces between words: the one place that knows them.</summary>
public static class Scripts
{
    /// <summary>
    /// Ideographs with their extensions and compatibility forms, kana (half-width too), Hangul syllables: each counts as a word.
    /// </summary>
    public static bool IsIdeographic(int codePoint) =>
        codePoint
            is >= 0x3400
                and <= 0x4DBF
                or >= 0x4E00
                and <= 0x9FFF
                or 0x3005
                or 0x3007
                or >= 0xF900
                and <= 0xFAFF
                or >= 0x3041
                and <= 0x3096
                or >= 0x309D
                and <= 0x309F
                or >= 0x30A1
                and <= 0x30FA
                or >= 0x30FC
                and <= 0x30FF
                or >= 0x31F0
                and <= 0x31FF
                or >= 0xFF66
                and <= 0xFF9D
                or >= 0xAC00
                and <= 0xD7A3
                or >= 0x1B000
                and <= 0x1B16F
                or >= 0x20000
                and <= 0x3FFFD;

    /// <summary>
    /// Also Thai, Lao and Khmer, whose words are longer than a character, and the voicing marks of kana: what is indexed by pairs.
    /// </summary>
    public static bool IsUnspaced(char c) =>
        c >= '\u0E00'
        && (IsIdeographic(c) || c is <= '\u0EFF' or (>= '\u1780' and <= '\u17FF') or (>= '\u3099' and <= '\u309C') or '\uFF9E' or '\uFF9F');
}
