using System.CommandLine;
using System.Text.RegularExpressions;
using ChatBot.Bot.Commands;
using ChatBot.Starting;
using ChatBot.TestKit;

namespace ChatBot.Bot.Tests.Readmes;

/// <summary>The command line is what the README says it is.</summary>
public sealed partial class CommandTests
{
    private static readonly RootCommand Root = CommandLine.Describe(new CommandContext([], TextWriter.Null, TextWriter.Null));

    [SourceFact]
    public void The_table_lists_every_verb_with_its_options()
    {
        var listed = Readme
            .Rows(Readme.Top.Section("Command line"))
            .Where(row => row[0].StartsWith('`'))
            .Select(row => Readme.Spans(row[0])[0])
            .Select(usage => $"{VerbOf(usage)} {string.Join(' ', OptionName().Matches(usage).Select(option => option.Value).Order())}")
            .ToList();
        var known = Root
            .Subcommands.SelectMany(verb =>
                verb.Subcommands.Select(inner => (Name: $"{verb.Name} {inner.Name}", inner.Options))
                    .DefaultIfEmpty((verb.Name, verb.Options))
            )
            .Select(verb => $"{verb.Name} {string.Join(' ', NamesOf(verb.Options).Order())}");

        Assert.Equal(known.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    [SourceFact]
    public async Task Every_verb_has_help()
    {
        foreach (var verb in Root.Subcommands)
            Assert.Equal(CommandLine.Done, await CommandLine.RunAsync([verb.Name, "--help"], TextWriter.Null, TextWriter.Null));
    }

    [SourceFact]
    public void Every_command_that_a_readme_shows_is_understood()
    {
        var shown = Readme.All().SelectMany(readme => Run().Matches(readme.Text)).Select(match => match.Groups[1].Value.Trim()).ToList();

        Assert.True(shown.Count > 6, $"{shown.Count} commands are shown");
        foreach (var line in shown)
        {
            var words = Word().Matches(line).Select(word => word.Value.Trim('"')).TakeWhile(word => word != "#").ToArray();
            var (verbs, _) = CommandLineSettings.Split(words);
            Assert.True(Root.Parse(verbs).Errors is [], $"{line}: {string.Join(' ', Root.Parse(verbs).Errors)}");
        }
    }

    private static IEnumerable<string> NamesOf(IEnumerable<Option> options) =>
        options.Where(option => !option.Hidden && option.Name != "--help").Select(option => option.Name);

    private static string VerbOf(string usage) => string.Join(' ', usage.Split(' ').TakeWhile(word => Verb().IsMatch(word)));

    [GeneratedRegex("^[a-z]+$")]
    private static partial Regex Verb();

    [GeneratedRegex("--[a-z-]+")]
    private static partial Regex OptionName();

    [GeneratedRegex("\"[^\"]*\"|[^ ]+")]
    private static partial Regex Word();

    /// <summary>What follows <c>dotnet run --project bot --</c>, up to the end of the line or of the span.</summary>
    [GeneratedRegex(@"--project bot -- ([^`\n]+)")]
    private static partial Regex Run();
}
