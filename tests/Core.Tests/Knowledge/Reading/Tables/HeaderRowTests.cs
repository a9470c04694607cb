using ChatBot.Knowledge.Reading.Tables;

namespace ChatBot.Core.Tests.Knowledge.Reading.Tables;

public sealed class HeaderRowTests
{
    [Theory]
    [InlineData("Name,Age", "Jo,31|Al,44", true)]
    [InlineData("Jo,31", "Al,44|Cy,28", false)]
    [InlineData("Frage,Antwort", "Wer hat den Schlüssel?,Der Empfang hat ihn.|Wo ist das Lager?,Im Keller.", true)]
    [InlineData(
        "Where is the key of the archive kept at night?,The reception keeps it.",
        "Who may enter the cold store on the weekend?,Nobody may.|How long may a visitor stay without a badge?,An hour.",
        false
    )]
    [InlineData("STATUS,CITY", "open,Bonn|done,Kiel", true)]
    [InlineData("https://a.example,up", "https://b.example,down|https://c.example,up", false)]
    [InlineData("host,state", "https://b.example,down|https://c.example,up", true)]
    public void Names_are_told_from_data(string first, string below, bool expected) =>
        Assert.Equal(expected, HeaderRow.Names(first.Split(','), [.. below.Split('|').Select(row => row.Split(','))]));
}
