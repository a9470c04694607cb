using System.Text.Json;
using ChatBot.Answering;
using ChatBot.Bot.Channels.Slack.Rendering;
using ChatBot.Bot.Tests.Web;
using ChatBot.TestKit;

namespace ChatBot.Bot.Tests.Slack;

/// <summary>Pictures of answers in Slack for people to look at, into the folder that <c>CHATBOT_PICTURES</c> names.</summary>
public sealed class PictureTests(Chromium chromium) : IClassFixture<Chromium>
{
    private static readonly (string Name, string Markdown, Outcome Outcome)[] Answers =
    [
        (
            "table",
            """
            The sizes that we offer: [1]

            | Size | Memory | For whom |
            |---|---:|---|
            | small | 16 GB | one person |
            | **large** | 128 GB | a team |

            Ask the desk.
            """,
            Outcome.Answered
        ),
        (
            "bars",
            """
            Requests by category:

            | category | requests | |
            |---|---:|---|
            | IT | 4,120 | ██████████ |
            | HR | 812 | ██ |
            """,
            Outcome.Answered
        ),
        (
            "wide-table",
            """
            | Region | Host | Port | User | Database | Purpose |
            |---|---|---|---|---|---|
            | north | `db1.example.com` | 5432 | reader | sales | monthly reports |
            | south | `db2.example.com` | 5433 | writer | stock | orders |
            """,
            Outcome.Answered
        ),
        (
            "list",
            """
            # Access
            1. Open the portal
               - Menu **Requests**
                 - Warehouse
               - [x] terms read
            2. Wait, then run:
               ```
               login --now
               ```

            > It takes a day.
            > Or ~~three~~ two.
            """,
            Outcome.Answered
        ),
        (
            "code",
            """
            Set it in `__init__.py`:
            ```yaml
            server:
              port: 8080
            ```
            and run **`loader init --all`** in un**believ**able これは**重要**です.
            """,
            Outcome.Answered
        ),
        (
            "long-link",
            """
            See https://example.com/docs/a-very-long-path/with_many_parts/and-more/index.html?version=2026.1&language=en#section-12
            or **[the same page](https://example.com/x)**.
            """,
            Outcome.Answered
        ),
        (
            "right-to-left",
            """
            لطلب الوصول إلى المستودع افتح **البوابة** ثم اتبع الخطوات: [1]
            1. افتح `Requests` من القائمة
            2. اختر Git
            """,
            Outcome.Answered
        ),
        ("refusal", "I can only help with Git.", Outcome.Blocked),
        ("no-answer", "I found nothing about that.", Outcome.NoAnswer),
    ];

    [CounterpartFact(Chromium.Variable)]
    public async Task Answers_fit_their_column_in_light_and_dark()
    {
        foreach (var (name, markdown, outcome) in Answers)
        {
            var receipt = new Receipt
            {
                Outcome = outcome,
                Stage = "generation",
                Rule = "picture",
            };
            var source = new Source(1, "Getting access", "access.md", 0.8, "text") { Link = "https://example.com/doc" };
            var answer = new Answer("i1", markdown, outcome, Words: 10, Confidence: 0.8, [source], receipt)
            {
                Choices = [new Choice("without status = pending", "How many IT requests are there?")],
            };
            var blocks = JsonSerializer.SerializeToElement(AnswerMessage.Of(answer, askForDetails: false, Richness.Full).Blocks);
            foreach (var isDark in (bool[])[false, true])
            {
                var page = await chromium.OpenAsync("http://127.0.0.1/");
                await page.SetContentAsync(BlockPicture.Html(blocks, isDark));
                Assert.False(await page.EvaluateAsync<bool>("document.body.scrollWidth > document.body.clientWidth"), name);
                if (Environment.GetEnvironmentVariable("CHATBOT_PICTURES") is { Length: > 0 } folder)
                    await page.Locator("body")
                        .ScreenshotAsync(new() { Path = Path.Combine(folder, $"slack-{name}-{(isDark ? "dark" : "light")}.png") });
                await page.Context.CloseAsync();
            }
        }
    }
}
