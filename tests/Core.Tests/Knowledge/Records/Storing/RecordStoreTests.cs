using ChatBot.Knowledge.Records;
using ChatBot.Knowledge.Records.Storing;
using ChatBot.Language;
using ChatBot.TestKit.Knowledge;
using Dapper;
using Microsoft.Extensions.DependencyInjection;

namespace ChatBot.Core.Tests.Knowledge.Records.Storing;

public sealed class RecordStoreTests
{
    private static readonly RecordShape Shape = new(
        "request",
        [
            new RecordColumn("id", ColumnRole.Id),
            new RecordColumn("title", ColumnRole.Title),
            new RecordColumn("status", ColumnRole.Status),
            new RecordColumn("opened", ColumnRole.Date),
            new RecordColumn("cost", ColumnRole.Amount),
        ]
    );

    [Fact]
    public async Task A_row_is_found_by_all_of_its_words_as_it_stands_now()
    {
        await using var knowledge = await KnowledgeDriver.StartAsync();
        await ImportAsync(knowledge, "default", Row("1", "The printer jams"), Row("2", "The printer smokes"), Row("3", "A screen smokes"));
        Assert.Equal(["1", "2"], await FindAsync(knowledge, "printers", all: true));
        Assert.Equal(["2"], await FindAsync(knowledge, "smoke printer", all: true));
        Assert.Equal(["1", "2", "3"], await FindAsync(knowledge, "smoke printer", all: false));

        await ImportAsync(knowledge, "default", Row("1", "The scanner jams"), Row("2", "The printer smokes"));
        Assert.Equal(["2"], await FindAsync(knowledge, "printers", all: true));
        Assert.Equal(["1"], await FindAsync(knowledge, "scanner", all: true));
        Assert.Equal(["2"], await FindAsync(knowledge, "smoke", all: true));
    }

    [Fact]
    public async Task The_fate_of_each_row_is_told_and_a_second_one_of_its_id_is_not_stored()
    {
        await using var knowledge = await KnowledgeDriver.StartAsync();
        Assert.Equal(
            [RowFate.Added, RowFate.Added, RowFate.Duplicate],
            await ImportAsync(knowledge, "default", Row("1", "one"), Row("2", "two"), Row("1", "again"))
        );
        Assert.Equal(
            [RowFate.Unchanged, RowFate.Changed, RowFate.Added, RowFate.Duplicate],
            await ImportAsync(knowledge, "default", Row("1", "one"), Row("2", "other"), Row("3", "three"), Row("2", "two"))
        );
        await using var connection = await knowledge.Database.OpenAsync("default");
        var cells = await connection.QuerySingleAsync<string>("select cells from records where id = '1'");
        Assert.Equal("""{"status":"open","opened":1790812800,"cost":12.50}""", cells);
    }

    [Fact]
    public async Task Workspaces_do_not_see_each_other_and_a_forgotten_source_is_gone()
    {
        await using var knowledge = await KnowledgeDriver.StartAsync();
        await ImportAsync(knowledge, "default", Row("1", "The printer jams"));
        await ImportAsync(knowledge, "other", Row("1", "The printer jams"), Row("2", "The printer jams"));
        var sources = knowledge.Services.GetRequiredService<RecordSources>();
        Assert.Equal(1, (await sources.ListAsync("default"))[0].Rows);
        Assert.Equal(2, (await sources.ListAsync("other"))[0].Rows);
        Assert.Equal(2, await sources.ForgetAsync("other", "requests"));
        Assert.Null(await sources.ForgetAsync("other", "requests"));
        Assert.Empty(await sources.ListAsync("other"));
        Assert.Equal(["1"], await FindAsync(knowledge, "printers", all: true));
    }

    private static StoredRecord Row(string id, string title) => new(id, title, "", ["open", new DateTime(2026, 10, 1), 12.50m]);

    private static async Task<IReadOnlyList<RowFate>> ImportAsync(KnowledgeDriver knowledge, string workspace, params StoredRecord[] rows)
    {
        var store = knowledge.Services.GetRequiredService<RecordStore>();
        var run = await store.BeginAsync(workspace, "requests", Shape, Guid.NewGuid().ToString());
        var fates = await store.WriteAsync(run, Shape, rows, rows.Length, _ => run.SoFar);
        await store.EndAsync(run, removed => run.SoFar with { Removed = removed });
        return fates;
    }

    private static async Task<IEnumerable<string>> FindAsync(KnowledgeDriver knowledge, string words, bool all)
    {
        var source = (await knowledge.Services.GetRequiredService<RecordSources>().ListAsync("default"))[0];
        await using var connection = await knowledge.Database.OpenAsync("default");
        var keys = await knowledge
            .Services.GetRequiredService<IRecordStorage>()
            .FindAsync(connection, source, [.. TextAnalyzer.Terms(words).Select(term => term.Term)], all);
        var ids = (await connection.QueryAsync<(long Key, string Id)>("select key, id from records")).ToDictionary(
            row => row.Key,
            row => row.Id
        );
        return keys.Select(key => ids[key]).Order();
    }
}
