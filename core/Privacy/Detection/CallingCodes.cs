using System.Collections.Frozen;
using ChatBot.Language;

namespace ChatBot.Privacy.Detection;

/// <summary>Country calling codes that are in use (ITU-T E.164, list of assigned country codes).</summary>
internal static class CallingCodes
{
    private static readonly FrozenSet<int> Assigned = WordList.Load("calling-codes").Words.Select(int.Parse).ToFrozenSet();

    /// <summary>
    /// True when the digits, without + or 00, are a number that can be dialled: an assigned code and a national part of a plausible
    /// length (E.164: at most 15 digits in all; North America: exactly ten behind the 1).
    /// </summary>
    public static bool IsDiallable(ReadOnlySpan<char> digits)
    {
        if (digits.Length is < 8 or > 15)
            return false;
        if (digits[0] == '1')
            return digits.Length == 11 && digits[1] != '0';
        for (var length = 1; length <= 3; length++)
            if (Assigned.Contains(int.Parse(digits[..length])) && digits.Length - length >= 5)
                return true;
        return false;
    }
}
