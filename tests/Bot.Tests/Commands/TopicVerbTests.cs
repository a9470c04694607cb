using System.Text.Json;
using ChatBot.Bot.Commands;

namespace ChatBot.Bot.Tests.Commands;

/// <summary>From own documents to a topic file for them.</summary>
public sealed class TopicVerbTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("chatbot-topic-test-").FullName;

    [Fact]
    public async Task Documents_of_another_trade_are_warned_about_and_their_own_topic_file_admits_questions_about_them()
    {
        var garden = WriteGarden();
        var file = Path.Combine(_folder, "topic.json");

        var (code, _, error) = await RunAsync("ingest", garden);
        Assert.Equal(CommandLine.Done, code);
        Assert.Contains("Sample/topic.json would refuse", error);
        Assert.Contains(TopicVerb.Suggestion, error);

        (code, _, error) = await RunAsync("topic", "suggest", "--out", file, "--name", "our garden");
        Assert.Equal(CommandLine.Done, code);
        Assert.Contains($"--Guard:TopicFile {file}", error);
        var topic = JsonDocument.Parse(await File.ReadAllTextAsync(file)).RootElement;
        Assert.Equal("our garden", topic.GetProperty("name").GetString());
        Assert.InRange(topic.GetProperty("inScope").GetArrayLength(), 20, 60);

        const string asked = "When should I water the tomatoes in a hot summer?";
        Assert.Equal("blocked", await OutcomeAsync(asked));
        Assert.NotEqual("blocked", await OutcomeAsync(asked, "--Guard:TopicFile", file));
        Assert.Equal("blocked", await OutcomeAsync("Can I sue my landlord for the deposit?", "--Guard:TopicFile", file));

        await File.AppendAllTextAsync(Path.Combine(garden, "roses.md"), "\n\nRoses like the sun.\n");
        (_, _, error) = await RunAsync("ingest", garden, "--Guard:TopicFile", file);
        Assert.DoesNotContain("would refuse", error);
    }

    [Fact]
    public async Task A_file_that_is_there_is_written_over_only_where_that_is_said()
    {
        var file = Path.Combine(_folder, "mine.json");
        await File.WriteAllTextAsync(file, "mine");
        await RunAsync("ingest", WriteGarden(), "--words-only");

        var (code, _, error) = await RunAsync("topic", "suggest", "--out", file);
        Assert.Equal(CommandLine.UsedWrongly, code);
        Assert.Contains("--force", error);
        Assert.Equal("mine", await File.ReadAllTextAsync(file));

        (code, _, _) = await RunAsync("topic", "suggest", "--out", file, "--force");
        Assert.Equal(CommandLine.Done, code);
        Assert.StartsWith("{", await File.ReadAllTextAsync(file), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_few_documents_make_no_topic()
    {
        var (code, _, error) = await RunAsync("topic", "suggest");

        Assert.Equal(CommandLine.Failed, code);
        Assert.Single(error.TrimEnd().Split('\n'), line => line.Contains("too few headings"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<string?> OutcomeAsync(string question, params string[] more)
    {
        var (_, output, _) = await RunAsync(["ask", question, "--json", .. more]);
        return JsonDocument.Parse(output).RootElement.GetProperty("outcome").GetString();
    }

    private Task<(int Code, string Output, string Error)> RunAsync(params string[] args) =>
        Verb.RunAsync([.. args, "--Data:Directory", Path.Combine(_folder, "data")]);

    private string WriteGarden()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, "garden")).FullName;
        string[] plants = ["tomatoes", "roses", "carrots", "lavender", "cucumbers", "strawberries", "beans", "pumpkins"];
        string[] work =
        [
            "Watering {0} in a hot summer",
            "Sow {0} under glass",
            "Fertiliser and compost for {0}",
            "Protect your {0} from aphids and slugs",
        ];
        foreach (var plant in plants)
            File.WriteAllText(
                Path.Combine(folder, $"{plant}.md"),
                $"# Growing {plant}\n\n"
                    + string.Join(
                        "\n\n",
                        work.Select(heading =>
                            $"## {string.Format(heading, plant)}\n\nIn the garden the {plant} want sun, soil and patience."
                        )
                    )
            );
        return folder;
    }
}
