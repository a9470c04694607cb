using System.Collections.Frozen;

namespace ChatBot.Privacy.Detection;

/// <summary>
/// International bank account numbers (ISO 13616): country, length of that country, and the check digits (ISO 7064 mod 97-10).
/// Spaces or hyphens may stand between any two characters, as banks print groups of four.
/// </summary>
internal static class IbanDetector
{
    // Lengths by country: SWIFT IBAN registry.
    private static readonly FrozenDictionary<string, int> Lengths = (
        "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 "
        + "FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 "
        + "MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 "
        + "SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30"
    )
        .Split(' ')
        .ToFrozenDictionary(entry => entry[..2], entry => int.Parse(entry[2..]), StringComparer.OrdinalIgnoreCase);

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
