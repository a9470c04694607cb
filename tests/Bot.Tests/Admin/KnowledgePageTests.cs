using System.Net;
using System.Text.RegularExpressions;
using ChatBot.TestKit.Hosting;

namespace ChatBot.Bot.Tests.Admin;

/// <summary>What an admin does on the Knowledge page: hands over files, looks at what was read of them, keeps some out.</summary>
public sealed partial class KnowledgePageTests : IAsyncLifetime
{
    private BotApp _bot = null!;
    private AdminBrowser _browser = null!;

    public async Task InitializeAsync()
    {
        _bot = await BotApp.StartAsync(new Dictionary<string, string?> { ["Guard:TopicFile"] = "" });
        _browser = await AdminBrowser.SignedInAsync(_bot);
    }

    public async Task DisposeAsync()
    {
        _browser.Dispose();
        await _bot.DisposeAsync();
    }

    [Fact]
    public async Task An_uploaded_file_answers_questions_is_shown_as_read_kept_out_let_in_again_and_removed()
    {
        const string Question = "How many chairs does the Quokka room have?";
        using var uploaded = await _browser.UploadAsync(
            ("../rooms.md", "# Rooms\n\nThe Quokka room has 17 chairs.\n"),
            ("photo.png", "png")
        );
        var target = uploaded.Headers.Location!.ToString();
        Assert.Contains("uploaded=1", target);
        Assert.Contains("photo.png is of a kind that is not read.", WebUtility.HtmlDecode(await _browser.ReadAsync(target)));
        await SettledAsync(async () => (await AnswerAsync(Question)).Contains("17 chairs"));

        var knowledge = await _browser.ReadAsync("/admin/knowledge");
        Assert.Contains("Uploaded files", knowledge);
        var list = Link(knowledge, "/admin/knowledge/documents?");
        var document = Link(await _browser.ReadAsync(list), "/admin/knowledge/document?");
        Assert.Contains("The Quokka room has 17 chairs.", await _browser.ReadAsync(document));

        using var excluded = await _browser.PostAsync(document, "document", new() { ["Act"] = "exclude" });
        Assert.DoesNotContain("17 chairs", await AnswerAsync(Question));
        Assert.Contains("Excluded", await _browser.ReadAsync(list));

        using var again = await _browser.PostAsync(document, "document", new() { ["Act"] = "again" });
        await SettledAsync(async () => (await AnswerAsync(Question)).Contains("17 chairs"));

        using var removed = await _browser.PostAsync(document, "document", new() { ["Act"] = "remove" });
        Assert.Equal(HttpStatusCode.Redirect, removed.StatusCode);
        Assert.DoesNotContain("17 chairs", await AnswerAsync(Question));
        Assert.Contains("no such document", await _browser.ReadAsync(document));
        Assert.Contains("knowledge.excluded", await _browser.ReadAsync("/admin/audit"));
    }

    [Fact]
    public async Task A_document_kept_out_stays_out_when_its_source_is_read_again()
    {
        using var uploaded = await _browser.UploadAsync(("a.md", "# A\n\nThe wombat code is 4711.\n"));
        await SettledAsync(async () => (await AnswerAsync("What is the wombat code?")).Contains("4711"));
        var list = Link(await _browser.ReadAsync("/admin/knowledge"), "/admin/knowledge/documents?");
        var document = Link(await _browser.ReadAsync(list), "/admin/knowledge/document?");
        using var excluded = await _browser.PostAsync(document, "document", new() { ["Act"] = "exclude" });
        using var more = await _browser.UploadAsync(
            ("a.md", "# A\n\nThe wombat code is 4712.\n"),
            ("b.md", "# B\n\nThe numbat code is 12.\n")
        );
        await SettledAsync(async () => (await AnswerAsync("What is the numbat code?")).Contains("12"));
        Assert.DoesNotContain("471", await AnswerAsync("What is the wombat code?"));

        using var removed = await _browser.PostAsync(document, "document", new() { ["Act"] = "remove" });
        Assert.Contains("no such document", await _browser.ReadAsync(document));
        Assert.Contains("knowledge.removed", await _browser.ReadAsync("/admin/audit"));
        using var anew = await _browser.UploadAsync(("a.md", "# A\n\nThe wombat code is 4713.\n"));
        await SettledAsync(async () => (await AnswerAsync("What is the wombat code?")).Contains("4713"));
    }

    private async Task<string> AnswerAsync(string question) => (await _bot.AskAsync(question)).GetProperty("answer").GetString()!;

    private static async Task SettledAsync(Func<Task<bool>> done)
    {
        for (var tries = 0; tries < 200; tries++)
        {
            if (await done())
                return;
            await Task.Delay(100);
        }
        Assert.Fail("It did not happen within twenty seconds.");
    }

    private static string Link(string page, string start) =>
        WebUtility.HtmlDecode(Links().Matches(page).Select(link => link.Groups[1].Value).First(link => link.Contains(start)));

    [GeneratedRegex("href=\"([^\"]+)\"")]
    private static partial Regex Links();
}
