using ChatBot.Knowledge.Indexing;
using ChatBot.Knowledge.Reading;
using ChatBot.Storage;
using Dapper;
using Microsoft.Extensions.DependencyInjection;

namespace ChatBot.TestKit.Knowledge;

/// <summary>What an ingest leaves that is killed right behind a batch: nothing of it is merged.</summary>
public static class KilledIngest
{
    public static Task AddAsync(IServiceProvider knowledge, string uri, string text) =>
        WriteAsync(
            knowledge,
            writer =>
            {
                var chunks = DocumentPreparation.Prepare(new SourceDocument(uri, uri, [new Section([], text)]));
                writer.Add("beside", new IndexedDocument(uri, uri, uri, "general", uri, chunks));
                return Task.CompletedTask;
            }
        );

    public static async Task RemoveAsync(IServiceProvider knowledge, string uri)
    {
        await using var connection = await knowledge.GetRequiredService<IDatabase>().OpenAsync(Workspaces.Default);
        var id = await connection.ExecuteScalarAsync<string>("select id from documents where uri = @uri", new { uri });
        await WriteAsync(knowledge, writer => writer.RemoveAsync(id!));
    }

    private static Task WriteAsync(IServiceProvider knowledge, Func<KnowledgeWriter, Task> write) =>
        knowledge
            .GetRequiredService<IDatabase>()
            .WriteAsync(
                Workspaces.Default,
                async transaction =>
                {
                    var chunks = knowledge.GetRequiredService<IChunkStorage>();
                    var writer = await KnowledgeWriter.BeginAsync(chunks, transaction, Workspaces.Default, TimeProvider.System);
                    await write(writer);
                    await writer.FinishAsync();
                }
            );
}
