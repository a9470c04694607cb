using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using ChatBot.Language;

namespace ChatBot.Privacy.Detection;

/// <summary>
/// IPv4 and IPv6 addresses. What names no machine stays: loopback, unspecified, net masks, networks such as <c>10.0.0.0/8</c>, public
/// resolvers, and four-part version numbers.
/// </summary>
internal static class IpAddressDetector
{
    private const int ClueReach = 24;

    private static readonly Regex VersionFour = new(@"[0-9]{1,3}(?:\.[0-9]{1,3}){3}", RegexOptions.NonBacktracking);

    private static readonly Regex VersionSix = new(@"[0-9A-Fa-f:]*:[0-9A-Fa-f]*:[0-9A-Fa-f:.]*", RegexOptions.NonBacktracking);

    private static readonly WordList Words = WordList.Load("ip-clues");

    private static readonly Regex VersionClue = new(
        $@"(?:\b{Alternation.Of(Words["versions"])}\b|§|==|>=|<=|~=|\^)[\s:.]*{Alternation.Of(Words["joints"])}?\s*$",
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase
    );

    private static readonly Regex AddressClue = new(
        $@"\b{Alternation.Of(Words["addresses"])}\b",
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase
    );

    private static readonly WordList Harmless = Words["harmless"];

    public static void Find(Findings findings)
    {
        // Six first: ::ffff:192.0.2.128 ends in an IPv4 address.
        foreach (var match in VersionSix.EnumerateMatches(findings.Text))
            ConsiderSix(findings, match.Index, match.Index + match.Length);
        foreach (var match in VersionFour.EnumerateMatches(findings.Text))
            ConsiderFour(findings, match.Index, match.Index + match.Length);
    }

    private static void ConsiderFour(Findings findings, int start, int end)
    {
        var text = findings.Text;
        if (start > 0 && (char.IsLetterOrDigit(text[start - 1]) || text[start - 1] is '_' or '.' || IsJoined(text, start)))
            return;
        if (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] == '_'))
            return;
        if (end + 1 < text.Length && text[end] is '.' or '-' && char.IsLetterOrDigit(text[end + 1]))
            return;

        var candidate = text.AsSpan(start, end - start);
        Span<byte> octets = stackalloc byte[4];
        if (!TryReadOctets(candidate, octets))
            return;
        if (octets[0] == 255 && octets[1] == 255)
            return;
        if (Harmless.Contains(candidate))
            return;
        if (IsNetwork(text, end, octets))
            return;

        var before = text.AsSpan(Math.Max(0, start - ClueReach), Math.Min(ClueReach, start));
        if (VersionClue.IsMatch(before))
            return;
        // 1.2.3.4 with single digits throughout, 0.10.2.1 and 19.3.0.0 are versions or headings far more often than machines.
        if ((candidate.Length == 7 || octets[0] == 0 || octets[3] == 0) && !AddressClue.IsMatch(before))
            return;
        findings.Claim(PersonalData.Ip, start, end);
    }

    /// <summary>
    /// True behind the hyphen or slash of a name and its version, <c>package-1.2.3.4</c> (a scheme's <c>//</c> does not join).
    /// </summary>
    private static bool IsJoined(string text, int start) =>
        text[start - 1] is '-' or '/' && start > 1 && char.IsLetterOrDigit(text[start - 2]);

    private static bool TryReadOctets(ReadOnlySpan<char> candidate, Span<byte> octets)
    {
        var i = 0;
        foreach (var part in candidate.Split('.'))
        {
            var octet = candidate[part];
            if (octet.Length > 1 && octet[0] == '0')
                return false;
            if (!byte.TryParse(octet, out octets[i++]))
                return false;
        }
        return true;
    }

    /// <summary>A prefix length follows and no host bit is set: a network, not a machine.</summary>
    private static bool IsNetwork(string text, int end, ReadOnlySpan<byte> octets)
    {
        if (end + 1 >= text.Length || text[end] != '/' || !char.IsAsciiDigit(text[end + 1]))
            return false;
        var digits = end + 2 < text.Length && char.IsAsciiDigit(text[end + 2]) ? 2 : 1;
        var prefix = int.Parse(text.AsSpan(end + 1, digits));
        var address = ((uint)octets[0] << 24) | ((uint)octets[1] << 16) | ((uint)octets[2] << 8) | octets[3];
        return prefix < 32 && (address & (uint.MaxValue >> prefix)) == 0;
    }

    private static void ConsiderSix(Findings findings, int start, int end)
    {
        var text = findings.Text;
        // A sentence may go on behind the address with a full stop or a colon of its own.
        while (end > start && (text[end - 1] == '.' || (text[end - 1] == ':' && !(end - 2 >= start && text[end - 2] == ':'))))
            end--;
        if (start > 0 && (char.IsLetterOrDigit(text[start - 1]) || text[start - 1] is '_' or '.'))
            return;
        if (end < text.Length && (char.IsLetterOrDigit(text[end]) || text[end] == '_'))
            return;
        if (end - start is < 6 or > 45)
            return;
        var candidate = text.AsSpan(start, end - start);
        if (!IPAddress.TryParse(candidate, out var address) || address.AddressFamily != AddressFamily.InterNetworkV6)
            return;
        if (IPAddress.IsLoopback(address) || !LooksWritten(candidate))
            return;
        findings.Claim(PersonalData.Ip, start, end);
    }

    /// <summary>
    /// Tells <c>fe80::1</c> from <c>ab::cd</c> in source code and from rows of two-digit numbers: a digit, and either a first group of
    /// three or four digits or at least three groups.
    /// </summary>
    private static bool LooksWritten(ReadOnlySpan<char> candidate)
    {
        if (candidate.IndexOfAnyInRange('0', '9') < 0)
            return false;
        var (groups, longest) = (0, 0);
        foreach (var part in candidate.Split(':'))
        {
            var length = candidate[part].Length;
            if (length > 0)
                groups++;
            longest = Math.Max(longest, length);
        }
        return longest >= 3
            && (groups >= 3 || candidate.IndexOf(':') >= 3 || candidate.StartsWith("::ffff:", StringComparison.OrdinalIgnoreCase));
    }
}
