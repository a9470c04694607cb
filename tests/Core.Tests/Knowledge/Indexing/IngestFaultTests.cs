using System.Data.Common;
using System.Text;
using ChatBot.Knowledge.Indexing;
using ChatBot.Knowledge.Indexing.Postings;
using ChatBot.Storage;
using ChatBot.Storage.Sqlite;
using ChatBot.TestKit.Knowledge;
using ChatBot.TestKit.Storage;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ChatBot.Core.Tests.Knowledge.Indexing;

public sealed class IngestFaultTests
{
    [Fact]
    public async Task A_run_that_ends_midway_leaves_whole_documents_only_and_the_next_one_finishes_it()
    {
        var failing = new FailingChanges();
        await using var knowledge = await KnowledgeDriver.StartAsync(services => services.AddSingleton<IDocumentChanges>(failing));
        knowledge.Write("corpus.jsonl", Corpus(600, "first"));
        await knowledge.IngestAsync();
        knowledge.Write("corpus.jsonl", Corpus(600, "second"));
        failing.FailAt = 2;
        await Assert.ThrowsAsync<InvalidDataException>(() => knowledge.IngestAsync());
        await AssertConsistentAsync(knowledge.Database);
        var changed = await CountAsync(knowledge.Database, "second");
        Assert.InRange(changed, 1, 599);

        failing.FailAt = 0;
        var report = await knowledge.IngestAsync();
        Assert.Equal((0, 600 - changed, changed, 0), (report.Added, report.Changed, report.Unchanged, report.Removed));
        Assert.Equal(600, await CountAsync(knowledge.Database, "second"));
        await AssertConsistentAsync(knowledge.Database);
    }

    [SqliteFact]
    public async Task A_full_disk_ends_the_run_with_one_line_and_keeps_what_was_indexed()
    {
        await using var knowledge = await KnowledgeDriver.StartAsync(services =>
            services.Replace(
                ServiceDescriptor.Singleton<IDatabase>(provider => new PageLimit(
                    ActivatorUtilities.CreateInstance<SqliteDatabase>(provider),
                    pages: 300
                ))
            )
        );
        knowledge.Write("a.md", "# Alpha\n\nThe alpha process runs nightly.");
        await knowledge.IngestAsync();
        knowledge.Write("corpus.jsonl", Corpus(3000, "filler"));
        var error = await Assert.ThrowsAsync<IngestException>(() => knowledge.IngestAsync());
        Assert.StartsWith("The disk that holds the index is full", error.Message);
        Assert.Equal("a.md", (await knowledge.SearchAsync("alpha process nightly"))[0].Uri);
        await AssertConsistentAsync(knowledge.Database);
    }

    [Fact]
    public async Task What_cannot_be_read_gets_a_line_and_the_rest_goes_on()
    {
        await using var knowledge = await KnowledgeDriver.StartAsync();
        knowledge.Write("good.md", "# Good\n\nThis page is fine.");
        knowledge.Write("broken.json", "{");
        knowledge.Write("empty.txt", "   ");
        File.WriteAllBytes(Path.Combine(knowledge.Documents, "binary.txt"), [1, 0, 2]);
        File.WriteAllBytes(Path.Combine(knowledge.Documents, "broken.docx"), [1, 2]);
        var report = await knowledge.IngestAsync();
        Assert.Equal(1, report.Added);
        Assert.Equal(
            [
                "binary.txt: is binary, not text",
                "broken.docx: is not a readable Word document (DOCX): open it in Word and save it again",
                "broken.json: is not JSON (line 1): mend it and ingest it again",
                "empty.txt: holds no text",
            ],
            report.Skipped.Select(skipped => $"{Path.GetFileName(skipped.Path)}: {skipped.Reason}").Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task A_file_that_became_unreadable_keeps_its_documents()
    {
        await using var knowledge = await KnowledgeDriver.StartAsync();
        knowledge.Write("a.json", """{"id": "a", "text": "The alpha process runs nightly."}""");
        await knowledge.IngestAsync();
        knowledge.Write("a.json", "{ half");
        var report = await knowledge.IngestAsync();
        Assert.Equal((0, 1), (report.Removed, report.Skipped.Count));
        Assert.Equal("a", (await knowledge.SearchAsync("alpha process"))[0].Uri);
    }

    [Fact]
    public async Task A_missing_path_gets_a_line_and_removes_nothing()
    {
        await using var knowledge = await KnowledgeDriver.StartAsync();
        knowledge.Write("a.md", "# Alpha\n\nThe alpha process.");
        await knowledge.IngestAsync();
        Directory.Move(knowledge.Documents, knowledge.Documents + "-away");
        var report = await knowledge.IngestAsync();
        Assert.Equal("does not exist", Assert.Single(report.Skipped).Reason);
        Assert.Single(await knowledge.SearchAsync("alpha"));
    }

    /// <summary>Counts and totals are what a count from scratch gives; no chunk is without its document, terms and vector.</summary>
    private static async Task AssertConsistentAsync(IDatabase database)
    {
        const string inSqlite = "select title, body, names from chunk_terms",
            inPostgres = "select title_terms, body_terms, name_terms from chunks";
        await using var connection = await database.OpenAsync(Workspaces.All);
        Assert.Equal(
            0,
            await connection.ExecuteScalarAsync<long>("select count(*) from chunks where document_id not in (select id from documents)")
        );
        Assert.Equal(
            0,
            await connection.ExecuteScalarAsync<long>(
                "select count(*) from documents d where chunks <> (select count(*) from chunks c where c.document_id = d.id)"
            )
        );
        Assert.Equal(
            await connection.QuerySingleAsync<(long, long, long, long)>(
                "select count(*), (select count(*) from documents), cast(sum(length) as bigint), (select count(*) from "
                    + "chunk_embeddings where chunk_id not in (select id from chunks)) from chunks"
            ),
            await connection.QuerySingleAsync<(long, long, long, long)>(
                "select chunks, documents, length, cast(0 as bigint) from knowledge_index"
            )
        );
        var counted = (
            await connection.QueryAsync<(string Title, string Body, string Names)>(
                database.Engine == StorageEngine.Postgres ? inPostgres : inSqlite
            )
        )
            .SelectMany(row => new ChunkTerms(row.Title, row.Body, row.Names, 0).Distinct())
            .GroupBy(term => term)
            .ToDictionary(group => group.Key, group => (long)group.Count());
        var stored = (
            await connection.QueryAsync<(string Term, long Chunks)>("select term, chunks from terms where chunks <> 0")
        ).ToDictionary(row => row.Term, row => row.Chunks);
        if (database.Engine == StorageEngine.Sqlite) // of what is not merged yet
            foreach (var row in await connection.QueryAsync<byte[]>("select data from recent_postings"))
            foreach (var recent in RecentTerms.Read(row))
            {
                var term = Encoding.UTF8.GetString(recent.Utf8.Span);
                stored[term] = stored.GetValueOrDefault(term) + recent.Chunks;
            }
        Assert.Equal(counted.OrderBy(pair => pair.Key), stored.OrderBy(pair => pair.Key));
    }

    private static async Task<int> CountAsync(IDatabase database, string word)
    {
        await using var connection = await database.OpenAsync(Workspaces.All);
        return (int)
            await connection.ExecuteScalarAsync<long>(
                "select count(*) from chunks where text like @pattern",
                new { pattern = $"%{word}%" }
            );
    }

    private static string Corpus(int documents, string word) =>
        string.Join(
            '\n',
            Enumerable
                .Range(0, documents)
                .Select(i =>
                    $$"""{"id": "d{{i}}", "title": "Number {{i}}", "text": "This is the {{word}} text of document {{i}}, """
                    + $$"""about things like t{{i % 97}} and u{{i * 7 % 101}}."}"""
                )
        );

    private sealed class FailingChanges : IDocumentChanges
    {
        private int _calls;
        private int _failAt;

        public int FailAt
        {
            set => (_failAt, _calls) = (value, 0);
        }

        public Task ChangedAsync(
            DbTransaction transaction,
            string workspace,
            IReadOnlyList<DocumentChange> changes,
            CancellationToken cancel = default
        ) => ++_calls == _failAt ? throw new InvalidDataException("killed here") : Task.CompletedTask;
    }

    /// <summary>SQLite itself answers SQLITE_FULL when a database reaches its page limit, as it does on a full disk.</summary>
    private sealed class PageLimit(SqliteDatabase database, int pages) : IDatabase, IDisposable
    {
        public StorageEngine Engine => database.Engine;

        public ISqlDialect Sql => database.Sql;

        public bool IsShared => database.IsShared;

        public Task<DbConnection> OpenAsync(string workspace, CancellationToken cancel = default) => database.OpenAsync(workspace, cancel);

        public Task<T> WriteAsync<T>(string workspace, Func<DbTransaction, Task<T>> work, CancellationToken cancel = default) =>
            database.WriteAsync(
                workspace,
                async transaction =>
                {
                    await transaction.Connection!.ExecuteAsync($"pragma max_page_count = {pages}", transaction: transaction);
                    return await work(transaction);
                },
                cancel
            );

        public void Dispose() => database.Dispose();
    }
}
