using System.Text.RegularExpressions;
using ChatBot.Language;

namespace ChatBot.Privacy.Detection;

/// <summary>
/// The value behind a name that says it is secret: <c>password: …</c>, <c>api_key=…</c>, <c>Authorization: Bearer …</c>,
/// "my password is …".
/// A plain word in prose ("password: must be long") and a reference (<c>${TOKEN}</c>) stay.
/// </summary>
internal static class CredentialDetector
{
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase;

    private const string Value = @"(?<quote>[""'`]?)(?<value>[^\s""'`,;]{4,})";

    private static readonly WordList Names = WordList.Load("credential-names");

    // A name may carry a prefix (DB_PASSWORD, spring.datasource.password) and stand in quotes (JSON).
    private static readonly Regex Password = new($@"{Of("passwords")}{Says("password states")}{Value}", Options);

    private static readonly Regex Key = new(
        $@"(?:{Alternation.Of(Names["keys"], joint: @"[ _\-]?")}|\b{Of("whole words")})"
            + $@"{Says("key states")}(?:{Of("key schemes")}[ \t]+)?{Value}",
        Options
    );

    private static readonly Regex Bearer = new($@"\b{Of("schemes")}[ \t]+(?<quote>)(?<value>[A-Za-z0-9._~+/\-]{{16,}}=*)", Options);

    private static readonly Regex Flag = new($@"(?:^|\s)--?{Of("flags")}(?:[ \t]+|=)(?<quote>[""'`]?)(?<value>[^\s""'`]{{4,}})", Options);

    public static void Find(Findings findings)
    {
        foreach (Match match in Password.Matches(findings.Text))
            Consider(findings, match, LooksLikePassword);
        foreach (Match match in Flag.Matches(findings.Text))
            Consider(findings, match, LooksLikePassword);
        foreach (Match match in Key.Matches(findings.Text))
            Consider(findings, match, LooksRandom);
        foreach (Match match in Bearer.Matches(findings.Text))
            Consider(findings, match, LooksRandom);
    }

    private delegate bool Judge(ReadOnlySpan<char> value, bool quoted);

    private static void Consider(Findings findings, Match match, Judge isSecret)
    {
        var group = match.Groups["value"];
        var value = group.ValueSpan;
        if (findings.IsInLink(group.Index) && value.IndexOf('&') is var next and > 0)
            value = value[..next];
        var end = group.Index + value.Length;
        var quoted =
            match.Groups["quote"].Length > 0 && end < findings.Text.Length && findings.Text[end] == match.Groups["quote"].ValueSpan[0];
        if (!quoted)
            value = value.TrimEnd(".:!?)]}>*_");
        if (value.Length < 4 || Placeholders.IsOne(value) || !isSecret(value, quoted))
            return;
        findings.Claim(PersonalData.Secret, group.Index, group.Index + value.Length);
    }

    /// <summary>A person's password is anything but a plain word; in quotes it may be a word too.</summary>
    private static bool LooksLikePassword(ReadOnlySpan<char> value, bool quoted)
    {
        var (letters, digits, signs) = CountClasses(value);
        if (letters == value.Length)
            return quoted && value.Length >= 6;
        if (value.Contains("://", StringComparison.Ordinal) || value[0] is '/' or '.' or '-')
            return false;
        if (digits == value.Length)
            return value.Length >= 6;
        // must-be-long, snake_case_names and dotted.names are identifiers or prose.
        if (digits == 0 && value.IndexOfAnyExcept(WordCharacters) < 0)
            return false;
        return digits > 0 || signs > 0;
    }

    /// <summary>A machine's key is long, mixes letters and digits, and is not made of readable words.</summary>
    private static bool LooksRandom(ReadOnlySpan<char> value, bool quoted)
    {
        var (letters, digits, _) = CountClasses(value);
        if (value.Length < 10 || digits < 2 || letters < 2)
            return false;
        if (value.Contains("://", StringComparison.Ordinal) || value[0] is '/' or '.')
            return false;
        var longest = 0;
        foreach (var part in value.SplitAny("_-./:@"))
            longest = Math.Max(longest, value[part].Length);
        return longest >= 10 && Entropy(value) >= 2.8;
    }

    private static (int Letters, int Digits, int Signs) CountClasses(ReadOnlySpan<char> value)
    {
        var (letters, digits, signs) = (0, 0, 0);
        foreach (var c in value)
        {
            if (char.IsLetter(c))
                letters++;
            else if (char.IsDigit(c))
                digits++;
            else
                signs++;
        }
        return (letters, digits, signs);
    }

    /// <summary>Shannon entropy of the characters, in bits a character.</summary>
    private static double Entropy(ReadOnlySpan<char> value)
    {
        Span<int> counts = stackalloc int[128];
        var others = 0;
        foreach (var c in value)
        {
            if (c < counts.Length)
                counts[c]++;
            else
                others++;
        }
        var entropy = 0.0;
        foreach (var count in counts)
            entropy += Term(count, value.Length);
        return entropy + Term(others, value.Length);

        static double Term(int count, int length) => count == 0 ? 0 : -(double)count / length * Math.Log2((double)count / length);
    }

    private static readonly System.Buffers.SearchValues<char> WordCharacters = System.Buffers.SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-./\\:*|+="
    );

    /// <summary>What stands between a name and its value: <c>=</c>, <c>: </c>, " is ".</summary>
    private static string Says(string states) => $@"[""'`\]]*(?:[ \t]*(?:=>|:=|=|:)[ \t]*|[ \t]+{Of(states)}[ \t]*:?[ \t]+)";

    private static string Of(string section) => Alternation.Of(Names[section]);
}
