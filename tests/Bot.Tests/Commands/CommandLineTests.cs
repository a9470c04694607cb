using ChatBot.Bot.Commands;

namespace ChatBot.Bot.Tests.Commands;

public sealed class CommandLineTests
{
    [Fact]
    public async Task Help_names_the_verbs_and_succeeds()
    {
        var (code, output, _) = await Verb.RunAsync("--help");

        Assert.Equal(CommandLine.Done, code);
        Assert.Contains("serve", output);
        Assert.Contains("ask", output);
    }

    [Theory]
    [InlineData("frobnicate")]
    [InlineData("ask")]
    [InlineData("ask", "what is rebase?", "--colour")]
    [InlineData("--Answer:MaxWords")]
    public async Task Wrong_usage_is_one_line_and_code_2(params string[] args)
    {
        var (code, _, error) = await Verb.RunAsync(args);

        Assert.Equal(CommandLine.UsedWrongly, code);
        Assert.Single(error.TrimEnd().Split('\n'));
        Assert.Contains("--help", error);
    }
}
