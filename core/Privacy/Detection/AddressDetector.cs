using System.Text.RegularExpressions;

namespace ChatBot.Privacy.Detection;

/// <summary>
/// Street addresses that their form gives away: house number and a word for street, in English and in the languages that build it into the
/// street's name, post boxes, apartments. Places without a number stay: a city is an answer more often than a secret.
/// </summary>
internal static class AddressDetector
{
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    private const string Word = @"\p{Lu}[\p{L}\p{M}'’.\-]*";

    private const string Unit = @"(?:,?\s+(?:Apt|Apartment|Suite|Ste|Unit|Flat|Floor|Room)\.? ?#?[0-9][0-9A-Za-z\-]{0,6})?";

    private const string Town = @"(?:,\s+" + Word + @"(?: " + Word + @"){0,3}(?:,)?(?: [A-Z]{2})?(?: [0-9]{5}(?:-[0-9]{4})?)?)?";

    // 90 Whitchurch Road, 2450 Crown St Apt. 12, Springfield, IL 62701
    private static readonly Regex English = new(
        @"\b(?:[0-9]{1,3}[A-Za-z]?,?|[0-9]{4,5})(?: (?:[0-9]{1,5}|[NSEW]\.?|"
            + Word
            + @")){1,5} (?:Street|St|Avenue|Ave|Road|Rd|Boulevard|Blvd|Lane|Ln|Drive|Dr|Court|Ct|Crescent|"
            + @"Square|Sq|Terrace|Place|Pl|Close|Parkway|Pkwy|Highway|Hwy|Grove|Gardens|Mews|Hill)\b\.?"
            + Unit
            + Town,
        Options
    );

    // 29 Rue de Tanger, Rua João Pessoa 1636, Calle Mayor 12
    private static readonly Regex Romance = new(
        @"\b[0-9]{1,4}(?: ?bis)?,? (?:(?i:rue)(?: \p{L}[\p{L}\p{M}'’\-]*){1,4}|"
            + @"(?i:avenue|boulevard|chemin|allée|impasse|quai|place)(?: (?:de|du|des|la|le|les))*(?: "
            + Word
            + @"){1,3})\b|"
            + @"\b(?:Rue|Rua|Calle|Avenida|Piazza|Plaza|Viale|Vicolo|Corso|Travessa|Praça|Carrer|Largo|Estrada|ul\.|Ulica|ulica)"
            + @"(?: (?:de|di|da|do|dos|das|del|della|delle|dei|la|le|los|e|y|"
            + Word
            + @")){1,5},? (?:n\.?º? ?)?[0-9]{1,5}[A-Za-z]?\b",
        Options
    );

    // Friedhofstrasse 33, Gesterbyntie 68, Rákóczi út 13
    private static readonly Regex NumberLast = new(
        @"\b\p{Lu}[\p{L}\p{M}\-]*(?:straße|strasse|str\.|gasse|allee|platz|straat|laan|gracht|plein|kade|vej|gade|gata|gatan|vägen|väg|veien|vegen|stræde|"
            + @"katu|kuja|ntie|polku|tänav) [0-9]{1,4}[A-Za-z]?\b|"
            + @"\b(?:"
            + Word
            + @" ){1,3}(?:út|utca|tér|krt\.|Strasse|Straße|Weg|Allee|Platz|Straat|Vej|Gade|gade|vej|väg) [0-9]{1,4}\.?",
        Options
    );

    // PSC 3294, Box 9168 APO AA 61487; PO Box 12; Apt. 864
    private static readonly Regex Boxed = new(
        @"\b(?:PSC|Unit|CMR) [0-9]{3,5},? Box [0-9]{2,5}(?:\s+(?:APO|FPO|DPO) A[AEP] [0-9]{5})?|\b(?i:p\.? ?o\.? box) [0-9]{1,6}\b|"
            + @"\b(?:Apt\.|Apartment|Suite) [0-9]{1,5}\b|\b(?:APO|FPO|DPO) A[AEP] [0-9]{5}\b",
        Options
    );

    // 25 Google Drive accounts, 3 Time Square roots
    private static readonly Regex NotStreets = new(
        @"\b(?:Google|One|Hard|Flash|Disk|Disc|Test|USB|SSD|Shared|Team|Root|Chi|Mean) (?:Drive|Square)\b|\b(?:Supreme|High|District|County|Federal|Appeals?|Crown) Court\b",
        Options
    );

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
}
