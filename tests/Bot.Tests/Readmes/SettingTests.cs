using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using ChatBot.Settings;
using ChatBot.Starting;
using ChatBot.TestKit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ChatBot.Bot.Tests.Readmes;

/// <summary>Settings are called what the READMEs call them, and are what the READMEs say they are.</summary>
public sealed partial class SettingTests
{
    private static readonly IReadOnlyList<SettingsSection> Sections = FindSections();

    private static readonly IConfiguration Shipped = new ConfigurationBuilder()
        .AddJsonFile(Path.Combine(SettingsSources.ProgramFolder, "appsettings.json"))
        .Build();

    [SourceFact]
    public void Every_setting_that_a_readme_names_is_known()
    {
        var schema = SettingsSchema.Of(Sections);
        var named = Readme
            .All()
            .SelectMany(readme =>
                Name()
                    .Matches(readme.Text)
                    .Concat(Assigned().Matches(readme.Text))
                    .Select(match => (readme.Path, Key: match.Groups[1].Value.Replace("__", ":", StringComparison.Ordinal)))
            )
            .Where(named => !named.Key.StartsWith("Logging:", StringComparison.Ordinal))
            .Where(named => !SettingsCheck.TrainerSections.Contains(named.Key.Split(':')[0])) // checked among the trainer's tests
            .Distinct()
            .ToList();

        Assert.True(named.Count > 60, $"{named.Count} settings are named");
        Assert.Equal([], named.Where(named => !schema.Knows(named.Key)));
    }

    [SourceFact]
    public void The_table_says_the_defaults()
    {
        var rows = Readme.Rows(Readme.Top.Section("Settings")).Where(row => row[0].StartsWith('`')).ToList();
        Assert.True(rows.Count > 20);
        foreach (var row in rows)
        {
            var keys = Readme.Spans(row[0]);
            var said = row[1].Length == 0 ? [] : row[1].Split(", ").Select(value => value.Trim('`')).ToArray();
            Assert.True(said.Length == 0 || said.Length == keys.Count, $"{row[0]}: {row[1]}");
            for (var i = 0; i < keys.Count; i++)
                Assert.Equal($"{keys[i]} is {(said.Length == 0 ? "" : said[i])}", $"{keys[i]} is {DefaultOf(keys[i])}");
        }
    }

    [SourceFact]
    public void The_table_says_the_ranges()
    {
        var ranges = Readme
            .Rows(Readme.Top.Section("Settings"))
            .Where(row => row.Length > 2 && Range().IsMatch(row[2]))
            .Select(row => (Key: Readme.Spans(row[0]).Single(), Range: Range().Match(row[2])))
            .ToList();

        Assert.Superset(
            new HashSet<string> { "Answer:MaxWords", "Rollout:CanaryShare", "Model:Timeout" },
            ranges.Select(range => range.Key).ToHashSet()
        );
        foreach (var (key, said) in ranges)
        {
            var range = Find(key)!.Value.Property.GetCustomAttribute<RangeAttribute>()!;
            Assert.Equal(
                $"{key}: {Number(said.Groups["least"].Value)} to {Number(said.Groups["most"].Value)}",
                $"{key}: {Number(range.Minimum)} to {Number(range.Maximum)}"
            );
        }
    }

    /// <summary>A number, or a time in seconds, however it is written.</summary>
    private static double Number(object value) =>
        Convert.ToString(value, CultureInfo.InvariantCulture) is var text && text!.Contains(':')
            ? TimeSpan.Parse(text, CultureInfo.InvariantCulture).TotalSeconds
            : double.Parse(text!, CultureInfo.InvariantCulture);

    [SourceFact]
    public void Numbers_beside_a_setting_are_its_default()
    {
        var said = Readme
            .All()
            .SelectMany(readme => Beside().Matches(readme.Text))
            .Select(match => (Key: match.Groups["key"].Value, Number: match.Groups["number"].Value, Unit: match.Groups["unit"].Value))
            .Where(said => !SettingsCheck.TrainerSections.Contains(said.Key.Split(':')[0])) // checked among the trainer's tests
            .ToList();

        Assert.Contains(said, said => said.Key == "Retention:TextDays");
        foreach (var (key, number, unit) in said)
        {
            var value = Find(key)!.Value.Value;
            var inUnits = value is TimeSpan time ? (unit.StartsWith('m') ? time.TotalMinutes : time.TotalSeconds) : value;
            Assert.Equal($"{key} is {number}", string.Create(CultureInfo.InvariantCulture, $"{key} is {inUnits}"));
        }
    }

    /// <summary>What holds where nobody has said anything: the settings file beside the program, else the options' own.</summary>
    private static string? DefaultOf(string key) =>
        Shipped[key]
        ?? Find(key)?.Value switch
        {
            null => "",
            string text => text,
            bool flag => flag ? "true" : "false",
            TimeSpan time => time.ToString("c"),
            Enum name => name.ToString().ToLowerInvariant(),
            ICollection { Count: 0 } => key == "Knowledge:Sources" ? "none" : "",
            var value => Convert.ToString(value, CultureInfo.InvariantCulture),
        };

    /// <summary>The property that a key leads to, and its value in fresh options.</summary>
    private static (PropertyInfo Property, object? Value)? Find(string key)
    {
        foreach (var section in Sections.Where(section => key.StartsWith(section.Name + ":", StringComparison.Ordinal)))
        {
            object? at = Activator.CreateInstance(section.Options);
            PropertyInfo? property = null;
            foreach (var part in key[(section.Name.Length + 1)..].Split(':'))
            {
                property = at?.GetType().GetProperty(part);
                at = property?.GetValue(at);
            }
            if (property is not null)
                return (property, at);
        }
        return null;
    }

    private static List<SettingsSection> FindSections()
    {
        var services = new ServiceCollection();
        var settings = new ConfigurationBuilder().Build();
        Program.AddCore(services, settings);
        Program.AddDoors(services, settings);
        return [.. services.Select(service => service.ImplementationInstance).OfType<SettingsSection>()];
    }

    /// <summary><c>`Section:Key`</c>, with what follows it in the same backticks.</summary>
    [GeneratedRegex(@"`(?:--)?([A-Z]\w+:[A-Z][\w:]+)")]
    private static partial Regex Name();

    /// <summary><c>Section__Key=…</c>, and <c>--Section:Key …</c> of a command.</summary>
    [GeneratedRegex(@"(?:\b(?=[A-Z][a-z]\w*__)|--)([A-Z][a-z]\w*(?:__|:)[A-Z]\w*?)(?:__\d+)?(?=[= `])")]
    private static partial Regex Assigned();

    [GeneratedRegex(@"^`?(?<least>\d[\d.:]*)`? to `?(?<most>\d[\d.:]*)`?")]
    private static partial Regex Range();

    [GeneratedRegex(
        @"`(?<key>[A-Z]\w+:[A-Z]\w+)` (?:\((?<number>\d+(\.\d+)?)( (?<unit>s|minutes?))?\)|is (?<number>\d+) (?<unit>s|minutes?))"
    )]
    private static partial Regex Beside();
}
