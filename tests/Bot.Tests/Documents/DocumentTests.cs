using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using ChatBot.Answering;
using ChatBot.Bot.Documents;
using ChatBot.Knowledge.Indexing;
using ChatBot.Learning.Analytics;
using ChatBot.Storage;
using ChatBot.TestKit.Hosting;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Fonts.Standard14Fonts;
using UglyToad.PdfPig.Writer;

namespace ChatBot.Bot.Tests.Documents;

/// <summary>Links of answers are followed as a person's click would, and the quoted words are looked for where they lead.</summary>
public sealed partial class DocumentTests : IAsyncLifetime
{
    private static readonly string[] SampleQuestions =
    [
        "How do I undo the last commit?",
        "What is git stash for?",
        "Which join keeps all rows of the left table?",
        "How do I resolve a merge conflict?",
        "How do I remove duplicate rows in SQL?",
        "What does NULL mean in a comparison?",
        "How does cron syntax work?",
        "What happens to a job when the clocks change?",
        "How do I retry with backoff?",
        "What is a dead letter queue?",
        "How do I load a CSV file?",
        "What is idempotency?",
        "When should I use ETL and when ELT?",
    ];

    private BotApp _bot = null!;
    private string _folder = null!;

    public async Task InitializeAsync()
    {
        _bot = await BotApp.StartAsync(new Dictionary<string, string?> { ["Guard:TopicFile"] = "" });
        _folder = Directory.CreateDirectory(Path.Combine(_bot.Folder, "documents")).FullName;
    }

    public async Task DisposeAsync() => await _bot.DisposeAsync();

    [Fact]
    public async Task Every_link_of_the_samples_answers_leads_to_the_quoted_words()
    {
        var followed = 0;
        foreach (var question in SampleQuestions)
        foreach (var source in (await _bot.AskAsync(question)).GetProperty("sources").EnumerateArray())
        {
            var (page, place) = await OpenAsync(source);
            AssertQuoted(source, place ?? throw new InvalidOperationException($"{Link(source)} leads to no place of {page.Title}"));
            followed++;
        }
        Assert.True(followed >= SampleQuestions.Length, $"{followed} links");
    }

    [Fact]
    public async Task Code_opens_at_its_function()
    {
        await IngestAsync(
            "turnstile.py",
            "def open_gate(badge):\n    \"\"\"Opens the turnstile gate for a badge.\"\"\"\n    return badge.valid\n\n\n"
                + string.Concat(Enumerable.Range(0, 40).Select(n => $"def step{n}():\n    pass  # filler {n}\n\n\n"))
                + "def lock_gate(gate, log):\n    \"\"\"Locks the turnstile gate at night.\"\"\"\n    gate.close()\n    gate.bolt()\n"
                + "    log.write('bolted')\n"
                + "    return 'locked'\n"
        );
        var documents = _bot.Get<KnowledgeDocuments>();
        var listed = (await _bot.Get<DocumentList>().ReadAsync(Workspaces.Default, new DocumentFilter(_folder), 0, 5)).Single();
        var passages = await documents.PassagesAsync(Workspaces.Default, listed.Id, 0, 200);
        var function = new Source(1, "", listed.Uri, 1, "")
        {
            DocumentId = listed.Id,
            Ordinal = passages.Index().First(passage => passage.Item.Text.Contains("def lock_gate")).Index,
            Quote = "return 'locked'",
        };
        var answer = new Answer(
            "i",
            "",
            Outcome.Answered,
            0,
            1,
            [function],
            new Receipt
            {
                Outcome = Outcome.Answered,
                Stage = "",
                Rule = "",
            }
        );
        var source = JsonSerializer.SerializeToElement(
            _bot.Get<SourceLinks>().Here(Workspaces.Default, answer).Sources[0],
            WireJson.Options
        );

        var (_, place) = await OpenAsync(source);

        Assert.Contains("def lock_gate", place!.TextContent);
        Assert.DoesNotContain("open_gate", place.TextContent);
        AssertQuoted(source, place);
    }

    [Fact]
    public async Task A_page_of_HTML_opens_as_text_at_the_section_and_runs_nothing()
    {
        await IngestAsync(
            "badge.html",
            "<html><body><main><h1>Badges</h1><p>Everybody has a badge with a chip and a photo.</p><h2>Lost badges</h2><p>Report a lost "
                + "badge to the <a href=\"https://desk.example/\">front desk</a> within a day.</p><h2>Odd &lt;b&gt; signs</h2>"
                + "<p>A sign &lt;script&gt;alert(1)&lt;/script&gt; on a badge <a href=\"javascript:alert(2)\">means</a> nothing.</p>"
                + "</main></body></html>"
        );
        var source = Source(await _bot.AskAsync("Where do I report a lost badge?"), "badge.html");

        var (page, place) = await OpenAsync(source);

        AssertQuoted(source, place!);
        Assert.Equal("Lost badges", place!.QuerySelector("h2")!.TextContent);
        Assert.All(page.QuerySelectorAll("script"), script => Assert.Equal("/js/theme.js", script.GetAttribute("src")));
        Assert.All(page.QuerySelectorAll("main a"), link => Assert.Equal("https://desk.example/", link.GetAttribute("href")));
    }

    [Fact]
    public async Task A_PDF_opens_as_it_is_at_its_page_and_as_text_where_its_file_is_gone()
    {
        var pdf = await WriteAsync(
            "pressure.pdf",
            Pdf("Gauges are read daily.", "Valves are oiled weekly.", "The boiler is vented monthly.")
        );
        await _bot.Get<KnowledgeIngestion>().IngestAsync(Workspaces.Default, _folder, [_folder]);
        var source = Source(await _bot.AskAsync("How often is the boiler vented?"), "pressure.pdf");
        var link = Link(source);

        Assert.EndsWith("#page=3", link);
        using (var response = await _bot.Http.GetAsync(link))
        {
            Assert.Equal("application/pdf", response.Content.Headers.ContentType?.MediaType);
            using var opened = PdfDocument.Open(await response.Content.ReadAsByteArrayAsync());
            Assert.Contains(Plain(Quote(source)), Plain(string.Join(' ', opened.GetPage(3).GetWords().Select(word => word.Text))));
        }

        File.Delete(pdf);
        var (page, _) = await OpenAsync(source);
        Assert.Contains(Plain(Quote(source)), Plain(page.GetElementById("page=3")!.ParentElement!.TextContent));
    }

    [Fact]
    public async Task A_web_address_opens_at_the_quoted_words_of_the_page()
    {
        const string text = "The canteen opens at noon. Lunch is served until two, except on Fridays and well-known holidays.";
        await IngestAsync(
            "pages.jsonl",
            JsonSerializer.Serialize(
                new
                {
                    id = "https://intranet.example/canteen",
                    title = "Canteen",
                    text,
                }
            )
        );
        var source = Source(await _bot.AskAsync("Until when is lunch served in the canteen?"), "https://intranet.example/canteen");

        var link = Link(source);

        Assert.StartsWith("https://intranet.example/canteen#:~:text=", link);
        foreach (var part in link[(link.IndexOf("text=", StringComparison.Ordinal) + 5)..].Split(','))
            Assert.Contains(Uri.UnescapeDataString(part), text);
    }

    [Fact]
    public async Task A_link_that_was_not_given_opens_nothing()
    {
        var sources = (await _bot.AskAsync("git revert or git reset: which one should I use?")).GetProperty("sources");
        var link = Link(sources[0]);
        var id = sources[0].GetProperty("documentId").GetString()!;

        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync($"/documents/{id}"));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(link.Replace("key=", "key=9")));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(link.Replace("&at=", "&workspace=other&at=")));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(link.Replace(id, new string('0', id.Length))));
        var gone = _bot.Get<SourceLinks>().Of(Workspaces.Default, "gone", 0);
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(gone));
    }

    [Fact]
    public async Task A_long_document_is_shown_around_the_passage_with_ways_to_the_rest()
    {
        await IngestAsync(
            "long.md",
            "# Catalogue\n\n" + string.Concat(Enumerable.Range(0, 400).Select(n => $"## Part {n}\n\nPart number {n} of the catalogue.\n\n"))
        );
        var listed = (await _bot.Get<DocumentList>().ReadAsync(Workspaces.Default, new DocumentFilter(_folder), 0, 5)).Single();

        var page = await PageAsync(_bot.Get<SourceLinks>().Of(Workspaces.Default, listed.Id, 200));

        Assert.Contains("Part number 200 ", page.GetElementById("passage-200")!.TextContent);
        Assert.Null(page.GetElementById("passage-10"));
        var before = await PageAsync(page.QuerySelector("a[rel=prev]")!.GetAttribute("href")!);
        Assert.NotNull(before.GetElementById("passage-169"));
        var after = await PageAsync(page.QuerySelector("a[rel=next]")!.GetAttribute("href")!);
        Assert.NotNull(after.GetElementById("passage-290"));
    }

    private async Task IngestAsync(string name, string text)
    {
        await WriteAsync(name, System.Text.Encoding.UTF8.GetBytes(text));
        await _bot.Get<KnowledgeIngestion>().IngestAsync(Workspaces.Default, _folder, [_folder]);
    }

    private async Task<string> WriteAsync(string name, byte[] content)
    {
        var path = Path.Combine(_folder, name);
        await File.WriteAllBytesAsync(path, content);
        return path;
    }

    private static byte[] Pdf(params string[] pages)
    {
        var pdf = new PdfDocumentBuilder();
        var font = pdf.AddStandard14Font(Standard14Font.Helvetica);
        foreach (var text in pages)
            pdf.AddPage(PageSize.A4).AddText(text, 12, new PdfPoint(60, 700), font);
        return pdf.Build();
    }

    /// <summary>The page behind a source's link, and the element that its fragment names.</summary>
    private async Task<(IDocument Page, IElement? Place)> OpenAsync(JsonElement source)
    {
        var link = Link(source);
        var page = await PageAsync(link);
        return (page, page.GetElementById(link[(link.IndexOf('#') + 1)..].Split(":~:")[0]));
    }

    private async Task<IDocument> PageAsync(string link) => await new HtmlParser().ParseDocumentAsync(await _bot.Http.GetStringAsync(link));

    private async Task<HttpStatusCode> StatusAsync(string link)
    {
        using var response = await _bot.Http.GetAsync(link);
        return response.StatusCode;
    }

    /// <summary>The words of the directive stand at the place, and they are the quoted ones.</summary>
    private static void AssertQuoted(JsonElement source, IElement place)
    {
        var shown = Plain(place.TextContent);
        Assert.Contains(Plain(Quote(source)), shown);
        var link = Link(source);
        foreach (var part in link[(link.IndexOf("text=", StringComparison.Ordinal) + 5)..].Split(','))
            Assert.Contains(Uri.UnescapeDataString(part), shown);
    }

    private static JsonElement Source(JsonElement answer, string uri) =>
        answer.GetProperty("sources").EnumerateArray().First(source => source.GetProperty("uri").GetString() == uri);

    private static string Link(JsonElement source) => source.GetProperty("link").GetString()!;

    private static string Quote(JsonElement source) => source.GetProperty("quote").GetString()!;

    private static string Plain(string text) => Spaces().Replace(text, " ").Trim();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
