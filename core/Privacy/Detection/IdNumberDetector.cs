using System.Text.RegularExpressions;
using ChatBot.Language;

namespace ChatBot.Privacy.Detection;

/// <summary>
/// Numbers of official documents that the text itself names: "my passport number is …". Their shapes alone say nothing.
/// </summary>
internal static class IdNumberDetector
{
    private static readonly WordList Words = WordList.Load("id-documents");

    private static readonly Regex Named = new(
        $@"\b{Of("licences")}(?: {Of("licence numbers")})?(?: is)?[\s:#]*(?<id>[A-Z0-9][A-Z0-9\-]{{4,18}}[0-9])\b|"
            + $@"\b{Of("passports")}(?: {Of("numbers")})?(?: is)?[\s:#]*(?<id>[A-Z0-9][A-Z0-9\-]{{4,12}}[0-9])\b|"
            + $@"\b{Of("identity cards")}(?: {Of("numbers")})?(?: is)?[\s:#]*(?<id>[A-Z0-9][A-Z0-9\-]{{5,18}}[0-9A-Z])\b",
        RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.IgnoreCase
    );

    public static void Find(Findings findings)
    {
        foreach (Match match in Named.Matches(findings.Text))
        {
            var id = match.Groups["id"];
            if (id.ValueSpan.IndexOfAnyInRange('0', '9') >= 0)
                findings.Claim(PersonalData.Id, id.Index, id.Index + id.Length);
        }
    }

    private static string Of(string section) => Alternation.Of(Words[section]);
}
