using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatBot.Answering;
using ChatBot.Bot.Channels;
using ChatBot.Bot.Channels.Teams.Protocol;
using ChatBot.Bot.Channels.Teams.Rendering;
using ChatBot.Learning.Feedback;
using ChatBot.Learning.Review;
using ChatBot.TestKit;
using ChatBot.TestKit.Documents;
using ChatBot.TestKit.Teams;
using Microsoft.Extensions.Options;

namespace ChatBot.Bot.Tests.Teams;

public sealed class CardTests
{
    private readonly AnswerCard _answers = new(Options.Create(new AnswerOptions()), TestLinks.Of());
    private readonly ReviewCard _reviews = new(Options.Create(new AnswerOptions()));

    private TeamsMessages Messages => new(_answers, _reviews);

    [CounterpartFact(NodeProgram.Modules)]
    public async Task Every_card_parses_and_renders_without_a_warning_in_the_reference_renderer()
    {
        var folder = Directory.CreateTempSubdirectory("chatbot-cards-").FullName;
        var file = Path.Combine(folder, "cards.json");
        await File.WriteAllTextAsync(
            file,
            new JsonObject(All().Select(card => KeyValuePair.Create(card.Name, (JsonNode?)card.Card))).ToJsonString()
        );
        var pictures = Directory.CreateDirectory(Path.Combine(SharedData.RepositoryRoot ?? folder, "TestResults", "cards")).FullName;
        var script = Path.Combine(AppContext.BaseDirectory, "Teams", "Playground", "render.mjs");
        Assert.Contains(
            "rendered 14 cards",
            await NodeProgram.RunAsync(script, Counterpart.Of(NodeProgram.Modules), Counterpart.Of(NodeProgram.Chromium), file, pictures)
        );
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Every_executed_action_has_a_submitted_fallback_with_the_same_data_and_ids_are_unique()
    {
        foreach (var (name, card) in All())
        {
            var nodes = Descendants(card).OfType<JsonObject>().ToList();
            foreach (
                var action in nodes.Where(node =>
                    node["type"]?.GetValue<string>() == "Action.Execute" && node["title"]!.GetValue<string>() != "Refresh"
                )
            )
                Assert.True(JsonNode.DeepEquals(action["data"], action["fallback"]?["data"]), $"{name}: {action.ToJsonString()}");
            var ids = nodes
                .Where(node => node["type"]?.GetValue<string>().StartsWith("Input.", StringComparison.Ordinal) == true)
                .Select(node => node["id"]!.GetValue<string>())
                .ToList();
            Assert.Equal(ids.Distinct(), ids);
        }
    }

    [Fact]
    public void Extreme_content_stays_under_the_size_that_Teams_takes()
    {
        var random = new Random(3);
        string[] alphabets = ["word ", "🙂", "\\\"", "字", "<at>x</at>", "[a](http://b)", "```\n", "\u202E\u0000"];
        for (var n = 0; n < 60; n++)
        {
            var stuff = string.Concat(Enumerable.Repeat(alphabets[n % alphabets.Length], random.Next(1, 8000)));
            var answer = Answer(
                stuff,
                Outcome.Answered,
                Enumerable
                    .Range(1, 30)
                    .Select(i => new Source(i, stuff, "a", 0.5, stuff) { Link = "https://example.com/" + stuff })
                    .ToArray()
            );
            var correction = Correction(CorrectionStatus.Pending) with
            {
                Question = stuff,
                IncorrectResponse = stuff,
                CorrectResponse = stuff,
                Reason = stuff,
                Category = stuff[..Math.Min(80, stuff.Length)],
            };
            foreach (
                var activity in new[]
                {
                    Messages.Answer(answer, true),
                    Messages.Corrected(answer, correction),
                    Messages.Review(
                        correction,
                        new ReviewMoment(
                            true,
                            Reach: Reach with
                            {
                                Examples = [.. Enumerable.Repeat(Reach.Examples[0] with { Question = stuff }, 20)],
                            }
                        )
                    ),
                    TeamsMessages.Notice(stuff),
                }
            )
            {
                var json = WireJson.Write(activity);
                Assert.True(
                    Encoding.UTF8.GetByteCount(json) <= TeamsMessages.LargestUtf8,
                    $"{n}: {Encoding.UTF8.GetByteCount(json)} bytes"
                );
                Assert.True(json.Length * 2 <= TeamsMessages.LargestUtf16, $"{n}: {json.Length} units");
                using var parsed = JsonDocument.Parse(json);
            }
        }
    }

    [Fact]
    public void What_people_and_documents_write_never_becomes_structure_or_markup()
    {
        var evil = "${note} [click](https://evil.example) **bold** <at>all</at> \",\"x\":\"";
        var card = _reviews.Render(Correction(CorrectionStatus.Pending) with { Question = evil }, new ReviewMoment());
        var run = Descendants(card)
            .OfType<JsonObject>()
            .Single(node => node["type"]?.GetValue<string>() == "TextRun" && node["text"]!.GetValue<string>() == evil);
        Assert.Null(run["selectAction"]);
        var titled = _answers.Render(
            Answer("Yes.[1]", Outcome.Answered, [new Source(1, "a](https://evil.example) [b", "ftp://x", 1, "") { Link = "ftp://x" }]),
            new AnswerMoment()
        );
        Assert.Contains("a\\\\]\\\\(https:", titled.ToJsonString(WireJson.Options));
        Assert.DoesNotContain("ftp://", titled.ToJsonString());
    }

    [Theory]
    [InlineData(0.95, "Sure")]
    [InlineData(0.7, "Likely")]
    [InlineData(0.3, "Not sure: this is the nearest section")]
    public void An_answer_says_in_words_how_sure_it_is(double confidence, string words)
    {
        var answer = Answer("Yes.[1]", Outcome.Answered, [new Source(1, "A file", "a.md", 1, "")]) with { Confidence = confidence };

        var card = _answers.Render(answer, new AnswerMoment());

        Assert.Equal(words, card["body"]![0]!["text"]!.GetValue<string>());
        Assert.DoesNotContain('%', card.ToJsonString());
    }

    [Fact]
    public void The_closest_pages_of_no_answer_are_buttons_and_those_that_do_not_open_are_named()
    {
        Source[] pages =
        [
            new(1, "Rebase", "a.md", 0.1, "") { Link = "https://bot.example.com/documents/a" },
            new(2, "Tags", "b.md", 0.1, ""),
        ];

        var message = Messages.Answer(Answer("I found nothing.", Outcome.NoAnswer, pages), false);

        var card = message.Attachments![0].Content!;
        var button = Descendants(card).OfType<JsonObject>().Single(node => node["type"]?.GetValue<string>() == "Action.OpenUrl");
        Assert.Equal(
            ("Rebase", "https://bot.example.com/documents/a"),
            (button["title"]!.GetValue<string>(), button["url"]!.GetValue<string>())
        );
        Assert.Contains(Descendants(card).OfType<JsonObject>(), node => node["text"]?.ToString() == "Tags");
        Assert.Null(message.Entities![0]!["citation"]);
    }

    [Fact]
    public void The_citation_entity_is_one_root_within_the_limits()
    {
        var entities = Messages
            .Answer(
                Answer(
                    "Yes.[1]",
                    Outcome.Answered,
                    Enumerable
                        .Range(1, 30)
                        .Select(n => new Source(n, new string('t', 200), "a", 1, new string('e', 500)) { Link = "https://example.com/" })
                        .ToArray()
                ),
                false
            )
            .Entities!;
        var claims = Assert.Single(entities)!["citation"]!.AsArray();
        Assert.True(claims.Count <= 20);
        Assert.All(
            claims,
            claim =>
                Assert.True(
                    claim!["appearance"]!["name"]!.GetValue<string>().Length <= 80
                        && claim["appearance"]!["abstract"]!.GetValue<string>().Length <= 160
                )
        );
        Assert.Null(Messages.Answer(Answer("Right.", Outcome.Corrected), false).Entities![0]!["additionalType"]);
    }

    private IEnumerable<(string Name, JsonObject Card)> All()
    {
        var sources = new[]
        {
            new Source(1, "Undo a commit (Git)", "https://example.com/undo", 0.8, "Run git reset.") { Link = "https://example.com/undo" },
            new Source(2, "A file", "docs/a.md", 0.6, "It says so."),
        };
        var text =
            "Use **reset**:\n\n1. Look: `git log`.[1]\n2. Undo it:\n\n```bash\ngit reset --soft HEAD~1\n    # keeps "
            + "changes\n```\n\nSee [the book](https://example.com/book).[2]";
        var answer = Answer(text, Outcome.Answered, sources);
        var mine = new Rating("w", "i", "u")
        {
            Overall = 4,
            Accuracy = 3,
            Comment = "good",
        };
        yield return ("answer", _answers.Render(answer, new AnswerMoment()));
        yield return ("rated", _answers.Render(answer, new AnswerMoment(Note: "Thank you. You gave 4 of 5 stars.", Mine: mine)));
        yield return (
            "correcting",
            _answers.Render(answer, new AnswerMoment(AnswerView.Correcting, Fault: "Too long.", Typed: "too many words"))
        );
        yield return ("detailing", _answers.Render(answer, new AnswerMoment(AnswerView.Detailing, Mine: mine)));
        yield return ("corrected", _answers.Render(Answer("Right.", Outcome.Corrected), new AnswerMoment(Heading: "Corrected by Ada")));
        yield return ("blocked", _answers.Render(Answer("I can only help with Git.", Outcome.Blocked), new AnswerMoment()));
        yield return ("no-answer", _answers.Render(Answer("I found nothing.", Outcome.NoAnswer, sources), new AnswerMoment()));
        yield return ("failed", _answers.Render(Answer("Something failed.", Outcome.Failed), new AnswerMoment()));
        yield return ("review", _reviews.Render(Correction(CorrectionStatus.Pending), new ReviewMoment(Viewers: ["29:a"])));
        yield return (
            "review-admin",
            _reviews.Render(
                Correction(CorrectionStatus.Reviewed),
                new ReviewMoment(true, Fault: "Too long.", Viewers: ["29:a"], Reach: Reach)
            )
        );
        yield return (
            "review-approved",
            _reviews.Render(
                Correction(CorrectionStatus.Approved),
                new ReviewMoment(true, Note: "From the next question on this is the answer.")
            )
        );
        yield return ("review-rejected", _reviews.Render(Correction(CorrectionStatus.Rejected), new ReviewMoment()));
        yield return (
            "welcome",
            Card(
                Messages.Welcome(new WelcomeReply("I answer questions", ["Ask **me**.", "Say help."], ["How do I undo?", "What is a tag?"]))
            )
        );
        yield return ("welcome-bare", Card(Messages.Welcome(new WelcomeReply("I answer questions", ["Ask me."], []))));
    }

    private static readonly BlastReport Reach = new(
        "correction-1",
        0.77,
        0.77,
        false,
        [new BlastStep(0.72, 5, 9), new BlastStep(0.77, 3, 4), new BlastStep(0.82, 1, 1)],
        [
            new BlastExample("How can I undo a commit?", 0.91, 3, new Dictionary<string, int>(), 1, 2, 2.5),
            new BlastExample("Undo the commit?", 0.8, 1, new Dictionary<string, int>(), 0, 0, null),
        ],
        [],
        100,
        100,
        false
    );

    private static JsonObject Card(OutboundActivity activity) => activity.Attachments!.Single().Content.AsObject();

    private static IEnumerable<JsonNode> Descendants(JsonNode? node) =>
        node switch
        {
            JsonObject shape => shape.SelectMany(member => Descendants(member.Value)).Prepend(shape),
            JsonArray list => list.SelectMany(Descendants).Prepend(list),
            null => [],
            _ => [node],
        };

    private static Answer Answer(string text, Outcome outcome, params Source[] sources) =>
        new(
            "interaction-1",
            text,
            outcome,
            3,
            0.9,
            sources,
            new Receipt
            {
                Outcome = outcome,
                Stage = "generation",
                Rule = "test",
            }
        );

    private static Correction Correction(CorrectionStatus status) =>
        new(
            "correction-1",
            "w",
            "interaction-1",
            "teams",
            "How do I undo the last commit?",
            "Use `git undo`.",
            "Run **git reset --soft HEAD~1**: the commit goes.",
            "git",
            status,
            "u_1",
            status is CorrectionStatus.Pending ? null : "Ada",
            status is CorrectionStatus.Rejected ? "not true" : null,
            null,
            null,
            DateTimeOffset.UnixEpoch,
            status is CorrectionStatus.Approved ? DateTimeOffset.UnixEpoch : null
        );
}
