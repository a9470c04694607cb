using ChatBot.Privacy;

namespace ChatBot.Core.Tests.Privacy;

public sealed class PhoneTests
{
    /// <summary>Forms that are phone numbers without a word that says so.</summary>
    public static TheoryData<string> Found { get; } = Marked.Cases(
        "«+41 (0)71 526 99 04»", "«+447700677662»", "«+1-984-182-0190»", "«+1-903-140-4508x769» is it", "«001-518-640-0854»", "«+46 (0)179 459 33»",
        "«+49(0)1234567890»", "«+49 (0) 30 123456»", "«+33 (0)1 23 45 67 89»", "«+33 1 23 45 67 89»", "«+61 2 9876 5432»", "«+34 912 345 678»", "«+39 02 1234 5678»", "«+31 20 123 4567»",
        "«+7 (495) 123-45-67»", "«+90 (312) 123 45 67»", "«+55 (11) 91234-5678»", "«(+351) 912345678»", "«+45 12 34 56 78»", "«+47 12345678»", "«+358 40 1234567»", "«+972-52-1234567»",
        "«+91 98765 43210»", "«+919876543210»", "«+420 601 123 456»", "«+36 30 123-4567»", "«+30 2101234567»", "«+81 3-1234-5678»", "«+86 138 0013 8000»", "«+82 10-1234-5678»", "«+380 44 123 45 67»",
        "«+62 (021) 345 6789»", "«+353 1 234 5678»", "«(602)272-9781»", "«(579) 888-3058»", "«259.735.7502x459»", "«463-612-6138x036»", "«463-612-6138 ext. 36»", "«1-800-555-0199»", "«201-948-1927»",
        "«930.167.3943»", "«0490 75 40 81»", "«07700 063 966»", "«0393 1144137»", "«083 564 9312»", "«(08) 8747 6301»", "«03.93.92.16.85»", "«01-23-45-67-89»", "«0961-7596216»", "«030/12345678»",
        "«(030) 1234567»", "«0612345678»", "«07700900123»", "«(11) 91234-5678»", "«(71) 4233-6306»", "«(37) 788-063»", "«090-1234-5678»", "«02-123-4567»", "Hi «212-555-0187»!",
        "tel:«+41715269904»", "wa.me says «+1 (415) 555-2671»", "Ring «0044 20 7946 0958»", "<«020 7946 0958»>", "no spaces:«+41715269904»", "```\nphone = \"«+41 71 526 99 04»\"\n```");

    /// <summary>Groups of digits that only their surroundings make a phone number.</summary>
    public static TheoryData<string> FoundByAClue { get; } = Marked.Cases(
        "Phone: «467 3395»", "Phone:\n«467 3395»\n\nE-mail:", "tel. «737 219 628»", "My mobile is «72 128 827».", "Call me on «9472 7916»?", "They're not answering at «374 780 163»",
        "You can reach me at «5403926876».", "Fax: «9498777106»", "«416 60 039» office\nnext", "«28-64-66-98»-Fax", "my number is «5551234»", "text me at «555 1234»", "Please dial «8 (495) 123-45-67»",
        "Telefon: «60 12 34 56»", "Handynummer «1512 3456789»", "móvil «612 345 678»", "cellulare: «347 1234567»", "puhelin «40 123 4567»", "téléphone «6 12 34 56 78»", "тел. «495 123 45 67»", "電話 «3-1234-5678»",
        "WhatsApp «98765 43210»", "stop sending messages to «699 956 915»", "the code never came to my registered «98765 43210»", "contact number «668 5702»", "her cell is «4155552671»", "my phone 📞 «987654321»",
        "Mobile: «432 03 163»", "|phone|«450 0840»|", "**Phone:** «450 0840»", "hotline «800 123 456»");

    public static TheoryData<string> Left { get; } = Marked.Cases(
        "Order 737 219 628 is late", "order number 5403926876", "ticket 4673395", "It took 1234567890 ms", "user id 9876543210", "epoch 1700000000", "1700000000123", "port 5432", "version 10.4.3.1",
        "2024-05-01", "2024-05-01 12:30:45", "01.05.2024", "5/6/2024 10:00", "20240501", "between 1990 and 2020", "1990-2020", "ISBN 978-3-16-148410-0", "ISSN 2049-3630", "3.14159265358979", "1,234,567.89", "$1234567.00",
        "commit 9fceb02d0ae598e95dc970b74767f19372d61af8", "550e8400-e29b-41d4-a716-446655440000", "0x7fff5fbff8c0", "192 x 168 pixels", "10 000 000 rows", "1 200 000 mobile users", "call f(1234567)", "error 80070005",
        "https://example.com/items/5403926876", "https://example.com/a-0612345678", "arXiv 2301.12345", "RFC 7519 and RFC 7807", "#4673395", "PR 1234567", "SKU 123-4567890", "00000000000", "1234567", "737 219 628", "1 2 3 4 5 6 7 8",
        "lines 1200-1450", "5432109876543 bytes", "2.5e-10", "00:11:22:33:44:55", "2024-W05-3", "127.0.0.1:5000", "+1234567", "+5 points", "A+12345678", "zip 12345-6789", "rows 100 to 20000000",
        "account 12345678 was closed", "Please call me. The job 12345678 failed", "pi is 3.1415926535", "10-20-30-40", "v2024.10.1234567", "call 20240501");

    [Theory, MemberData(nameof(Found))]
    public void A_number_in_telephone_form_is_redacted(string marked) => Marked.IsFound(PersonalData.Phone, marked);

    [Theory, MemberData(nameof(FoundByAClue))]
    public void Digits_that_the_text_calls_a_phone_are_redacted(string marked) => Marked.IsFound(PersonalData.Phone, marked);

    [Theory, MemberData(nameof(Left))]
    public void Other_numbers_stay(string text) => Marked.IsLeft(text);
}
