using System.Collections.Frozen;
using ChatBot.Language;

namespace ChatBot.Privacy.Detection;

/// <summary>
/// International bank account numbers (ISO 13616): country, length of that country, and the check digits (ISO 7064 mod 97-10).
/// Spaces or hyphens may stand between any two characters, as banks print groups of four.
/// </summary>
internal static class IbanDetector
{
    private static readonly FrozenDictionary<string, int> Lengths = WordList
        .Load("iban-lengths")
        .Words.ToFrozenDictionary(entry => entry[..2], entry => int.Parse(entry.AsSpan(2)), StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> LengthOf = Lengths.GetAlternateLookup<
        ReadOnlySpan<char>
    >();

    public static void Find(Findings findings)
    {
        var text = findings.Text;
        for (var at = 0; at + 15 <= text.Length; at++)
        {
            if (!char.IsAsciiLetter(text[at]) || !char.IsAsciiLetter(text[at + 1]))
                continue;
            if (at > 0 && char.IsLetterOrDigit(text[at - 1]))
                continue;
            if (!LengthOf.TryGetValue(text.AsSpan(at, 2), out var length))
                continue;
            var end = End(text, at, length);
            if (end > 0 && findings.Claim(PersonalData.Iban, at, end))
                at = end - 1;
        }
    }

    /// <summary>The offset behind a valid number of <paramref name="length"/> characters that starts here, or −1.</summary>
    private static int End(string text, int start, int length)
    {
        var (remainder, head, count, at) = (0, 0, 0, start);
        for (; at < text.Length && count < length; at++)
        {
            var c = text[at];
            if (c is ' ' or '-' or '\u00A0')
            {
                if (at + 1 >= text.Length || !char.IsAsciiLetterOrDigit(text[at + 1]))
                    return -1;
                continue;
            }
            if (!char.IsAsciiLetterOrDigit(c) || (count is 2 or 3 && !char.IsAsciiDigit(c)))
                return -1;
            var value = char.IsAsciiDigit(c) ? c - '0' : (c | 0x20) - 'a' + 10;
            // The first four characters count last: fold them into `head` and append at the end.
            if (count < 4)
                head = (head * (value > 9 ? 100 : 10)) + value;
            else
                remainder = ((remainder * (value > 9 ? 100 : 10)) + value) % 97;
            count++;
        }
        if (count < length || (at < text.Length && char.IsLetterOrDigit(text[at])))
            return -1;
        return ((remainder * 1_000_000L) + head) % 97 == 1 ? at : -1;
    }
}
