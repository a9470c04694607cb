using ChatBot.Privacy;

namespace ChatBot.Core.Tests.Privacy;

public sealed class IbanTests
{
    // Example numbers of the SWIFT registry.
    public static TheoryData<string> Found { get; } =
        Marked.Cases(
            "«GB29NWBK60161331926819»",
            "«GB29 NWBK 6016 1331 9268 19»",
            "«GB29-NWBK-6016-1331-9268-19»",
            "«gb29nwbk60161331926819»",
            "«DE89370400440532013000»",
            "«DE89 3704 0044 0532 0130 00» please",
            "«FR1420041010050500013M02606»",
            "«FR14 2004 1010 0505 0001 3M02 606»",
            "«NL91ABNA0417164300»",
            "«BE68539007547034»",
            "«ES9121000418450200051332»",
            "«IT60X0542811101000000123456»",
            "«CH9300762011623852957»",
            "«AT611904300234573201»",
            "«PL61109010140000071219812874»",
            "«SE4550000000058398257466»",
            "«NO9386011117947»",
            "«DK5000400440116243»",
            "«FI2112345600000785»",
            "«PT50000201231234567890154»",
            "«IE29AIBK93115212345678»",
            "«LU280019400644750000»",
            "«CZ6508000000192000145399»",
            "«SK3112000000198742637541»",
            "«HU42117730161111101800000000»",
            "«GR1601101250000000012300695»",
            "«RO49AAAA1B31007593840000»",
            "«BG80BNBG96611020345678»",
            "«HR1210010051863000160»",
            "«SI56263300012039086»",
            "«EE382200221020145685»",
            "«LV80BANK0000435195001»",
            "«LT121000011101001000»",
            "«MT84MALT011000012345MTLCAST001S»",
            "«CY17002001280000001200527600»",
            "«TR330006100519786457841326»",
            "«AE070331234567890123456»",
            "«SA0380000000608010167519»",
            "«IL620108000000099999999»",
            "IBAN:«GB29NWBK60161331926819».",
            "(«DE89370400440532013000»)",
            "«UA213223130000026007233566001»"
        );

    public static TheoryData<string> Left { get; } =
        Marked.Cases(
            "GB29NWBK60161331926818",
            "DE89370400440532013001",
            "GB29 NWBK 6016 1331 9268 18",
            "XX29NWBK60161331926819",
            "GB29NWBK6016133192681",
            "GB29NWBK601613319268190",
            "aGB29NWBK60161331926819",
            "GB29NWBK60161331926819x",
            "GB29_NWBK_6016_1331_9268_19",
            "GB29",
            "DE89 is a start",
            "RFC 1234 5678 9012",
            "NO93",
            "ES91 cities were seen",
            "IT60 conference 2024 in Rome today",
            "BE68 53900 7547",
            "IBAN format explained",
            "SE45 model with 500 units and more",
            "commit de89370400440532013000aabbccddeeff001122",
            "PT50000201231234567890155",
            "CH9300762011623852958",
            "AT61 1904 3002 3457 3202",
            "FI21 1234 5600 0007 86",
            "DK5000400440116244",
            "NL91ABNA0417164301",
            "LU28 0019 4006 4475 0001",
            "SK31 1200 0000 1987 4263 7542",
            "GR1601101250000000012300696",
            "the de facto standard since 1987",
            "at 12 noon in 2024 we met",
            "SA03 is a code",
            "FR14 2004 1010 0505 0001 3M02 607",
            "GB00 0000 0000 0000 0000 00"
        );

    [Theory, MemberData(nameof(Found))]
    public void A_bank_account_with_right_check_digits_is_redacted(string marked) => Marked.IsFound(PersonalData.Iban, marked);

    [Theory, MemberData(nameof(Left))]
    public void What_fails_the_check_stays(string text) => Marked.IsLeft(text);
}
