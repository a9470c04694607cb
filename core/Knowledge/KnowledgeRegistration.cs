using ChatBot.Embedding;
using ChatBot.Knowledge.Indexing;
using ChatBot.Knowledge.Indexing.Postgres;
using ChatBot.Knowledge.Indexing.Sqlite;
using ChatBot.Knowledge.Reading;
using ChatBot.Knowledge.Records;
using ChatBot.Knowledge.Searching;
using ChatBot.Knowledge.Searching.Postgres;
using ChatBot.Knowledge.Searching.Sqlite;
using ChatBot.Settings;
using ChatBot.Storage;
using ChatBot.Storage.Moving;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ChatBot.Knowledge;

public static class KnowledgeRegistration
{
    /// <summary>Reading, indexing and searching documents; needs storage, brings the embedder.</summary>
    public static IServiceCollection AddKnowledge(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddEmbedding(configuration);
        services.AddSettings<KnowledgeOptions>(configuration, KnowledgeOptions.Section);
        services.AddDocumentReaders();
        services.AddRecords(configuration);
        services.AddSingleton<KnowledgeIngestion>();
        services.AddSingleton<KnowledgeSources>();
        services.AddSingleton<KnowledgeDocuments>();
        services.AddSingleton<DocumentAddresses>();
        services.AddSingleton<SkippedFiles>();
        services.AddSingleton<KnowledgeHeadings>();
        services.AddSingleton<IKnowledgeContents, KnowledgeContents>();
        services.AddSingleton<KnowledgeRefresh>();
        services.AddSingleton<VectorFill>();
        services.AddForEngine<IChunkStorage, SqliteChunkStorage, PostgresChunkStorage>();
        services.AddForEngine<IRowUpgrade, SqliteUnpostedChunks, PostgresUnpostedChunks>();
        services.AddForEngine<IVectorStorage, SqliteVectorStorage, PostgresVectorStorage>();
        services.TryAddSingleton(_ => GraphLimits.Measured);
        services.AddSingleton<SqliteVectorCache>();
        services.AddForEngine<IKnowledgeReader, SqliteKnowledgeReader, PostgresKnowledgeReader>();
        services.AddForEngine<IVectorIndexes, SqliteVectorIndexes, PostgresVectorIndexes>();
        services.AddSingleton<IMovedTable, MovedChunks>();
        services.AddSingleton<KnowledgeSearch>();
        services.AddSingleton<IKnowledgeIndex>(provider => provider.GetRequiredService<KnowledgeSearch>());
        return services;
    }
}
