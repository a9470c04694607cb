using ChatBot.Privacy;

namespace ChatBot.Core.Tests.Privacy;

public sealed class SsnTests
{
    public static TheoryData<string> Found { get; } =
        Marked.Cases(
            "«460-89-9847»",
            "Here's my SSN: «514-69-0360»",
            "His social security number is «853-37-1694».",
            "ssn «023-01-0866»",
            "«001-01-0001»",
            "«899-99-9999»",
            "«665-12-3456»",
            "«667-12-3456»",
            "SSN: «460 89 9847»",
            "SSN «460899847»",
            "social security «460.89.9847»",
            "my social is «460899847»",
            "(«460-89-9847»)",
            "\"«460-89-9847»\"",
            "ssn=«460-89-9847»",
            "SSN:«460-89-9847»,next",
            "«460-89-9847»\n«514-69-0360»",
            "```\nssn = '«460-89-9847»'\n```",
            "employee «460-89-9847» left",
            "SSNs «460-89-9847» and «514-69-0360»",
            "taxpayer id «912-70-1234»",
            "ITIN «912-88-1234»",
            "It is «460‑89‑9847» today",
            "«460–89–9847»",
            "**«460-89-9847»**",
            "|«460-89-9847»|",
            "ssn; «460-89-9847»; dob",
            "Social Security No. «460-89-9847»",
            "The last four of «460-89-9847»",
            "is «460-89-9847»?",
            "«219-09-9999»!"
        );

    public static TheoryData<string> Left { get; } =
        Marked.Cases(
            "000-12-3456",
            "666-12-3456",
            "900-12-3456",
            "999-99-9999",
            "460-00-9847",
            "460-89-0000",
            "SSN 000-12-3456",
            "SSN 460-00-9847",
            "460 89 9847",
            "460899847",
            "460.89.9847",
            "1460-89-9847",
            "460-89-98471",
            "460-89-9847-1",
            "1-460-89-9847",
            "2270-66-1551 is long",
            "A460-89-9847",
            "460-89-9847B",
            "46-089-9847",
            "4608-9-9847",
            "https://example.com/460-89-9847",
            "460-89",
            "2024-05-01",
            "123456789",
            "build 460-89-984",
            "id_460-89-9847",
            "SSN is nine digits",
            "SSN format AAA-GG-SSSS",
            "460/89/9847",
            "460_89_9847",
            "SSN: 666 12 3456",
            "9460-89-9847"
        );

    [Theory, MemberData(nameof(Found))]
    public void A_number_that_can_be_issued_is_redacted(string marked) => Marked.IsFound(PersonalData.Ssn, marked);

    [Theory, MemberData(nameof(Left))]
    public void A_number_that_cannot_be_issued_stays(string text) => Marked.IsLeft(text);
}
