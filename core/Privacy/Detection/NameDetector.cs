using System.Text.RegularExpressions;
using ChatBot.Language;

namespace ChatBot.Privacy.Detection;

/// <summary>
/// Names of people where the wording gives them away: "my name is …", titles, salutations, signatures, "Name:" labels, the name beside an
/// e-mail address. A name with no such signal is not looked for: guessing would blank out products, places and functions.
/// </summary>
internal static class NameDetector
{
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    private static readonly WordList Words = WordList.Load("name-clues");

    // Behind these a name follows, in lower case too.
    private static readonly Regex Introduced = new(
        $@"(?i:\b{Of("owners")} (?:{Of("kinds")} ?)?name(?: is|'s|’s) |\b{Of("callers")} calls? me |\b{Of("introductions")} )",
        Options
    );

    // Behind these a capitalised name follows.
    private static readonly Regex Expected = new(
        $@"(?:\b{Of("titles")} |\b{Of("whose")} {Of("relations")}(?:'s name(?: is)?|,? named| called)? |"
            + $@"\b(?i:what(?:'s|’s| is| was)? {Of("asked owners")} (?:{Of("asked kinds")} )?name(?: on the [a-z]+)?\?) (?:{Of("speakers")}: )?)",
        Options
    );

    private static readonly Regex SelfNamed = new($@"\b{Of("self")} ", Options);

    private static readonly Regex Presented = new($@"\b{Of("presented")} ", Options);

    private static readonly Regex Salutation = new($@"(?:^|[\n>""“] ?|[.!?,] ){Of("salutations")},? ", Options);

    private static readonly Regex Closing = new(
        $@"(?:^|\n)[ \t]*(?i:{Of("warmth")}? ?{Of("regards")}|{Of("closings")})[ \t]*[,.!]?[ \t]*(?:\r?\n){{1,2}}[ \t]*",
        Options
    );

    private static readonly Regex Label = new(
        $@"(?:^|[\n>|*;,.] ?)[ \t]*\**(?:{Of("name labels")} [Nn]ame|{Of("labels")})\**:\**[ \t]*",
        Options
    );

    private static readonly string[] BehindName = Phrases("behind a name");
    private static readonly string[] BehindOneself = Phrases("behind oneself");

    public static void Find(Findings findings)
    {
        var text = findings.Text;
        foreach (var match in Introduced.EnumerateMatches(text))
            Claim(findings, match.Index + match.Length, anyCase: true);
        foreach (var match in Expected.EnumerateMatches(text))
            Claim(
                findings,
                match.Index + match.Length,
                anyCase: IsLowerCaseTitle(text, match.Index),
                mostWords: IsLowerCaseTitle(text, match.Index) ? 1 : 4
            );
        foreach (var match in SelfNamed.EnumerateMatches(text))
            ConsiderSelfNamed(findings, match.Index + match.Length, mayEnd: true);
        foreach (var match in Presented.EnumerateMatches(text))
            ConsiderSelfNamed(findings, match.Index + match.Length, mayEnd: false);
        foreach (var match in Salutation.EnumerateMatches(text))
            ConsiderSalutation(findings, match.Index + match.Length);
        foreach (var match in Closing.EnumerateMatches(text))
            ConsiderLine(findings, match.Index + match.Length, fewestWords: 1);
        foreach (var match in Label.EnumerateMatches(text))
            ConsiderLine(findings, match.Index + match.Length, fewestWords: 2);
        foreach (var mail in findings.Of(PersonalData.Email))
            ConsiderMailbox(findings, mail.Start);
    }

    private static void Claim(Findings findings, int start, bool anyCase, int mostWords = 4)
    {
        if (start >= findings.Text.Length)
            return;
        var end = NameReader.Read(findings.Text, start, mostWords, anyCase && char.IsLower(findings.Text[start]));
        if (end > start)
            findings.Claim(PersonalData.Name, start, end);
    }

    private static bool IsLowerCaseTitle(string text, int start) =>
        text.AsSpan(start).StartsWith("mr") || text.AsSpan(start).StartsWith("ms") || text.AsSpan(start).StartsWith("dr");

    /// <summary>
    /// "I'm Anna, …", "This is Anna Berg from …": what follows must fit a name, for "I'm Happy to" starts a headline as well. Behind
    /// "this is" the sentence must not just end.
    /// </summary>
    private static void ConsiderSelfNamed(Findings findings, int start, bool mayEnd)
    {
        var text = findings.Text;
        var end = NameReader.Read(text, start);
        if (end < 0)
            return;
        var rest = text.AsSpan(end, Math.Min(12, text.Length - end));
        var fits =
            StartsWithAny(rest, BehindName)
            || (
                mayEnd
                && (rest.IsEmpty || rest[0] is ',' or '.' or '!' or '\n' or '\r' or ';' or ')' or '"' || StartsWithAny(rest, BehindOneself))
            );
        var upper = text.AsSpan(start, end - start);
        if (fits && (upper.Length < 2 || upper.IndexOfAnyInRange('a', 'z') >= 0 || upper.IndexOfAnyExceptInRange('\0', '\u007F') >= 0))
            findings.Claim(PersonalData.Name, start, end);
    }

    /// <summary>"Hi Anna," and "Dear Ms. Berg:" (titles are read by themselves).</summary>
    private static void ConsiderSalutation(Findings findings, int start)
    {
        var text = findings.Text;
        var end = NameReader.Read(text, start, mostWords: 3);
        if (
            end < 0
            || (end < text.Length && text[end] is not (',' or '.' or '!' or ':' or '\n' or '\r' or ';' or ')' or '-' or '\u2013' or '?'))
        )
            return;
        findings.Claim(PersonalData.Name, start, end);
    }

    /// <summary>A name that fills the rest of the line, as below "Kind regards," or behind "Name:".</summary>
    private static void ConsiderLine(Findings findings, int start, int fewestWords)
    {
        var text = findings.Text;
        var end = NameReader.Read(text, start);
        if (end < 0 || text.AsSpan(start, end - start).Count(' ') + 1 < fewestWords)
            return;
        var rest = text.AsSpan(end, Math.Min(3, text.Length - end)).TrimStart(" \t*");
        if (rest.IsEmpty || rest[0] is '\n' or '\r' or ',' or ';' or '|' or '<' or '.' or '(')
            findings.Claim(PersonalData.Name, start, end);
    }

    /// <summary>The display name of <c>Anna Berg &lt;anna@berg.org&gt;</c> (RFC 5322 mailbox).</summary>
    private static void ConsiderMailbox(Findings findings, int mail)
    {
        var text = findings.Text;
        if (mail < 3 || text[mail - 1] is not ('<' or '(') || text[mail - 2] is not (' ' or '"'))
            return;
        var end = mail - 2;
        while (end > 0 && text[end - 1] is ' ' or '"')
            end--;
        var start = NameReader.ReadBack(text, end);
        if (start >= 0)
            findings.Claim(PersonalData.Name, start, end);
    }

    private static bool StartsWithAny(ReadOnlySpan<char> text, string[] phrases)
    {
        foreach (var phrase in phrases)
            if (text.StartsWith(phrase))
                return true;
        return false;
    }

    private static string Of(string section) => Alternation.Of(Words[section]);

    private static string[] Phrases(string section) => [.. Words[section].Words.Select(phrase => phrase.Replace('_', ' '))];
}
