using System.Globalization;
using System.Text;
using ChatBot.Knowledge.Indexing;
using ChatBot.Knowledge.Indexing.Postings;
using ChatBot.Storage;
using ChatBot.TestKit.Knowledge;
using ChatBot.TestKit.Storage;
using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace ChatBot.Core.Tests.Knowledge.Indexing.Postings;

public sealed class PostingTests
{
    [Fact]
    public async Task Postings_say_what_chunks_hold_whatever_came_and_went()
    {
        await using var knowledge = await KnowledgeDriver.StartAsync();
        var random = new Random(11);
        for (var round = 0; round < 12; round++)
        {
            for (var i = 0; i < 60; i++)
            {
                var path = $"{random.Next(150)}.md";
                if (random.Next(3) == 0)
                    File.Delete(Path.Combine(knowledge.Documents, path));
                else
                    knowledge.Write(path, Page(random));
            }
            await knowledge.IngestWordsAsync();
            await AssertAsTheTermsSayAsync(knowledge.Database);
        }
        Directory.Delete(knowledge.Documents, recursive: true);
        Directory.CreateDirectory(knowledge.Documents);
        knowledge.Write("last.md", "# Last\n\nOne page is left.");
        await knowledge.IngestWordsAsync();
        await AssertAsTheTermsSayAsync(knowledge.Database);
    }

    [Fact]
    public async Task What_an_older_version_indexed_is_found_after_the_next_start()
    {
        await using var knowledge = await KnowledgeDriver.StartAsync();
        var random = new Random(5);
        for (var i = 0; i < 700; i++)
            knowledge.Write($"{i}.md", Page(random));
        knowledge.Write("rota.md", "# Rota\n\nThe lighthouse keeper changes every quarter.");
        await knowledge.IngestWordsAsync();
        await knowledge.Database.WriteAsync(
            Workspaces.All,
            transaction =>
                transaction.Connection!.ExecuteAsync(
                    "delete from postings; insert into unposted_chunks select id from chunks",
                    transaction: transaction
                )
        );
        Assert.Empty(await knowledge.SearchAsync("lighthouse keeper"));

        await knowledge.Services.GetRequiredService<RowUpgrades>().RunAsync();
        Assert.Equal("rota.md", (await knowledge.SearchAsync("lighthouse keeper"))[0].Uri);
        await AssertAsTheTermsSayAsync(knowledge.Database);
        knowledge.Write("new.md", "# New\n\nThe lighthouse has a new lamp.");
        await knowledge.IngestWordsAsync();
        await AssertAsTheTermsSayAsync(knowledge.Database);
    }

    [Fact]
    public async Task A_batch_is_found_before_and_after_it_is_merged()
    {
        await using var knowledge = await KnowledgeDriver.StartAsync();
        knowledge.Write("old.md", "# Lamp\n\nThe lighthouse has an old lamp.");
        await knowledge.IngestWordsAsync();
        await KilledIngest.AddAsync(knowledge.Services, "new.md", "The lighthouse got a telephone.");
        await KilledIngest.AddAsync(
            knowledge.Services,
            "newest.md",
            "The telephone of the lighthouse rings. 🗼🗼🗼 is its sign, ⅓ its share."
        );

        Assert.Equal(["new.md", "newest.md"], Uris(await knowledge.SearchAsync("telephone")));
        Assert.Equal(["new.md", "newest.md", "old.md"], Uris(await knowledge.SearchAsync("lighthouse")));
        await KilledIngest.RemoveAsync(knowledge.Services, "new.md");
        Assert.Equal(["newest.md"], Uris(await knowledge.SearchAsync("telephone")));
        await KilledIngest.AddAsync(knowledge.Services, "last.md", "No telephone rings at the lighthouse.");
        Assert.Equal(["last.md", "newest.md"], Uris(await knowledge.SearchAsync("telephone")));
        await knowledge.IngestWordsAsync();
        Assert.Equal(["last.md", "newest.md"], Uris(await knowledge.SearchAsync("telephone")));
        await AssertAsTheTermsSayAsync(knowledge.Database);

        static IEnumerable<string> Uris(IReadOnlyList<Passage> passages) => passages.Select(passage => passage.Uri).Order();
    }

    [SqliteFact]
    public async Task While_a_sweep_goes_on_every_chunk_is_counted_once()
    {
        const int documents = 6_000; // a sweep begins behind some four thousand
        await using var knowledge = await KnowledgeDriver.StartAsync();
        knowledge.Write(
            "corpus.jsonl",
            string.Join(
                '\n',
                Enumerable
                    .Range(0, documents)
                    .Select(i =>
                        $$"""{"id": "d{{i}}", "title": "Number {{i}}", "text": "A zebra met word{{i % 997}} and word{{i % 89}}."}"""
                    )
            )
        );
        var run = Task.Run(() => knowledge.IngestWordsAsync());
        var swept = 0;
        for (; !run.IsCompleted; await Task.Delay(10))
        {
            var (all, merged, recent) = await CountAsync(knowledge.Database, "zebra");
            Assert.Equal(all, merged + recent);
            swept += merged > 0 && all < documents ? 1 : 0;
        }
        await run;
        Assert.True(swept > 0);
        Assert.Equal((documents, documents, 0), await CountAsync(knowledge.Database, "zebra"));
        await AssertAsTheTermsSayAsync(knowledge.Database);
    }

    /// <summary>Of one moment: all chunks, those that the blocks say hold the term, and those that do and are not merged.</summary>
    private static async Task<(long All, long Merged, long Recent)> CountAsync(IDatabase database, string term)
    {
        await using var connection = (SqliteConnection)await database.OpenAsync(Workspaces.Default);
        await using var moment = connection.BeginTransaction(deferred: true);
        var all = await connection.ExecuteScalarAsync<long>("select coalesce(sum(chunks), 0) from knowledge_index", transaction: moment);
        var merged = 0;
        foreach (
            var (first, data) in await connection.QueryAsync<(long, byte[])>(
                "select first, data from postings where term = @term",
                new { term },
                moment
            )
        )
            for (var block = PostingBlock.Read(data, first); block.Next(); )
                merged++;
        Assert.Equal(
            merged,
            await connection.ExecuteScalarAsync<long>("select coalesce(sum(chunks), 0) from terms where term = @term", new { term }, moment)
        );
        var recent = (await connection.QueryAsync<byte[]>("select data from recent_postings", transaction: moment))
            .SelectMany(RecentTerms.Read)
            .Where(one => Encoding.UTF8.GetString(one.Utf8.Span) == term)
            .Sum(one => one.Chunks);
        return (all, merged, recent);
    }

    [Fact]
    public async Task A_workspace_reads_no_postings_of_another()
    {
        await using var knowledge = await KnowledgeDriver.StartAsync();
        for (var i = 0; i < 300; i++)
            knowledge.Write($"{i}.md", "# Harbour\n\nThe harbour crane lifts the harbour crate.");
        await knowledge.IngestWordsAsync(workspace: "large");
        Directory.Delete(knowledge.Documents, recursive: true);
        Directory.CreateDirectory(knowledge.Documents);
        knowledge.Write("one.md", "# Crane\n\nOur crane is inspected in May.");
        await knowledge.IngestWordsAsync(workspace: "small");
        Assert.Equal("one.md", Assert.Single(await knowledge.SearchAsync("crane", workspace: "small")).Uri);
        Assert.Empty(await knowledge.SearchAsync("harbour", workspace: "small"));
    }

    [Fact]
    public async Task Ingests_side_by_side_lose_no_posting()
    {
        await using var knowledge = await KnowledgeDriver.StartAsync();
        var random = new Random(7);
        var folders = Enumerable
            .Range(0, 3)
            .Select(i => Directory.CreateDirectory(Path.Combine(knowledge.Documents, $"{i}")).FullName)
            .ToList();
        for (var round = 0; round < 3; round++)
        {
            foreach (var folder in folders)
                for (var i = 0; i < 150; i++)
                    if (round == 0 || random.Next(3) == 0)
                        await File.WriteAllTextAsync(Path.Combine(folder, $"{i}.md"), Page(random));
            await Task.WhenAll(folders.Select(folder => Task.Run(() => knowledge.IngestWordsAsync(folder))));
            await AssertAsTheTermsSayAsync(knowledge.Database);
        }
    }

    /// <summary>Three hundred words, some of them everywhere, some rare, in a few paragraphs.</summary>
    private static string Page(Random random)
    {
        var words = Enumerable
            .Range(0, 300)
            .Select(_ => "word" + ((int)Math.Pow(3_000, random.NextDouble())).ToString(CultureInfo.InvariantCulture));
        return $"# Page {random.Next(50)}\n\n" + string.Join("\n\n", words.Chunk(60).Select(chunk => string.Join(' ', chunk) + "."));
    }

    /// <summary>From scratch, out of the analysed terms: every posting, by workspace and term, in blocks whose ids rise.</summary>
    private static async Task AssertAsTheTermsSayAsync(IDatabase database)
    {
        await using var connection = await database.OpenAsync(Workspaces.All);
        var expected = new SortedSet<(string Term, long Chunk, int Body, int Title, int Names, int Length)>();
        foreach (
            var (id, title, body, names, length) in await connection.QueryAsync<(long, string, string, string, long)>(
                database.Engine == StorageEngine.Sqlite
                    ? "select c.id, t.title, t.body, t.names, c.length from chunks c join chunk_terms t on t.id = c.id"
                    : "select id, title_terms, body_terms, name_terms, length::bigint from chunks"
            )
        )
        {
            var (inBody, inTitle, inNames) = (Counts(body), Counts(title), Counts(names));
            foreach (var term in inBody.Keys.Union(inTitle.Keys).Union(inNames.Keys))
                expected.Add((term, id, Times(inBody, term), Times(inTitle, term), Times(inNames, term), (int)length));
        }
        var found = new SortedSet<(string Term, long Chunk, int Body, int Title, int Names, int Length)>();
        var last = ("", 0L);
        foreach (
            var (term, first, data) in await connection.QueryAsync<(string, long, byte[])>(
                "select term, first, data from postings order by workspace, term, first"
            )
        )
        {
            Assert.NotEmpty(data);
            for (var block = PostingBlock.Read(data, first); block.Next(); )
            {
                var posting = block.Current;
                Assert.True(last.Item1 != term || last.Item2 < posting.ChunkId);
                last = (term, posting.ChunkId);
                found.Add((term, posting.ChunkId, posting.Frequency, posting.Title, posting.Names, posting.Length));
            }
        }
        Assert.Equal(expected, found);
        Assert.Equal(
            expected.CountBy(posting => posting.Term).Select(pair => (pair.Key, (long)pair.Value)).ToHashSet(),
            (await connection.QueryAsync<(string, long)>("select term, cast(chunks as bigint) from terms")).ToHashSet()
        );
    }

    private static Dictionary<string, int> Counts(string terms) =>
        terms.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(term => term != ".").CountBy(term => term).ToDictionary();

    private static int Times(Dictionary<string, int> counts, string term) => counts.GetValueOrDefault(term);
}
