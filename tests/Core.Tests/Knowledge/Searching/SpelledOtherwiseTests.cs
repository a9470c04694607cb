using ChatBot.TestKit.Knowledge;

namespace ChatBot.Core.Tests.Knowledge.Searching;

/// <summary>Names that differ by a sign stay apart; what is one thing spelled in two ways is found by either.</summary>
public sealed class SpelledOtherwiseTests
{
    private static readonly string[] Signed = ["C", "C++", "C#", "F#", "A+"];

    [Theory]
    [InlineData("What is the build server for C?", "C")]
    [InlineData("What is the build server for C++?", "C++")]
    [InlineData("What is the build server for C#?", "C#")]
    [InlineData("What is the build server for F#?", "F#")]
    [InlineData("What is the build server for A+?", "A+")]
    public async Task Names_that_differ_by_a_sign_stay_apart(string question, string expected)
    {
        await using var knowledge = await KnowledgeDriver.StartAsync();
        foreach (var (i, name) in Signed.Index())
            knowledge.Write($"{i}.md", $"# Guide {i}\n\nThe build server for {name} is called machine {i + 1}. It runs at night.");
        await knowledge.IngestAsync();
        Assert.Equal($"{Array.IndexOf(Signed, expected)}.md", (await knowledge.SearchAsync(question))[0].Uri);
    }

    [Theory]
    [InlineData("What does ERR-1234 mean?", "ERR1234 says that the disk is full.")]
    [InlineData("What does ERR1234 mean?", "ERR-1234 says that the disk is full.")]
    [InlineData("Do files have to be utf8?", "Files are read as UTF-8.")]
    [InlineData("Do files have to be utf-8?", "Files are read as UTF8.")]
    [InlineData("Where is gunpowder kept?", "The gun powder is in the cellar.")]
    [InlineData("Where is the gun powder kept?", "The gunpowder is in the cellar.")]
    [InlineData("How do I log in?", "Your login is your staff number.")]
    [InlineData("Who reads my email?", "Your e-mail is private.")]
    [InlineData("Which colour has the centre line?", "The color of the center line is red.")]
    [InlineData("How is the catalog organized?", "The catalogue is organised by team.")]
    public async Task Either_spelling_finds_the_other(string question, string text)
    {
        await using var knowledge = await KnowledgeDriver.StartAsync();
        knowledge.Write("right.md", $"# Notes\n\n{text}");
        knowledge.Write("1.md", "# Errors\n\nERR-5678 does mean that a file is missing. Line 1234 has an error.");
        knowledge.Write("2.md", "# Kitchen\n\nThe baking powder stands in the kitchen. There is a glue gun on the shelf.");
        knowledge.Write("3.md", "# Files\n\nDo the 8 files have to stay? It is written.");
        knowledge.Write("4.md", "# Lines\n\nWhich line has the shortest queue? How is the team organising itself?");
        await knowledge.IngestAsync();
        Assert.Equal("right.md", (await knowledge.SearchAsync(question))[0].Uri);
    }
}
