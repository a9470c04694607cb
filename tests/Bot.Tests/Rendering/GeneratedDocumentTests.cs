using System.Text.Json;
using System.Text.Json.Nodes;
using ChatBot.Bot.Channels.Rendering;
using ChatBot.Bot.Channels.Slack.Rendering;
using ChatBot.Bot.Channels.Teams.Rendering;
using ChatBot.TestKit;
using ChatBot.TestKit.Rendering;
using ChatBot.TestKit.Slack;
using ChatBot.TestKit.Teams;

namespace ChatBot.Bot.Tests.Rendering;

public sealed class GeneratedDocumentTests
{
    private const int Documents = 5000;

    /// <summary>Dots, numbers and boxes of items, the headers of tables, and which way a cell is read.</summary>
    private const string InCards = "•☑☐0123456789.:ΑλφαΒητΓμΔε\u2066\u2069";
    private const Marks All = Marks.Bold | Marks.Italic | Marks.Struck | Marks.Code;

    [Fact]
    public void Slack_shows_every_document_as_it_was_meant() =>
        Check(
            document => MrkdwnReading.Of(Mrkdwn.Of(document.Markdown, int.MaxValue)),
            // Dots, numbers and boxes of items, lines of tables, and their headers.
            "•☑☐─0123456789.:ΑλφαΒητΓμΔε"
        );

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Teams_shows_every_document_as_it_was_meant(bool knowsNoTables) =>
        Check(document => CardReading.Of(CardElements.Of(MarkdownReader.Read(document.Markdown)), knowsNoTables), InCards);

    [CounterpartFact(NodeProgram.Modules)]
    public async Task The_reference_renderer_of_Adaptive_Cards_shows_every_document_without_a_warning_or_a_mark()
    {
        var folder = Directory.CreateTempSubdirectory("chatbot-documents-").FullName;
        var (cards, texts) = (Path.Combine(folder, "cards.json"), Path.Combine(folder, "texts.json"));
        var documents = Enumerable.Range(0, Documents).Select(seed => new GeneratedDocument(seed)).ToList();
        await File.WriteAllTextAsync(cards, new JsonArray([.. documents.Select(document => Card(document.Markdown))]).ToJsonString());
        var script = Path.Combine(AppContext.BaseDirectory, "Teams", "Playground", "read.mjs");
        Assert.Contains(
            $"read {Documents} cards",
            await NodeProgram.RunAsync(script, Counterpart.Of(NodeProgram.Modules), Counterpart.Of(NodeProgram.Chromium), cards, texts)
        );
        var shown = new Queue<string>(JsonSerializer.Deserialize<string[]>(await File.ReadAllTextAsync(texts))!);
        Check(_ => [.. shown.Dequeue().Where(sign => !char.IsWhiteSpace(sign)).Select(sign => new Seen(sign, All))], InCards);
        Directory.Delete(folder, recursive: true);
    }

    private static JsonNode Card(string markdown) =>
        new JsonObject
        {
            ["type"] = "AdaptiveCard",
            ["version"] = "1.5",
            ["body"] = CardElements.Of(MarkdownReader.Read(markdown)),
        };

    [Fact]
    public void Nothing_in_Slack_pings_and_every_message_keeps_to_its_limits()
    {
        foreach (var seed in Enumerable.Range(0, Documents))
        {
            var message = AnswerMessage.Of(new GeneratedDocument(seed).Answer, askForDetails: false, Richness.Full);
            var json = new JsonObject { ["text"] = message.Text, ["blocks"] = message.Blocks };
            Assert.Empty(BlockLimits.OfMessage(JsonSerializer.SerializeToElement(json)));
        }
    }

    [Fact]
    public void Html_shows_every_document_as_it_was_meant_and_holds_nothing_else() =>
        Check(
            document =>
            {
                var html = HtmlWriter.Write(MarkdownReader.Read(document.Markdown), sources: 1);
                Assert.Null(HtmlReading.Fault(html));
                return HtmlReading.Of(html);
            },
            // Boxes of items, numbers of those that no list may begin with within a paragraph, and the headers of tables.
            "☑☐0123456789.ΑλφαΒητΓμΔε"
        );

    [Fact]
    public void A_document_is_shortened_to_any_length()
    {
        foreach (var seed in Enumerable.Range(0, 500))
        {
            var markdown = new GeneratedDocument(seed).Markdown;
            foreach (var longest in (int[])[1, 20, 100, 300])
                Assert.True(Mrkdwn.Of(markdown, longest).Length <= longest, $"seed {seed}, {longest}");
        }
    }

    /// <summary>The kinds of failures, each with a seed, instead of the first alone.</summary>
    private static void Check(Func<GeneratedDocument, IReadOnlyList<Seen>> show, string added)
    {
        var wrong = new List<string>();
        foreach (var seed in Enumerable.Range(0, Documents))
        {
            var document = new GeneratedDocument(seed);
            if (Comparison.Of(document.Seen, show(document), All, added) is { } fault)
                wrong.Add($"seed {seed}: {fault}");
        }
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {Documents} are shown wrong.\n{string.Join('\n', wrong.Take(20))}");
    }
}
