using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ChatBot.Knowledge.Records;
using ChatBot.Knowledge.Records.Asking;
using ChatBot.Knowledge.Records.Storing;
using ChatBot.TestKit.Hosting;
using ChatBot.TestKit.Knowledge;
using Microsoft.Extensions.DependencyInjection;

namespace ChatBot.Bot.Tests.Admin;

/// <summary>Imported tables on their page and over HTTP.</summary>
public sealed class RecordsPageTests : IAsyncLifetime
{
    private readonly CountingDesk _desk = new();
    private BotApp _bot = null!;
    private AdminBrowser _browser = null!;

    public async Task InitializeAsync()
    {
        _bot = await BotApp.StartAsync(adjust: services => services.AddSingleton<IRecordDesk>(_desk));
        _browser = await AdminBrowser.SignedInAsync(_bot);
        await ImportedRecords.ImportAsync(
            _bot.Services,
            [ImportedRecords.Row("1", "Laptop", "", "IT"), ImportedRecords.Row("2", "Holiday", "", "HR")]
        );
    }

    public async Task DisposeAsync()
    {
        _browser.Dispose();
        await _bot.DisposeAsync();
    }

    [Fact]
    public async Task The_page_shows_what_is_imported_and_what_the_import_did_to_personal_data()
    {
        var page = WebUtility.HtmlDecode(await _browser.ReadAsync("/admin/records"));

        Assert.Contains("2 rows, each a request", page);
        Assert.Contains("requests.csv", page);
        Assert.Contains("1 row was rejected, with the reason in <span class=\"mono\">/srv/data/rejected/requests.csv", page);
        Assert.Contains("email 3", page);
        Assert.Contains("2 pseudonyms", page);
        Assert.Contains("Category, <span class=\"faint\">also team", page);
        Assert.Contains("IT 1 · HR 1", page);
        Assert.All(_desk.Askers, asker => Assert.Equal(new RecordAsker("default", RecordRights.AdminChannel), asker));
    }

    [Fact]
    public async Task A_table_is_forgotten_only_by_who_is_sure_and_the_audit_says_so()
    {
        var forget = new Dictionary<string, string> { ["Forget"] = ImportedRecords.Source };
        using var unsure = await _browser.PostAsync("/admin/records", "records", new(forget));
        Assert.Equal(HttpStatusCode.BadRequest, unsure.StatusCode);
        Assert.Contains("requests.csv", await _browser.ReadAsync("/admin/records"));

        forget["Sure"] = ImportedRecords.Source;
        using var sure = await _browser.PostAsync("/admin/records", "records", new(forget));
        Assert.Equal(HttpStatusCode.Redirect, sure.StatusCode);
        Assert.Contains("No table is imported", await _browser.ReadAsync("/admin/records"));
        Assert.Contains("records.forgotten", await _browser.ReadAsync("/admin/audit"));

        using var again = await _browser.PostAsync("/admin/records", "records", new(forget));
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
    }

    [Fact]
    public async Task The_API_lists_the_same_and_forgets()
    {
        using var http = _bot.AdminHttp();
        var source = Assert.Single(
            (await http.GetFromJsonAsync<JsonElement>("/api/admin/records")).GetProperty("sources").EnumerateArray().ToList()
        );
        Assert.Equal(2, source.GetProperty("rows").GetInt64());
        Assert.Equal(1, source.GetProperty("lastImport").GetProperty("rejected").GetInt64());
        var category = source
            .GetProperty("columns")
            .EnumerateArray()
            .Single(column => column.GetProperty("name").GetString() == "Category");
        Assert.Equal("category", category.GetProperty("role").GetString());
        Assert.Equal("IT", category.GetProperty("values")[0].GetProperty("value").GetString());
        Assert.False(category.TryGetProperty("hashed", out _));

        Assert.Equal("source_missing", await CodeOfAsync(await http.DeleteAsync("/api/admin/records")));
        Assert.Equal("unknown_source", await CodeOfAsync(await http.DeleteAsync("/api/admin/records?source=other.csv")));
        using var forgotten = await http.DeleteAsync($"/api/admin/records?source={Uri.EscapeDataString(ImportedRecords.Source)}");
        Assert.Equal(2, (await forgotten.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("rows").GetInt64());
        Assert.Empty((await http.GetFromJsonAsync<JsonElement>("/api/admin/records")).GetProperty("sources").EnumerateArray());
    }

    private static async Task<string?> CodeOfAsync(HttpResponseMessage response)
    {
        using (response)
            return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString();
    }

    /// <summary>Counts the same of every facet.</summary>
    private sealed class CountingDesk : IRecordDesk
    {
        public Task RefreshAsync(CancellationToken cancel = default) => Task.CompletedTask;

        public Task<RecordSource> SourceAsync(RecordAsker asker, string source, CancellationToken cancel = default) =>
            throw new NotSupportedException("It is not asked for.");

        public List<RecordAsker> Askers { get; } = [];

        public Task<RecordReading> ReadAsync(RecordAsker asker, string question, string? earlier, CancellationToken cancel = default) =>
            Task.FromResult<RecordReading>(RecordReading.None.It);

        public Task<RecordResult> FindAsync(RecordAsker asker, RecordQuery query, CancellationToken cancel = default)
        {
            Askers.Add(asker);
            Assert.Equal(RecordIntent.Group, query.Intent);
            return Task.FromResult(new RecordResult(2) { Groups = [new RecordGroup("IT", 1), new RecordGroup("HR", 1)] });
        }
    }
}
