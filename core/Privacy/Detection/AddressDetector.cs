using System.Text.RegularExpressions;
using ChatBot.Language;

namespace ChatBot.Privacy.Detection;

/// <summary>
/// Street addresses that their form gives away: house number and a word for street, in English and in the languages that build it into the
/// street's name, post boxes, apartments. Places without a number stay: a city is an answer more often than a secret.
/// </summary>
internal static class AddressDetector
{
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    private const string Word = @"\p{Lu}[\p{L}\p{M}'’.\-]*";

    private const string Town = $@"(?:,\s+{Word}(?: {Word}){{0,3}}(?:,)?(?: [A-Z]{{2}})?(?: [0-9]{{5}}(?:-[0-9]{{4}})?)?)?";

    private static readonly WordList Words = WordList.Load("street-words");

    private static readonly string Unit = $@"(?:,?\s+{Of("units")}\.? ?#?[0-9][0-9A-Za-z\-]{{0,6}})?";

    // 90 Whitchurch Road, 2450 Crown St Apt. 12, Springfield, IL 62701
    private static readonly Regex English = new(
        $@"\b(?:[0-9]{{1,3}}[A-Za-z]?,?|[0-9]{{4,5}})(?: (?:[0-9]{{1,5}}|[NSEW]\.?|{Word})){{1,5}} {Of("streets")}\b\.?{Unit}{Town}",
        Options
    );

    // 29 Rue de Tanger, 12 avenue de la Gare, Rua João Pessoa 1636, Calle Mayor 12
    private static readonly Regex Romance = new(
        $@"\b[0-9]{{1,4}}(?: ?bis)?,? (?:(?i:rue)(?: \p{{L}}[\p{{L}}\p{{M}}'’\-]*){{1,4}}|"
            + $@"(?i:{Of("streets after a number")})(?: {Of("their particles")})*(?: {Word}){{1,3}})\b|"
            + $@"\b{Of("streets before a number")}(?: (?:{Of("particles")}|{Word})){{1,5}},? (?:n\.?º? ?)?[0-9]{{1,5}}[A-Za-z]?\b",
        Options
    );

    // Friedhofstrasse 33, Gesterbyntie 68, Rákóczi út 13
    private static readonly Regex NumberLast = new(
        $@"\b\p{{Lu}}[\p{{L}}\p{{M}}\-]*{Of("endings")} [0-9]{{1,4}}[A-Za-z]?\b|\b(?:{Word} ){{1,3}}{Of("last words")} [0-9]{{1,4}}\.?",
        Options
    );

    // PSC 3294, Box 9168 APO AA 61487; PO Box 12; Apt. 864
    private static readonly Regex Boxed = new(
        $@"\b{Of("military boxes")} [0-9]{{3,5}},? Box [0-9]{{2,5}}(?:\s+{Of("military offices")} A[AEP] [0-9]{{5}})?|"
            + $@"\b(?i:p\.? ?o\.? box) [0-9]{{1,6}}\b|"
            + $@"\b{Of("lone units")} [0-9]{{1,5}}\b|\b{Of("military offices")} A[AEP] [0-9]{{5}}\b",
        Options
    );

    // 25 Google Drive accounts, 3 Time Square roots
    private static readonly Regex NotStreets = new($@"\b{Of("no drives")} (?:Drive|Square)\b|\b{Of("no courts")} Court\b", Options);

    public static void Find(Findings findings)
    {
        foreach (var form in (Regex[])[English, Romance, NumberLast, Boxed])
        {
            foreach (var match in form.EnumerateMatches(findings.Text))
            {
                if (NotStreets.IsMatch(findings.Text.AsSpan(match.Index, match.Length)) || findings.IsInLink(match.Index))
                    continue;
                var length = findings.Text.AsSpan(match.Index, match.Length).TrimEnd('.').Length; // the full stop is the sentence's
                findings.Claim(PersonalData.Address, match.Index, match.Index + length);
            }
        }
    }

    private static string Of(string section) => Alternation.Of(Words[section]);
}
