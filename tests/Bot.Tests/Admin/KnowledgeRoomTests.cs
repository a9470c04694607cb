using System.Net;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using ChatBot.Bot.Tests.Access;
using ChatBot.Knowledge.Indexing;
using ChatBot.Learning.Analytics;
using ChatBot.Storage;
using ChatBot.TestKit.Hosting;

namespace ChatBot.Bot.Tests.Admin;

/// <summary>Documents with their state and use, what was skipped, and gaps: read from a running bot, seen on their pages.</summary>
public sealed class KnowledgeRoomTests : IAsyncLifetime
{
    private const string Chairs = "How many chairs does the Quokka room have?";

    private readonly string _folder = Directory.CreateTempSubdirectory("chatbot-room-").FullName;
    private BotApp _bot = null!;
    private AdminBrowser _browser = null!;

    public async Task InitializeAsync()
    {
        _bot = await BotApp.StartAsync(new Dictionary<string, string?> { ["Guard:TopicFile"] = "" });
        _browser = await AdminBrowser.SignedInAsync(_bot);
        Write("rooms.md", "# Rooms\n\nThe Quokka room has 17 chairs.\n");
        Write("coffee.md", "# Coffee\n\nThe numbat machine takes 12 beans a cup.\n");
        Write("broken.json", "{\"title\": \"Half\"\n");
        Write("rows.jsonl", "{\"title\": \"Sound\", \"text\": \"The bilby lamp is green.\"}\nnot json\n");
        Write("photo.png", "png");
        await _bot.IndexedAsync();
        await IngestAsync();
    }

    public async Task DisposeAsync()
    {
        _browser.Dispose();
        await _bot.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Citing_and_disliking_are_counted_by_document_and_taken_back_with_the_rating()
    {
        var id = await AskAsync(Chairs);
        await AskAsync(Chairs);
        await RateAsync(id, "ann", "down");
        await RateAsync(id, "bob", "up");
        Assert.Equal((2, 1), await UseAsync("rooms.md"));
        Assert.Equal((0, 0), await UseAsync("coffee.md"));

        await RateAsync(id, "ann", "down");
        Assert.Equal((2, 1), await UseAsync("rooms.md"));
        await RateAsync(id, "ann", "up");
        Assert.Equal((2, 0), await UseAsync("rooms.md"));
        Assert.All(await ListAsync(new DocumentFilter(), "elsewhere"), document => Assert.Fail(document.Uri));
    }

    [Fact]
    public async Task Documents_are_sorted_filtered_and_paged()
    {
        await RateAsync(await AskAsync(Chairs), "ann", "down");
        var disliked = await ListAsync(new DocumentFilter(_folder) { Order = DocumentOrder.Disliked, Descending = true });
        Assert.Equal("rooms.md", disliked[0].Uri);
        Assert.All(disliked, document => Assert.Equal(disliked.Count, document.Total));
        Assert.All(disliked, document => Assert.InRange(document.Changed, 1, document.Read + 60_000));
        foreach (var order in Enum.GetValues<DocumentOrder>())
        {
            var whole = await ListAsync(new DocumentFilter { Order = order, Descending = true });
            var paged = new List<string>();
            for (var skip = 0; skip < whole.Count; skip += 7)
                paged.AddRange(
                    (
                        await _bot.Get<DocumentList>()
                            .ReadAsync(Workspaces.Default, new DocumentFilter { Order = order, Descending = true }, skip, 7)
                    ).Select(document => document.Uri)
                );
            Assert.Equal(whole.Select(document => document.Uri), paged);
        }
        Assert.Equal("coffee.md", Assert.Single(await ListAsync(new DocumentFilter(Find: "COFFEE"))).Uri);
        Assert.Empty(await ListAsync(new DocumentFilter(Find: "%")));
        var partly = await ListAsync(new DocumentFilter(_folder, DocumentState.Partly));
        Assert.Equal(["broken.json", "rows.jsonl"], partly.Select(document => document.Path).Distinct().Order());
        Assert.DoesNotContain(await ListAsync(new DocumentFilter(_folder, DocumentState.Searchable)), document => document.Parts > 0);
    }

    [Fact]
    public async Task A_document_waits_for_its_vectors_and_then_does_not()
    {
        await _bot.Get<VectorFill>().RunAsync();
        Assert.Empty(await ListAsync(new DocumentFilter(_folder, DocumentState.Pending)));
        await _bot.Get<IDatabase>()
            .WriteAsync(
                Workspaces.Default,
                async transaction =>
                {
                    await Dapper.SqlMapper.ExecuteAsync(
                        transaction.Connection!,
                        "delete from chunk_embeddings where chunk_id in (select c.id from chunks c join documents d "
                            + "on d.id = c.document_id where d.uri = 'rooms.md')",
                        transaction: transaction
                    );
                    await Dapper.SqlMapper.ExecuteAsync(
                        transaction.Connection!,
                        "update knowledge_index set version = version + 1",
                        transaction: transaction
                    );
                }
            );
        Assert.Equal("rooms.md", Assert.Single(await ListAsync(new DocumentFilter(_folder, DocumentState.Pending))).Uri);
        await _bot.Get<VectorFill>().RunAsync();
        Assert.Empty(await ListAsync(new DocumentFilter(_folder, DocumentState.Pending)));
    }

    [Fact]
    public async Task What_is_kept_out_is_listed_and_let_in_again_from_the_list()
    {
        var rooms = (await ListAsync(new DocumentFilter(Find: "rooms.md"))).Single();
        var address = $"/admin/knowledge/document?source={Uri.EscapeDataString(_folder)}&uri=rooms.md";
        using var excluded = await _browser.PostAsync(address, "document", new() { ["Act"] = "exclude" });
        Assert.Equal(HttpStatusCode.Redirect, excluded.StatusCode);
        const string KeptOut = "/admin/knowledge/documents?state=KeptOut";
        var button = (await PageAsync(KeptOut)).QuerySelector("button[name=LetIn]")!;
        Assert.Contains(
            "Rooms",
            (await PageAsync("/admin/knowledge/search?query=" + Uri.EscapeDataString("Which rooms are there?"))).Body!.TextContent
        );

        using var wrong = await _browser.PostAsync(KeptOut, "documents", new() { ["LetIn"] = "[\"x\",\"y\"]" });
        Assert.Equal(HttpStatusCode.NotFound, wrong.StatusCode);
        using var letIn = await _browser.PostAsync(KeptOut, "documents", new() { ["LetIn"] = button.GetAttribute("value")! });
        Assert.Equal(HttpStatusCode.Redirect, letIn.StatusCode);
        for (var tries = 0; tries < 200 && (await ListAsync(new DocumentFilter(Find: "rooms.md"))).All(one => one.IsKeptOut); tries++)
            await Task.Delay(100);
        Assert.NotEqual(rooms.Id, (await ListAsync(new DocumentFilter(Find: "rooms.md"))).Single().Id);
        Assert.Contains("knowledge.read-again", await _browser.ReadAsync("/admin/audit"));
    }

    [Fact]
    public async Task What_was_skipped_stands_there_until_the_next_run_of_its_source_whoever_ran_it()
    {
        var page = (await PageAsync("/admin/knowledge/skipped")).Body!.TextContent;
        Assert.Contains("photo.png", page);
        Assert.Contains("files of kind .png are not read", page);
        Assert.Contains("broken.json", page);
        var parts = await _bot.Get<SkippedFiles>().ListAsync(Workspaces.Default, new SkippedFilter(_folder, Partly: true), 0, 10);
        Assert.Contains(parts, line => line.Skipped is { File: "rows.jsonl" });
        Assert.Empty(await _bot.Get<SkippedFiles>().ListAsync("elsewhere", new SkippedFilter(), 0, 10));

        await IngestAsync(); // nothing has changed: what was left out is left out still
        Assert.Contains("rows.jsonl", (await PageAsync("/admin/knowledge/skipped?what=parts")).Body!.TextContent);
        Assert.DoesNotContain("photo.png", (await PageAsync("/admin/knowledge/skipped?what=parts")).Body!.TextContent);

        File.Delete(Path.Combine(_folder, "photo.png"));
        Write("rows.jsonl", "{\"title\": \"Sound\", \"text\": \"The bilby lamp is green and mended.\"}\n");
        File.Delete(Path.Combine(_folder, "broken.json"));
        await IngestAsync();
        Assert.Contains("every file was read whole", (await PageAsync("/admin/knowledge/skipped")).Body!.TextContent);
    }

    [Fact]
    public async Task Gaps_join_who_asked_for_the_same_and_leave_out_what_was_answered_well()
    {
        foreach (var user in (string[])["ann", "bob", "cid"])
            await AskAsync("What is the parking permit procedure?", user);
        var last = await AskAsync("the parking permit procedure, what is it?", "dan");
        await AskAsync("Who waters the plants of the lobby?", "ann");
        await RateAsync(await AskAsync(Chairs, "ann"), "ann", "down");
        await AskAsync("How many beans does the numbat machine take?", "bob");

        var gaps = await _bot.Get<KnowledgeGaps>().ReadAsync(Workspaces.Default, 30, 0, 10);

        Assert.Equal(3, gaps.Total);
        var (parking, chairs) = (gaps.Gaps[0], gaps.Gaps.Single(gap => gap.Question == Chairs));
        Assert.Equal((4, 4, 0, last), (parking.People, parking.NoAnswer, parking.Disliked, parking.InteractionId));
        Assert.Equal(2, parking.Wordings.Count);
        Assert.Equal((1, 0, 1, true), (chairs.People, chairs.NoAnswer, chairs.Disliked, chairs.IsFoundNow));
        Assert.Equal("rooms.md", chairs.Nearest!.Uri);
        Assert.Empty((await _bot.Get<KnowledgeGaps>().ReadAsync("elsewhere", 30, 0, 10)).Gaps);

        var page = await PageAsync("/admin/knowledge/gaps");
        Assert.Contains("4 people", page.QuerySelector(".cards li")!.TextContent);
        Assert.NotNull(page.QuerySelector($"a[href='/admin/knowledge/search?interaction={last}']"));
        Assert.NotNull(page.QuerySelector($"a[href='/admin/interactions/{last}']"));
    }

    [Fact]
    public async Task Only_admins_see_the_room()
    {
        foreach (var role in (string[])["asker", "reviewer"])
        {
            using var browser = await AdminBrowser.SignedInAsync(_bot, await _bot.KeyAsync(role), from: Credentials.Elsewhere);
            foreach (var path in (string[])["documents", "skipped", "gaps", "search"])
            {
                using var page = await browser.GetAsync("/admin/knowledge/" + path);
                Assert.True(page.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.Redirect, $"{role}: {path} {page.StatusCode}");
            }
        }
        using var other = await AdminBrowser.SignedInAsync(_bot, await _bot.KeyAsync("admin", "elsewhere"));
        foreach (var path in (string[])["documents", "skipped", "gaps"])
            Assert.DoesNotContain(_folder, await other.ReadAsync("/admin/knowledge/" + path));
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);

    private async Task IngestAsync()
    {
        await _bot.Get<KnowledgeIngestion>().IngestAsync(Workspaces.Default, _folder, [_folder]);
        await _bot.Get<VectorFill>().RunAsync();
    }

    private async Task<string> AskAsync(string question, string? user = null) =>
        (await _bot.AskAsync(question, user: user)).GetProperty("interactionId").GetString()!;

    private Task RateAsync(string interactionId, string user, string thumbs) =>
        _bot.PostAsync(
            "/api/feedback/submit",
            new
            {
                interactionId,
                user,
                thumbs,
            }
        );

    private async Task<(long Cited, long Disliked)> UseAsync(string uri)
    {
        var document = (await ListAsync(new DocumentFilter(_folder))).Single(document => document.Uri == uri);
        return (document.Cited, document.Disliked);
    }

    private Task<IReadOnlyList<DocumentFigures>> ListAsync(DocumentFilter filter, string workspace = Workspaces.Default) =>
        _bot.Get<DocumentList>().ReadAsync(workspace, filter, 0, 500);

    private async Task<IDocument> PageAsync(string path) => await new HtmlParser().ParseDocumentAsync(await _browser.ReadAsync(path));
}
