using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatBot.Answering;
using ChatBot.Bot.Channels.Teams.Rendering;
using ChatBot.Learning.Feedback;
using ChatBot.Learning.Review;
using ChatBot.TestKit;
using ChatBot.TestKit.Rendering;
using ChatBot.TestKit.Teams;
using static ChatBot.Bot.Tests.Teams.CardGallery;

namespace ChatBot.Bot.Tests.Teams;

/// <summary>What stands on cards, and what does not.</summary>
public sealed class CardTests
{
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
            $"rendered {All().Count()} cards",
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
                    Messages.Pair(Pair(stuff, "") with { Question = stuff, Second = stuff }),
                    TeamsMessages.Notice(stuff),
                }
            )
            {
                var json = WireJson.Write(activity);
                Assert.True(Encoding.UTF8.GetByteCount(json) <= CardFit.LargestUtf8, $"{n}: {Encoding.UTF8.GetByteCount(json)} bytes");
                Assert.True(json.Length * 2 <= CardFit.LargestUtf16, $"{n}: {json.Length} units");
                using var parsed = JsonDocument.Parse(json);
            }
        }
    }

    [Fact]
    public void What_people_and_documents_write_never_becomes_structure_or_markup()
    {
        var evil = "${note} [click](https://evil.example) **bold** <at>all</at> \",\"x\":\"";
        var card = Reviews.Render(Correction(CorrectionStatus.Pending) with { Question = evil }, new ReviewMoment());
        var run = Descendants(card)
            .OfType<JsonObject>()
            .Single(node => node["type"]?.GetValue<string>() == "TextRun" && node["text"]!.GetValue<string>() == evil);
        Assert.Null(run["selectAction"]);
        const string title = "a](https://evil.example) [b";
        const string link = "https://x.example/g#:~:text=A%20well%2Dknown%20rule%20%2D";
        foreach (var (given, opened) in new[] { ("ftp://x", null), (link, link) })
        {
            var titled = Answers.Render(
                Answer("Yes.[1]", Outcome.Answered, [new Source(1, title, given, 1, "") { Link = given }]),
                new AnswerMoment()
            );
            var source = Descendants(titled).OfType<JsonObject>().Single(node => node["text"]?.ToString() == title);
            Assert.Equal(("TextRun", opened), (source["type"]!.GetValue<string>(), source["selectAction"]?["url"]!.GetValue<string>()));
        }
        Assert.Equal(
            ("**no** <at>all</at>", "plain"),
            (TeamsMessages.Notice("\\*\\*no\\*\\* <at>all</at>").Text, TeamsMessages.Notice("x").TextFormat)
        );
    }

    [Fact]
    public void No_text_in_a_card_obeys_markup_but_the_signs_of_stars()
    {
        foreach (var (name, card) in All())
            Assert.All(
                Descendants(card).OfType<JsonObject>().Where(node => node["type"]?.ToString() is "TextBlock" or "FactSet"),
                node => Assert.True(node["text"]?.ToString() is "★" or "☆", $"{name}: {node.ToJsonString()}")
            );
    }

    [Fact]
    public void Under_an_answer_there_is_one_row_and_the_rest_is_behind_the_dots()
    {
        var answer = Answer("Yes.[1]", Outcome.Answered, new Source(1, "A file", "a.md", 1, ""));

        var message = Messages.Answer(answer, false);
        var card = Card(message);
        Assert.Equal(5, Descendants(card["body"]).OfType<JsonObject>().Count(node => node["type"]?.ToString() == "Column"));
        Assert.Equal(["Correct this"], Titles(card, "primary"));
        Assert.Equal(["Rate in detail", "Why this answer?"], Titles(card, "secondary"));
        Assert.Equal("default", message.ChannelData!["feedbackLoop"]!["type"]!.GetValue<string>());

        Assert.Equal(["Correct this", "Rate in detail"], Titles(Card(Messages.Answer(answer, true)), "primary"));

        var rated = Answers.Render(
            answer,
            new AnswerMoment(AnswerView.Settled, Note: "Thank you.", Mine: new Rating("w", "i", "u") { Overall = 4 })
        );
        Assert.Empty(Titles(rated, "primary"));
        Assert.Equal(["Correct this", "Rate in detail", "Change my rating", "Why this answer?"], Titles(rated, "secondary"));
        Assert.DoesNotContain("of 5 stars\"", rated.ToJsonString());
    }

    [Theory]
    [InlineData(Outcome.Blocked, "Ask differently", "Correct this", "Why this answer?")]
    [InlineData(Outcome.NoAnswer, "Ask differently", "I know the answer", "Why this answer?")]
    [InlineData(Outcome.Failed, "Ask again", "Why this answer?")]
    public void Where_there_is_no_answer_the_card_offers_what_leads_to_one_and_asks_for_no_rating(
        Outcome outcome,
        string offered,
        params string[] others
    )
    {
        var message = Messages.Answer(Answer("No.", outcome, new Source(1, "Rebase", "a.md", 0.1, "")), true);

        Assert.Equal([offered], Titles(Card(message), "primary"));
        Assert.Equal(others, Titles(Card(message), "secondary"));
        Assert.DoesNotContain("stars", WireJson.Write(message));
        Assert.Null(message.ChannelData);
    }

    [Fact]
    public void A_greeting_has_nothing_to_rate()
    {
        var message = Messages.Answer(Answer("Hello!", Outcome.Answered), false);

        Assert.Empty(Titles(Card(message), "primary"));
        Assert.Null(message.ChannelData);
    }

    [Fact]
    public void Why_this_answer_is_told_in_words()
    {
        var answer = Answer("Yes.[1]", Outcome.Answered, new Source(1, "A file", "a.md", 0.82, ""));

        var card = Answers.Render(answer, new AnswerMoment(AnswerView.Explaining));

        var said = CardReading.Lines(card["body"]);
        Assert.Contains("Outcome: Answered from the documents", said);
        Assert.Contains("How sure: Likely", said);
        Assert.Contains("Source 1: A file, 82 % alike", said);
        Assert.Contains("Because: the sources' own words", said);
    }

    [Fact]
    public void Who_decides_sees_where_a_masked_link_leads_and_lines_as_they_were_written()
    {
        var correction = Correction(CorrectionStatus.Pending) with
        {
            CorrectResponse = "First [the page](https://evil.example/p)\nthen\nthis",
        };

        var said = CardReading.Lines(Reviews.Render(correction, new ReviewMoment())["body"]);

        Assert.Equal(
            ["First the page (https://evil.example/p)", "then", "this"],
            said.SkipWhile(line => !line.StartsWith("Will be")).Skip(1)
        );
    }

    [Theory]
    [InlineData(0.95, "Sure")]
    [InlineData(0.7, "Likely")]
    [InlineData(0.3, "Not sure: this is the nearest section")]
    public void An_answer_says_in_words_how_sure_it_is(double confidence, string words)
    {
        var answer = Answer("Yes.[1]", Outcome.Answered, [new Source(1, "A file", "a.md", 1, "")]) with { Confidence = confidence };

        var card = Answers.Render(answer, new AnswerMoment());

        Assert.Equal(words, card["body"]![0]!["inlines"]![0]!["text"]!.GetValue<string>());
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

    private static IEnumerable<string> Titles(JsonObject card, string mode) =>
        card["actions"]!
            .AsArray()
            .Where(action => (action!["mode"]?.GetValue<string>() ?? "primary") == mode)
            .Select(action => action!["title"]!.GetValue<string>());
}
