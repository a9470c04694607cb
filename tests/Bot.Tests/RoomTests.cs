using System.Reflection;
using System.Text.RegularExpressions;
using ChatBot.TestKit;
using Xunit.Abstractions;

namespace ChatBot.Bot.Tests;

/// <summary>
/// The arrows between rooms: bot → core, trainer → core, and within each house one way only. What stands here is the drawing; an arrow
/// that the code has and the drawing lacks fails with what makes it. The graph as it is goes to the test's output.
/// </summary>
public sealed class RoomTests(ITestOutputHelper output)
{
    private static readonly Assembly Core = typeof(WireJson).Assembly;
    private static readonly Assembly Host = typeof(Program).Assembly;

    private static readonly Dictionary<string, string[]> CoreRooms = new()
    {
        ["Language"] = [],
        ["Settings"] = [],
        ["Models"] = ["Settings"],
        ["Storage"] = ["Settings"],
        ["Privacy"] = ["Language", "Settings", "Storage"],
        ["Embedding"] = ["Language", "Settings"],
        ["Knowledge"] = ["Embedding", "Language", "Privacy", "Settings", "Storage"],
        ["Answering"] = ["Embedding", "Knowledge", "Language", "Models", "Privacy", "Settings", "Storage"],
        ["Interactions"] = ["Answering", "Knowledge", "Language", "Privacy", "Settings", "Storage"],
        ["Learning"] = ["Answering", "Embedding", "Interactions", "Knowledge", "Language", "Models", "Privacy", "Settings", "Storage"],
        ["Starting"] = ["Answering", "Language", "Models", "Privacy", "Settings", "Storage"],
    };

    /// <summary>A stage knows those before it; only quoting looks ahead, to see what fits.</summary>
    private static readonly Dictionary<string, string[]> Stages = new()
    {
        ["Guarding"] = [],
        ["Corrections"] = [],
        ["Retrieval"] = ["Guarding"],
        ["Inventory"] = ["Capping"],
        ["Prompting"] = ["Guarding", "Retrieval"],
        ["Records"] = ["Prompting"],
        ["Generation"] = ["Prompting", "Capping"],
        ["Reuse"] = ["Corrections", "Prompting", "Generation"],
        ["Checking"] = ["Guarding", "Prompting", "Generation", "Reuse", "Capping", "AnswerRun"],
        ["Capping"] = [],
        ["Citing"] = [],
    };

    /// <summary>Channels as a folder is what every channel speaks; each channel is a room above it.</summary>
    private static readonly Dictionary<string, string[]> BotRooms = new()
    {
        ["Channels"] = [],
        ["Channels/Rendering"] = ["Channels"],
        ["Hosting"] = [],
        ["Access"] = ["Hosting"],
        ["Documents"] = ["Access", "Channels/Rendering", "Hosting"],
        ["Turns"] = ["Access", "Channels", "Hosting"],
        ["Channels/Slack"] = ["Access", "Channels", "Channels/Rendering", "Documents", "Hosting", "Turns"],
        ["Channels/Teams"] = ["Access", "Channels", "Channels/Rendering", "Documents", "Hosting", "Turns"],
        ["Channels/Web"] = ["Access", "Channels", "Channels/Rendering", "Documents", "Hosting", "Turns"],
        ["Channels/Webhook"] = ["Access", "Channels", "Channels/Rendering", "Hosting", "Turns"],
        ["Mcp"] = ["Access", "Channels", "Channels/Web", "Hosting"],
        ["Admin"] = ["Access", "Channels", "Channels/Rendering", "Documents", "Hosting", "Turns"],
        ["Commands"] = ["Access", "Admin", "Channels/Slack", "Channels/Teams", "Channels/Web", "Hosting", "Turns"],
    };

    [Fact]
    public void Rooms_of_the_core_know_each_other_one_way() => Check(Graph("ChatBot", Core, "core"), CoreRooms);

    /// <summary>The types that stages share stand at Answering itself: each counts, so that none leads a stage round to another.</summary>
    [Fact]
    public void Stages_of_an_answer_know_each_other_one_way()
    {
        var graph = Graph("ChatBot.Answering", Core, "core/Answering", rootTypes: true);
        var shared = Core.GetTypes().Where(type => type.Namespace == "ChatBot.Answering").Select(type => type.Name).ToList();

        // Beside the stages stand the answerer itself, which runs them, and what runs the answerer.
        Check(
            graph,
            Stages,
            from => shared.Contains(from) || from is "Evaluation" or "Explaining",
            to => shared.Contains(to) && !graph.Arrows.Any(arrow => arrow.From == to && Stages.ContainsKey(arrow.To))
        );
    }

    [Fact]
    public void Rooms_of_the_bot_know_each_other_one_way() => Check(Graph("ChatBot.Bot", Host, "bot", floors: "Channels"), BotRooms);

    /// <summary>What an engine does in its own way stands in Storage, or in a folder that is named after it.</summary>
    [SourceFact]
    public void An_engine_is_known_where_it_belongs()
    {
        var elsewhere = Sources("core").Concat(Sources("bot")).Where(file => !file.Contains("/core/Storage/")).ToList();
        AssertNone(elsewhere, new Regex(@"\bStorageEngine\b|\.Engine\s*(==|!=|is\b|switch\b)"));
        AssertNone(elsewhere.Where(file => !file.Contains("/Postgres/")), new Regex(@"\bNpgsql\b"));
    }

    /// <summary>A list of headings becomes one text, and a list again, in one place.</summary>
    [SourceFact]
    public void Headings_are_joined_in_one_place() =>
        AssertNone(Sources("core").Concat(Sources("bot")).Where(file => !file.EndsWith("/HeadingPath.cs")), new Regex("›"));

    private void Check(
        RoomGraph graph,
        IReadOnlyDictionary<string, string[]> drawn,
        Func<string, bool>? isFreeFrom = null,
        Func<string, bool>? isFreeTo = null
    )
    {
        output.WriteLine(graph.ToString());
        IReadOnlyList<string> wrong = [.. graph.Cycles(), .. graph.Undrawn(drawn, isFreeFrom, isFreeTo)];
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private static RoomGraph Graph(string root, Assembly assembly, string folder, bool rootTypes = false, params string[] floors)
    {
        var graph = new RoomGraph(root, rootTypes, floors).Add(assembly);
        return SharedData.RepositoryRoot is null ? graph : graph.AddUsings(Sources(folder));
    }

    private static void AssertNone(IEnumerable<string> files, Regex forbidden)
    {
        var found = files
            .SelectMany(file => File.ReadLines(file).Where(line => forbidden.IsMatch(line)).Select(line => $"{file}: {line.Trim()}"))
            .ToList();
        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    private static IEnumerable<string> Sources(string folder) =>
        Directory
            .EnumerateFiles(Path.Combine(SharedData.RepositoryRoot!, folder), "*.cs", SearchOption.AllDirectories)
            .Select(file => file.Replace('\\', '/'))
            .Where(file => !file.Contains("/obj/") && !file.Contains("/bin/"));
}
