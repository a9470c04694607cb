using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using ChatBot.TestKit;

namespace ChatBot.Bot.Tests;

/// <summary>The house rules that a compiler does not know. Those about source text are checked where the source tree is there.</summary>
public sealed partial class ArchitectureTests
{
    private const int MaxLines = 400,
        MaxColumns = 140;

    private static readonly Assembly Core = typeof(WireJson).Assembly;
    private static readonly Assembly Host = typeof(Program).Assembly;

    private static readonly HashSet<string> TopLevel =
    [
        "bot",
        "core",
        "trainer",
        "tests",
        "manifests",
        "docker-compose.yml",
        "ChatBot.sln",
        "README.md",
        "Directory.Build.props",
        "Directory.Packages.props",
        "global.json",
    ];

    /// <summary>Folders of builds and runs, ignored by git.</summary>
    private static readonly HashSet<string> Ignored = ["bin", "obj", "data", "TestResults", "node_modules"];

    [Fact]
    public void The_core_knows_no_web_framework_and_no_chat_sdk() =>
        Assert.DoesNotContain(
            Core.GetReferencedAssemblies(),
            reference =>
                reference.Name!.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)
                || reference.Name.StartsWith("Microsoft.Bot", StringComparison.Ordinal)
                || reference.Name.Contains("Slack", StringComparison.OrdinalIgnoreCase)
                || reference.Name.Contains("AdaptiveCards", StringComparison.Ordinal)
        );

    [Fact]
    public void No_type_is_called_like_its_namespace()
    {
        var types = new[] { Core, Host }
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => type is { IsNested: false, Namespace: not null })
            .ToList();
        var namespaces = types.SelectMany(type => Prefixes(type.Namespace!)).ToHashSet(StringComparer.Ordinal);

        Assert.DoesNotContain(types, type => namespaces.Contains(type.FullName!) || type.Name == type.Namespace!.Split('.')[^1]);

        static IEnumerable<string> Prefixes(string name)
        {
            var parts = name.Split('.');
            return Enumerable.Range(1, parts.Length).Select(count => string.Join('.', parts[..count]));
        }
    }

    [Fact]
    public void Types_are_named_after_the_domain() =>
        Assert.DoesNotContain(
            new[] { Core, Host }.SelectMany(assembly => assembly.GetTypes()),
            type => type.Namespace?.StartsWith("ChatBot", StringComparison.Ordinal) == true && VagueName().IsMatch(type.Name)
        );

    [SourceFact]
    public void Projects_refer_to_each_other_as_drawn()
    {
        Assert.Empty(ReferencesOf("core/ChatBot.Core.csproj"));
        Assert.Equal(["ChatBot.Core"], ReferencesOf("bot/ChatBot.Bot.csproj"));
        if (File.Exists(In("trainer/ChatBot.Trainer.csproj")))
            Assert.Equal(["ChatBot.Core"], ReferencesOf("trainer/ChatBot.Trainer.csproj"));
    }

    [SourceFact]
    public void Channels_do_not_know_each_other()
    {
        var channels = Directory.GetDirectories(In("bot/Channels")).Select(Path.GetFileName).Where(name => name != "Rendering").ToList();
        foreach (var channel in channels.Append("Rendering"))
            AssertNowhere(
                $"bot/Channels/{channel}",
                "*.cs",
                new Regex(string.Join('|', channels.Where(other => other != channel).Select(other => $@"\bChannels\.{other}\b")))
            );
    }

    [SourceFact]
    public void A_platform_is_named_where_it_belongs()
    {
        AssertNowhere("core", "*.cs", new Regex("slack", RegexOptions.IgnoreCase));
        AssertNowhere("bot/Channels/Teams", "*.cs", new Regex("slack", RegexOptions.IgnoreCase));
        AssertNowhere("core", "*.cs", new Regex(@"AdaptiveCard|Microsoft\.Bot\b"));
        foreach (
            var folder in Directory
                .GetDirectories(In("bot"))
                .Select(Path.GetFileName)
                .Where(name => name != "Channels" && !Ignored.Contains(name!))
        )
            AssertNowhere($"bot/{folder}", "*.cs", new Regex(@"AdaptiveCard|Microsoft\.Bot\b"));
        foreach (var channel in Directory.GetDirectories(In("bot/Channels")).Select(Path.GetFileName).Where(name => name != "Teams"))
            AssertNowhere($"bot/Channels/{channel}", "*.cs", new Regex(@"Microsoft\.Bot\b"));
    }

    [SourceFact]
    public void Nothing_is_left_for_later()
    {
        foreach (var room in new[] { "bot", "core", "trainer" })
        {
            AssertNowhere(room, "*.cs", new Regex(@"NotImplementedException|\bTODO\b|\bFIXME\b"));
            AssertNowhere(room, "*.cs", new Regex(@"catch\s*(\([^)]*\))?\s*\{\s*\}"));
            AssertNowhere(room, "*.js", new Regex(@"insertAdjacentHTML|outerHTML|\bsetHTML|\beval\(|\bTODO\b"));
        }
    }

    /// <summary>What the server wrote, by <c>HtmlWriter</c>, whose tests prove what it can hold.</summary>
    [SourceFact]
    public void The_page_reads_HTML_in_one_place() =>
        Assert.Equal(
            ["bot/wwwroot/js/dom.js"],
            Sources("bot", "*.js")
                .SelectMany(file => File.ReadLines(file).Where(line => line.Contains("innerHTML")).Select(_ => Relative(file)))
        );

    [SourceFact]
    public void Files_hold_one_idea() =>
        Assert.DoesNotContain(
            new[] { "*.cs", "*.js", "*.css", "*.razor" }
                .SelectMany(pattern => Sources(".", pattern))
                .Select(file => (File: Relative(file), Lines: File.ReadLines(file).Count())),
            file => file.Lines > MaxLines
        );

    [SourceFact]
    public void The_top_level_holds_what_the_design_says() =>
        Assert.DoesNotContain(
            Directory.EnumerateFileSystemEntries(SharedData.RepositoryRoot!).Select(entry => Path.GetFileName(entry)!),
            name => !name.StartsWith('.') && !Ignored.Contains(name) && !TopLevel.Contains(name)
        );

    /// <summary>A room is a top folder of the core or of the bot that holds code.</summary>
    [SourceFact]
    public void Every_room_says_what_it_is_for() =>
        Assert.DoesNotContain(
            new[] { "bot", "core" }
                .SelectMany(house => Directory.GetDirectories(In(house)))
                .Where(room => !Ignored.Contains(Path.GetFileName(room)) && Sources(room, "*.cs").Any())
                .Select(Relative)
                .Concat(["bot", "bot/Sample", "core", "trainer"]),
            room => Directory.Exists(In(room)) && !File.Exists(In($"{room}/README.md"))
        );

    [SourceFact]
    public void Lines_fit_a_screen()
    {
        foreach (var pattern in new[] { "*.cs", "*.razor" })
            AssertNowhere(".", pattern, new Regex($".{{{MaxColumns + 1},}}"));
    }

    private static void AssertNowhere(string folder, string pattern, Regex forbidden)
    {
        var found = Sources(folder, pattern)
            .SelectMany(file =>
                File.ReadLines(file)
                    .Select((line, index) => (line, index))
                    .Where(found => forbidden.IsMatch(found.line))
                    .Select(found => $"{Relative(file)}:{found.index + 1}: {found.line.Trim()}")
            )
            .ToList();
        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    private static IEnumerable<string> Sources(string folder, string pattern)
    {
        var root = In(folder);
        return !Directory.Exists(root)
            ? []
            : Directory
                .EnumerateFiles(root, pattern, SearchOption.AllDirectories)
                .Where(file => !Relative(file).Split('/').Any(part => Ignored.Contains(part) || part is ".git"));
    }

    private static List<string> ReferencesOf(string project) =>
        [
            .. XDocument
                .Load(In(project))
                .Descendants("ProjectReference")
                .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/'))),
        ];

    private static string In(string path) => Path.GetFullPath(Path.Combine(SharedData.RepositoryRoot!, path));

    private static string Relative(string file) => Path.GetRelativePath(SharedData.RepositoryRoot!, file).Replace('\\', '/');

    [GeneratedRegex("(Utils?|Helpers?|Manager|Common)$")]
    private static partial Regex VagueName();
}
