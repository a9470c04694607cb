using System.Text.Json.Nodes;
using ChatBot.Answering;
using ChatBot.Answering.Guarding;
using ChatBot.Bot.Channels;
using ChatBot.Bot.Channels.Teams.Protocol;
using ChatBot.Bot.Channels.Teams.Rendering;
using ChatBot.Learning.Feedback;
using ChatBot.Learning.Registry;
using ChatBot.Learning.Review;
using ChatBot.TestKit.Documents;
using Microsoft.Extensions.Options;

namespace ChatBot.Bot.Tests.Teams;

/// <summary>A card of every kind, with what people and documents write.</summary>
internal static class CardGallery
{
    public static readonly AnswerCard Answers = new(
        Options.Create(new AnswerOptions()),
        TestLinks.Of(),
        new TopicSource(Options.Create(new GuardOptions()))
    );
    public static readonly ReviewCard Reviews = new(Options.Create(new AnswerOptions()));

    public static readonly PairCard Pairs = new();

    public static TeamsMessages Messages => new(Answers, Reviews, Pairs);

    public static IEnumerable<(string Name, JsonObject Card)> All()
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
        foreach (var (name, markdown) in Written)
            yield return (name, Answers.Render(Answer(markdown, Outcome.Answered, sources), new AnswerMoment()));
        yield return ("answer", Answers.Render(answer, new AnswerMoment()));
        yield return ("answer-asking", Card(Messages.Answer(answer, true)));
        yield return (
            "rated",
            Answers.Render(answer, new AnswerMoment(AnswerView.Settled, Note: "Thank you. You gave 4 of 5 stars.", Mine: mine))
        );
        yield return (
            "correcting",
            Answers.Render(answer, new AnswerMoment(AnswerView.Correcting, Fault: "Too long.", Typed: "too many words"))
        );
        yield return ("detailing", Answers.Render(answer, new AnswerMoment(AnswerView.Detailing, Mine: mine)));
        yield return ("why", Answers.Render(answer, new AnswerMoment(AnswerView.Explaining)));
        yield return ("greeting", Answers.Render(Answer("Hello! What would you like to know?", Outcome.Answered), new AnswerMoment()));
        yield return ("corrected", Answers.Render(Answer("Right.", Outcome.Corrected), new AnswerMoment(Heading: "Corrected by Ada")));
        var topical = new AnswerCard(Options.Create(new AnswerOptions()), TestLinks.Of(), Topic);
        yield return ("blocked", topical.Render(Answer("I can only help with Git.", Outcome.Blocked), new AnswerMoment()));
        yield return ("no-answer", Answers.Render(Answer("I found nothing.", Outcome.NoAnswer, sources), new AnswerMoment()));
        yield return (
            "asked-anew",
            Answers.Render(
                Answer("I found nothing.", Outcome.NoAnswer, sources),
                new AnswerMoment(AnswerView.Settled, Note: "You asked: How?")
            )
        );
        var leading = Answer("4,120 requests are pending.", Outcome.Answered) with
        {
            Choices =
            [
                new Choice("without status = pending", "How many IT requests are there?"),
                new Choice("in HR", "How many HR requests are pending?"),
            ],
        };
        yield return ("choices", Answers.Render(leading, new AnswerMoment()));
        yield return ("choices-asked", Answers.Render(leading, new AnswerMoment(AnswerView.Settled, Note: "You asked: How?")));
        yield return ("failed", Answers.Render(Answer("Something failed.", Outcome.Failed), new AnswerMoment()));
        yield return ("review", Reviews.Render(Correction(CorrectionStatus.Pending), new ReviewMoment(Viewers: ["29:a"])));
        yield return (
            "review-admin",
            Reviews.Render(
                Correction(CorrectionStatus.Reviewed),
                new ReviewMoment(true, Fault: "Too long.", Viewers: ["29:a"], Reach: Reach)
            )
        );
        yield return (
            "review-approved",
            Reviews.Render(
                Correction(CorrectionStatus.Approved),
                new ReviewMoment(true, Note: "From the next question on this is the answer.")
            )
        );
        yield return ("review-rejected", Reviews.Render(Correction(CorrectionStatus.Rejected), new ReviewMoment()));
        yield return ("pair", Pairs.Render(Pair(text, "")));
        yield return ("pair-picked", Pairs.Render(Pair(text, "adapter")));
        yield return ("pair-again", Pairs.Render(Pair(text, "neither"), BlindPair.Decided));
        yield return (
            "welcome",
            Card(
                Messages.Welcome(new WelcomeReply("I answer questions", ["Ask **me**.", "Say help."], ["How do I undo?", "What is a tag?"]))
            )
        );
        yield return ("welcome-bare", Card(Messages.Welcome(new WelcomeReply("I answer questions", ["Ask me."], []))));
    }

    public static readonly (string Name, string Markdown)[] Written =
    [
        (
            "table",
            "The sizes that we offer:[1]\n\n| Size | Memory | For whom |\n|---|---:|:-:|\n| small | 16 "
                + "GB | one person who tries things out |\n"
                + "| **large** | 128 GB | a [team](https://example.com/team) |\n\nAsk the desk."
        ),
        (
            "table-bars",
            "Requests by category:\n\n| category | requests | |\n|---|---:|---|\n| IT | 4,120 | ██████████ |\n| HR | 812 | ██ |"
        ),
        (
            "table-wide",
            "| Region | Host | Port | User | Database | Purpose |\n|---|---|---:|---|---|---|\n| north "
                + "| `db1.example.com` | 5432 | reader | "
                + "sales | reports |\n| south | `db2.example.com` | 5433 | writer | stock | orders |"
        ),
        (
            "list",
            "# Access\n\n1. Open the portal\n   - Menu **Requests**, where the long names of the "
                + "things that you may ask for stand in a list\n"
                + "     - Warehouse\n     - Archive\n   - [x] terms read\n   - [ ] manager asked\n10. Wait, "
                + "then run:\n\n    ```\n    login\n    ```\n\n"
                + "***\n\n> It takes a day.\n> Or two.\n\n~~Fax~~ no more."
        ),
        (
            "code",
            "Set it so:\n\n```yaml\nserver:\n  port:   8080\n  url:    "
                + "https://example.com/a/very/long/path/that/does/not/fit/into/one/line?of=a&card=1\n"
                + "\tname: x\n```\n\nand run `loader init --all`."
        ),
        (
            "long-link",
            "See https://example.com/docs/a-very-long-path/with_many_parts/and-more/and-more/and-more/i"
                + "ndex.html?version=2026.1&language=en#section-12 "
                + "or [the same page](https://example.com/docs/a-very-long-path/with_many_parts)."
        ),
        (
            "right-to-left",
            "لطلب الوصول إلى المستودع افتح **البوابة** ثم اتبع الخطوات:[1]\n\n1. افتح `Requests` من "
                + "القائمة\n2. اختر Git\n   - ثم انتظر\n\n| الحجم | الذاكرة |\n"
                + "|---|---:|\n| صغير | 16 GB |\n\n```\ngit clone https://example.com/a\n```\n\nThe English page says the same."
        ),
        ("scripts", "これは**重要**です。🙂 👩‍👩‍👧 Naïve façade, два слова.\n\n| 大きさ | メモリ |\n|---|---|\n| 小さい | 16 GB |"),
    ];

    public static TopicSource Topic
    {
        get
        {
            var file = Path.GetTempFileName();
            File.WriteAllText(
                file,
                """
                {"name": "Git", "description": "", "inScope": ["How do I undo a commit?", "What is a tag?"], "offTopic": []}
                """
            );
            var topic = new TopicSource(Options.Create(new GuardOptions { TopicFile = file }));
            File.Delete(file);
            return topic;
        }
    }

    public static readonly BlastReport Reach = new(
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

    public static JsonObject Card(OutboundActivity activity) => activity.Attachments!.Single().Content.AsObject();

    public static IEnumerable<JsonNode> Descendants(JsonNode? node) =>
        node switch
        {
            JsonObject shape => shape.SelectMany(member => Descendants(member.Value)).Prepend(shape),
            JsonArray list => list.SelectMany(Descendants).Prepend(list),
            null => [],
            _ => [node],
        };

    public static Answer Answer(string text, Outcome outcome, params Source[] sources) =>
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

    public static AnswerPair Pair(string text, string picked) =>
        new("pair-1", "a1", "base", "How do I undo the last commit?", text, "It cannot be undone.", true, picked);

    public static Correction Correction(CorrectionStatus status) =>
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
