using ChatBot.Privacy;

namespace ChatBot.Core.Tests.Privacy;

public sealed class NameAndAddressTests
{
    public static TheoryData<string> Names { get; } =
        Marked.Cases(
            "My name is «Rubija»",
            "my name is «rubija», hello",
            "My name is «Ruth R. Montez».",
            "My name is «Anna» but everyone calls me «Nan»",
            "I'm «Anna Berg», originally from Bern",
            "I am «Anna» from sales",
            "Hi «Anna», can you help?",
            "Dear Ms. «Berg»,",
            "Dear «Anna Berg»,\nthanks",
            "Hello, this is Mr. «Yermakov». Who are you?",
            "Dr. «E.H. Schulz» said so",
            "mr. «smith» flew to Rome",
            "Herr «Müller» ruft an",
            "Ask Mme «de la Tour»",
            "Please ask my manager «Anna Berg» first",
            "my kid «Tom» is ill",
            "Her maiden name is «Clark»",
            "What's your name? «Anna Berg»",
            "Name: «Toshimi Arata»\nPhone:",
            "Best regards,\n«Anna Berg»",
            "Cheers\n«Anna»",
            "Mit freundlichen Grüßen\n«Jürgen Müller»",
            "From: «Anna Berg» <anna@example.com>",
            "\"«Anna Berg»\" <anna@example.com>",
            "Je m'appelle «Élodie»",
            "Me llamo «José García»",
            "Mrs «O'Brien»'s desk",
            "My name is «Ludwig van Beethoven»."
        );

    public static TheoryData<string> Addresses { get; } =
        Marked.Cases(
            "I live at «90 Whitchurch Road».",
            "«2450 Crown St», please",
            "Send it to «24 Clarke Avenue Apt. 12»",
            "«1600 Pennsylvania Ave, Washington, DC 20500»",
            "«29 Rue de Tanger»",
            "«Rua João Pessoa 1636»",
            "«Calle Mayor 12»",
            "«Gesterbyntie 68»",
            "«Friedhofstrasse 33» in Wien",
            "«PSC 3294, Box 9168\nAPO AA 61487»",
            "«PO Box 123»",
            "«Rákóczi út 13»."
        );

    public static TheoryData<string> Left { get; } =
        Marked.Cases(
            "My name is misspelled",
            "My name is not on the list",
            "I'm Sorry to hear",
            "I'm American, and proud",
            "I'm using Python",
            "I'm stuck",
            "Hi team, quick question",
            "Hi all,",
            "Hello World!",
            "Dear all,",
            "Thanks, will do",
            "Hi there!",
            "This is Important",
            "name: Build",
            "name: Run Tests",
            "def name(self): pass",
            "The Doctor Who series",
            "Name: bucket-1",
            "Best practices\nUse dbt",
            "Capitalized words like Wisdom and Discipline are names",
            "Airflow and Snowflake are tools",
            "25 Google Drive accounts",
            "in 1978 Supreme Court cases",
            "Option 3 is best",
            "Windows 11",
            "Chapter 5 Road map",
            "Step 2 Drive the car",
            "What are my options?",
            "I'm OK"
        );

    [Theory, MemberData(nameof(Names))]
    public void A_name_that_the_wording_gives_away_is_redacted(string marked) => Marked.IsFound(PersonalData.Name, marked);

    [Theory, MemberData(nameof(Addresses))]
    public void A_street_address_is_redacted(string marked) => Marked.IsFound(PersonalData.Address, marked);

    [Theory, MemberData(nameof(Left))]
    public void Everything_else_with_capitals_stays(string text) => Marked.IsLeft(text);

    [Theory]
    [InlineData("My driver's license number is «F162823540116»")]
    [InlineData("passport no. «C01X00T47»")]
    [InlineData("my driver's license number is «2270-66-1551»")]
    public void The_number_of_a_named_document_is_redacted(string marked) => Marked.IsFound(PersonalData.Id, marked);
}
