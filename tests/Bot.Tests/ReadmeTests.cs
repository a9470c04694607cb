using System.Text.RegularExpressions;
using ChatBot.Bot.Commands;
using ChatBot.Bot.Hosting.Settings;
using ChatBot.Settings;
using ChatBot.TestKit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ChatBot.Bot.Tests;

/// <summary>What the README promises exists.</summary>
public sealed partial class ReadmeTests
{
    [SourceFact]
    public void Every_setting_that_it_names_is_known()
    {
        var readme = Text();
        var schema = SettingsSchema.Of(Services().Select(service => service.ImplementationInstance).OfType<SettingsSection>());
        var named = SettingName().Matches(readme).Select(match => match.Groups[1].Value).Distinct().ToList();

        Assert.True(named.Count > 15);
        Assert.DoesNotContain(named, name => !name.StartsWith("Logging:", StringComparison.Ordinal) && !schema.Knows(name));
    }

    [SourceFact]
    public async Task Every_command_that_it_names_has_help()
    {
        var readme = Text();
        var verbs = CommandRow().Matches(readme).Select(match => match.Groups[1].Value).ToList();

        Assert.Contains("eval", verbs);
        foreach (var verb in verbs)
            Assert.Equal(CommandLine.Done, await CommandLine.RunAsync([verb, "--help"], TextWriter.Null, TextWriter.Null));
    }

    private static string Text() => File.ReadAllText(Path.Combine(SharedData.RepositoryRoot!, "README.md"));

    private static ServiceCollection Services()
    {
        var services = new ServiceCollection();
        var settings = new ConfigurationBuilder().Build();
        Program.AddCore(services, settings);
        Program.AddDoors(services, settings);
        return services;
    }

    [GeneratedRegex(@"`([A-Z]\w+:[A-Z][\w:]+)")]
    private static partial Regex SettingName();

    [GeneratedRegex(@"^\| `(\w+)[^|`]*` \| [a-z]", RegexOptions.Multiline)]
    private static partial Regex CommandRow();
}
