using System.Text.RegularExpressions;

namespace ChatBot.Privacy.Detection;

/// <summary>
/// Names of people where the wording gives them away: "my name is …", titles, salutations, signatures, "Name:" labels, the name beside an
/// e-mail address. A name with no such signal is not looked for: guessing would blank out products, places and functions.
/// </summary>
internal static class NameDetector
{
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    // Behind these a name follows, in lower case too.
    private static readonly Regex Introduced = new(
        @"(?i:\b(?:my|his|her|their) (?:(?:full|first|last|maiden|middle|family|sur|real|legal) ?)?name(?: is|'s|’s) |"
            + @"\b(?:people|everyone|everybody|friends|they|you can|please|just) calls? me |\bmaiden name is |\bmein name ist |\bich heiße |\bje m'appelle |\bme llamo |\bmi chiamo )",
        Options
    );

    // Behind these a capitalised name follows.
    private static readonly Regex Expected = new(
        @"(?:\b(?:Mr|Mrs|Ms|Mx|Dr|Prof|mr|mrs|ms|dr)\.? |\b(?:Miss|Professor|Herr|Frau|Señor|Señora|Monsieur|Madame|Mme|Signor|Signora|Senhor|Senhora) |"
            + @"\b(?:[Mm]y|[Hh]is|[Hh]er|[Oo]ur|[Tt]heir) (?:kid|child|son|daughter|baby|husband|wife|spouse|fiancée?|boyfriend|girlfriend|brother|sister|mother|father|mom|mum|dad|"
            + @"uncle|aunt|cousin|nephew|niece|grandmother|grandfather|grandma|grandpa|friend|colleague|coworker|co-worker|manager|boss|teammate|supervisor|assistant|"
            + @"partner|partner's name|neighbou?r|doctor|lawyer|landlord|roommate)(?:'s name(?: is)?|,? named| called)? |"
            + @"\b(?i:what(?:'s|’s| is| was)? (?:your|the|his|her) (?:(?:full|first|last|family) )?name(?: on the [a-z]+)?\?) (?:(?:User|Customer|Client|Me): )?)",
        Options
    );

    private static readonly Regex SelfNamed = new(@"\b(?:I'm|I’m|I am|i'm|i am) ", Options);

    private static readonly Regex Presented = new(@"\b(?:[Tt]his is|[Hh]ere is|[Ii]t is|[Ii]t's) ", Options);

    private static readonly Regex Salutation = new(
        @"(?:^|[\n>""“] ?|[.!?,] )(?:Dear|Hi|Hello|Hey|Good morning|Good afternoon|Good evening|Thanks|Thank you|Hallo|Bonjour|Hola|Ciao|Liebe|Lieber|Cher|Chère|Estimado|Estimada),? ",
        Options
    );

    private static readonly Regex Closing = new(
        @"(?:^|\n)[ \t]*(?i:(?:best|kind|warm|kindest|warmest|many)? ?(?:regards|wishes|thanks)|best|cheers|sincerely|yours (?:truly|sincerely|faithfully)|thank you|thx|br|rgds|"
            + @"(?:mit )?(?:freundlichen?|beste|viele|liebe) grü(?:ß|ss)en?|cordialement|bien à vous|saludos|atentamente|cordiali saluti|met vriendelijke groet)[ \t]*[,.!]?[ \t]*(?:\r?\n){1,2}[ \t]*",
        Options
    );

    private static readonly Regex Label = new(
        @"(?:^|[\n>|*;,.] ?)[ \t]*\**(?:(?:Full |First |Last |Customer |Client |Contact |Patient |Employee |Account |Cardholder |Card holder |User |Guest |Your )[Nn]ame|Name|"
            + @"Attn|Attention|Signed|Signed by|Contact person|Cardholder|Patient|Reported by|Requested by|Prepared by|From|To|Cc|CC)\**:\**[ \t]*",
        Options
    );

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
            rest.StartsWith(" from ")
            || rest.StartsWith(" here")
            || rest.StartsWith(" speaking")
            || rest.StartsWith(" calling")
            || (
                mayEnd
                && (
                    rest.IsEmpty
                    || rest[0] is ',' or '.' or '!' or '\n' or '\r' or ';' or ')' or '"'
                    || rest.StartsWith(" and ")
                    || rest.StartsWith(" with ")
                    || rest.StartsWith(" at ")
                    || rest.StartsWith(" (")
                )
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
}
