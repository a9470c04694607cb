using System.Diagnostics;
using ChatBot.Knowledge.Indexing;
using ChatBot.Storage;
using ChatBot.Storage.Postgres;
using ChatBot.TestKit;
using ChatBot.TestKit.Knowledge;
using ChatBot.TestKit.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace ChatBot.Core.Tests.Knowledge.Searching.Postgres;

/// <summary>How often a search asks the server, as the driver reports its commands.</summary>
public sealed class PostgresSearchTests
{
    [CounterpartFact(TestStorage.Server)]
    public async Task A_search_asks_for_candidates_once_and_once_more_for_a_word_it_has_to_respell()
    {
        var folder = Directory.CreateTempSubdirectory("chatbot-once-").FullName;
        TestStorage.Create(folder);
        try
        {
            await using var database = new PostgresDatabase(TestStorage.ConnectionString(folder), TimeProvider.System);
            await new Migrator(database, TimeProvider.System).MigrateAsync();
            await using var services = KnowledgeDriver.Over(database);
            await File.WriteAllTextAsync(
                Path.Combine(folder, "scheduler.md"),
                "# Scheduler\n\nConfigure the nightly scheduler in its own file."
            );
            await services.GetRequiredService<KnowledgeIngestion>().IngestAsync(Workspaces.Default, folder, [folder]);
            var index = services.GetRequiredService<IKnowledgeIndex>();

            Assert.Equal(1, await SearchesAsync(index, "nightly scheduler"));
            Assert.Equal(2, await SearchesAsync(index, "nightly shceduler"));
        }
        finally
        {
            TestStorage.Drop(folder);
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Statements for candidates that one search sends; it has to find the page.</summary>
    private static async Task<int> SearchesAsync(IKnowledgeIndex index, string text)
    {
        using var test = new Activity("search").Start();
        var statements = 0;
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = command =>
            {
                if (
                    command.TraceId == test.TraceId
                    && command.TagObjects.Any(tag => tag.Value is string sql && sql.Contains("lexical as materialized"))
                )
                    Interlocked.Increment(ref statements);
            },
        };
        ActivitySource.AddActivityListener(listener);
        Assert.NotEmpty(await index.SearchAsync(new KnowledgeQuery(Workspaces.Default, text)));
        return statements;
    }
}
