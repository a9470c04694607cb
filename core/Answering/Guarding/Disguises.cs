using System.Buffers;
using System.Net;
using System.Text;
using ChatBot.Language;

namespace ChatBot.Answering.Guarding;

/// <summary>
/// The readings of a text that hides what it says: look-alike letters, invisible marks, leetspeak, spaced-out letters, and the
/// encodings that chat models decode. Each reading is made in one pass.
/// </summary>
internal static class Disguises
{
    /// <summary>Cyrillic, Greek and other letters that look like Latin ones, each before its Latin twin.</summary>
    private const string LookAlikes =
        "аaеeоoрpсcуyхxіiјjѕsԁdһhӏlѵvԛqԝwкkтtмmнhвbгrпnАaВbЕeКkМmНhОoРpСcТtУyХxІiЈjЅs"
        + "αaβbεeηnιiκkνvοoρpτtυuχxωwΑaΒbΕeΖzΗhΙiΚkΜmΝnΟoΡpΤtΥyΧxıiſs";

    private static readonly Dictionary<char, char> Latin = LookAlikes.Chunk(2).ToDictionary(pair => pair[0], pair => pair[1]);

    private static readonly Dictionary<char, char> Leet = new()
    {
        ['0'] = 'o',
        ['1'] = 'i',
        ['3'] = 'e',
        ['4'] = 'a',
        ['5'] = 's',
        ['7'] = 't',
        ['8'] = 'b',
        ['@'] = 'a',
        ['$'] = 's',
        ['!'] = 'i',
        ['|'] = 'l',
    };

    private static readonly SearchValues<char> LatinTwins = SearchValues.Create([.. Latin.Keys]),
        LeetLetters = SearchValues.Create([.. Leet.Keys]);

    private static readonly WordList Hidden = WordList.Load("hidden-words");
    private static readonly SearchValues<string> Backwards = Any(Hidden.Words.Select(Reversed)),
        Rotated = Any(Hidden.Words.Select(Rot13));

    /// <summary>The plain reading first, then those that the text could be read as; few, and each no longer than the text.</summary>
    public static IEnumerable<string> Readings(string text)
    {
        var plain = Plain(text);
        yield return plain;
        if (plain.AsSpan().ContainsAny(LatinTwins))
            yield return Map(plain, Latin);
        if (HasDigitsInWords(plain))
            yield return Map(plain, Leet);
        if (SpacedOut(plain) is { } joined)
            yield return joined;
        if (plain.Contains('%') && plain.Count(c => c == '%') > 8)
            yield return WebUtility.UrlDecode(plain);
        if (plain.Contains("&#", StringComparison.Ordinal))
            yield return WebUtility.HtmlDecode(plain);
        if (plain.Contains("rot13", StringComparison.OrdinalIgnoreCase) || plain.AsSpan().ContainsAny(Rotated))
            yield return Rot13(plain);
        if (plain.AsSpan().ContainsAny(Backwards))
            yield return Reversed(plain);
        foreach (var decoded in Encoded(plain))
            yield return decoded;
    }

    /// <summary>Invisible marks gone, styled letters made plain.</summary>
    private static string Plain(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange('\u0001', '~'))
            return text;
        var built = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var value = rune.Value;
            if (
                value
                is 0x00AD
                    or 0x034F
                    or >= 0x200B
                    and <= 0x200F
                    or >= 0x202A
                    and <= 0x202E
                    or >= 0x2060
                    and <= 0x206F
                    or 0xFEFF
                    or >= 0xFE00
                    and <= 0xFE0F
            )
                continue;
            built.Append(
                value switch
                {
                    >= 0xE0020 and <= 0xE007E => ((char)(value - 0xE0000)).ToString(), // tag characters carry unseen ASCII
                    >= 0xFF01 and <= 0xFF5E => ((char)(value - 0xFEE0)).ToString(),
                    // mathematical alphabets
                    >= 0x1D400 and <= 0x1D6A3 => ((char)("Aa"[(value - 0x1D400) % 52 / 26] + (value - 0x1D400) % 26)).ToString(),
                    >= 0x1D7CE and <= 0x1D7FF => ((char)('0' + (value - 0x1D7CE) % 10)).ToString(),
                    >= 0x24B6 and <= 0x24CF => ((char)('A' + value - 0x24B6)).ToString(),
                    >= 0x24D0 and <= 0x24E9 => ((char)('a' + value - 0x24D0)).ToString(),
                    >= 0x1F130 and <= 0x1F149 => ((char)('A' + value - 0x1F130)).ToString(),
                    _ => rune.ToString(),
                }
            );
        }
        return built.ToString();
    }

    private static string Map(string text, Dictionary<char, char> map) =>
        string.Create(
            text.Length,
            (text, map),
            static (span, state) =>
            {
                for (var i = 0; i < span.Length; i++)
                    span[i] = state.map.GetValueOrDefault(state.text[i], state.text[i]);
            }
        );

    /// <summary>"pr3v10us": a digit between letters. Version numbers and hashes are too, which costs a second reading, no more.</summary>
    private static bool HasDigitsInWords(string text)
    {
        var found = 0;
        for (var i = 1; i + 1 < text.Length; i++)
            if (LeetLetters.Contains(text[i]) && (char.IsLetter(text[i - 1]) || char.IsLetter(text[i + 1])) && ++found >= 3)
                return true;
        return false;
    }

    /// <summary>Single letters with one separator between them become words; a wider gap ends a word.</summary>
    private static string? SpacedOut(string text)
    {
        var built = new StringBuilder(text.Length);
        var joined = 0;
        for (var i = 0; i < text.Length; i++)
        {
            built.Append(text[i]);
            var single = char.IsLetter(text[i]) && (i == 0 || !char.IsLetterOrDigit(text[i - 1]));
            if (!single || i + 2 >= text.Length || text[i + 1] is not (' ' or '.' or '-' or '*' or '_') || !char.IsLetter(text[i + 2]))
                continue;
            if (i + 3 < text.Length && char.IsLetterOrDigit(text[i + 3]))
                continue;
            i++;
            joined++;
        }
        return joined < 8 ? null : built.Replace('_', ' ').ToString();
    }

    private static SearchValues<string> Any(IEnumerable<string> words) =>
        SearchValues.Create([.. words], StringComparison.OrdinalIgnoreCase);

    private static string Reversed(string text)
    {
        var reversed = text.ToCharArray();
        Array.Reverse(reversed);
        return new string(reversed);
    }

    private static string Rot13(string text) =>
        string.Create(
            text.Length,
            text,
            static (span, source) =>
            {
                for (var i = 0; i < span.Length; i++)
                    span[i] = source[i] switch
                    {
                        >= 'a' and <= 'z' => (char)('a' + (source[i] - 'a' + 13) % 26),
                        >= 'A' and <= 'Z' => (char)('A' + (source[i] - 'A' + 13) % 26),
                        var other => other,
                    };
            }
        );

    /// <summary>Long words that decode from base64 or hexadecimal to readable text; groups of eight binary digits.</summary>
    private static IEnumerable<string> Encoded(string text)
    {
        var binary = new StringBuilder();
        foreach (var word in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            if (word.Length == 8 && !word.AsSpan().ContainsAnyExcept('0', '1'))
                binary.Append((char)Convert.ToByte(word, 2));
            if (word.Length < 16)
                continue;
            var trimmed = word.Trim('"', '\'', '`', ',', '.', ';', ':', '(', ')');
            if (trimmed.Length % 2 == 0 && trimmed.All(char.IsAsciiHexDigit) && Readable(Convert.FromHexString(trimmed)) is { } hex)
                yield return hex;
            var bytes = new byte[trimmed.Length];
            if (
                trimmed.Length % 4 == 0
                && Convert.TryFromBase64String(trimmed, bytes, out var length)
                && Readable(bytes[..length]) is { } base64
            )
                yield return base64;
        }
        if (binary.Length >= 8)
            yield return binary.ToString();
    }

    private static string? Readable(byte[] bytes) =>
        bytes.All(value => value is >= 0x20 and < 0x7F or (byte)'\n') ? Encoding.ASCII.GetString(bytes) : null;
}
