using System.CommandLine;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using ChatBot.TestKit;
using ChatBot.Trainer.Commands;
using ChatBot.Trainer.Data;
using ChatBot.Trainer.Jobs;

namespace ChatBot.Trainer.Tests.Commands;

/// <summary>Verbs, options and settings are called what the READMEs call them.</summary>
public sealed partial class ReadmeTests
{
    private static readonly RootCommand Root = CommandLine.Describe(new TrainerContext([], TextWriter.Null, TextWriter.Null));

    private static readonly (string Section, Type Options)[] Sections =
    [
        (TrainingOptions.Section, typeof(TrainingOptions)),
        (DatasetOptions.Section, typeof(DatasetOptions)),
        (PoisoningLimits.Section, typeof(PoisoningLimits)),
    ];

    private static string Top => File.ReadAllText(Path.Combine(SharedData.RepositoryRoot!, "README.md"));

    [SourceFact]
    public void The_table_lists_every_verb_with_its_options()
    {
        var listed = Usage().Matches(Top.Split("\n## Training\n")[1].Split("\n## ")[0]).Select(match => match.Groups[1].Value);

        Assert.Equal(
            Root.Subcommands.Select(verb => $"{verb.Name} {string.Join(' ', NamesOf(verb).Order(StringComparer.Ordinal))}").Order(),
            listed
                .Select(usage => (Verb: usage.Split(' ')[0], Options: Option().Matches(usage).Select(one => one.Value)))
                .Select(usage => $"{usage.Verb} {string.Join(' ', usage.Options.Order(StringComparer.Ordinal))}")
                .Order()
        );
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
        var shown = Readmes().SelectMany(text => Run().Matches(text)).Select(match => match.Groups[1].Value.Trim()).ToList();

        Assert.True(shown.Count >= 5, $"{shown.Count} commands are shown");
        foreach (var line in shown)
            Assert.True(Root.Parse(line).Errors is [], $"{line}: {string.Join(' ', Root.Parse(line).Errors)}");
    }

    [SourceFact]
    public void Every_setting_that_a_readme_names_is_known()
    {
        var named = Readmes()
            .SelectMany(text => Setting().Matches(text))
            .Where(match => Sections.Any(section => section.Section == match.Groups[1].Value))
            .Select(match => (Section: match.Groups[1].Value, Name: match.Groups[2].Value))
            .Distinct()
            .ToList();

        Assert.True(named.Count > 15, $"{named.Count} settings are named");
        Assert.All(named, one => Assert.NotNull(Sections.Single(section => section.Section == one.Section).Options.GetProperty(one.Name)));
    }

    [SourceFact]
    public void The_table_says_every_setting_of_a_training_with_its_default()
    {
        var readme = File.ReadAllText(Path.Combine(SharedData.RepositoryRoot!, "trainer", "README.md"));
        var said = new Dictionary<string, string>();
        foreach (Match row in Row().Matches(readme))
        {
            var keys = Setting().Matches(row.Groups[1].Value).Select(match => match.Groups[2].Value).ToList();
            var values = row.Groups[2].Value.Split(", ").Select(value => value.Trim(' ', '`')).ToList();
            foreach (var (index, key) in keys.Index())
                said[key] = values[index];
        }
        var options = new TrainingOptions();

        Assert.Equal(
            typeof(TrainingOptions)
                .GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Select(property => $"{property.Name} {Text(property.GetValue(options))}")
                .Order(),
            said.Select(pair => $"{pair.Key} {pair.Value}").Order()
        );
    }

    private static string Text(object? value) =>
        value switch
        {
            bool flag => flag ? "true" : "false",
            Enum one => one.ToString().ToLowerInvariant(),
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => $"{value}",
        };

    private static IEnumerable<string> NamesOf(Command verb) =>
        verb.Options.Where(option => !option.Hidden && option.Name != "--help").Select(option => option.Name);

    private static IEnumerable<string> Readmes() =>
        Directory
            .EnumerateFiles(Path.Combine(SharedData.RepositoryRoot!, "trainer"), "README.md", SearchOption.AllDirectories)
            .Where(path => !path.Contains("/bin/") && !path.Contains("/obj/"))
            .Select(File.ReadAllText)
            .Append(Top);

    [GeneratedRegex(@"^\| `([a-z]+[^`]*)` \|", RegexOptions.Multiline)]
    private static partial Regex Usage();

    [GeneratedRegex("--[a-z-]+")]
    private static partial Regex Option();

    [GeneratedRegex(@"--project trainer -- ([^`\n]+)")]
    private static partial Regex Run();

    [GeneratedRegex(@"`([A-Z]\w+):([A-Z]\w+)`")]
    private static partial Regex Setting();

    [GeneratedRegex(@"^\| ((?:`Training:\w+`(?:, )?)+) \|([^|]*)\|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
