using ChatBot.Storage;
using ChatBot.Storage.Postgres;
using ChatBot.Storage.Sqlite;

namespace ChatBot.TestKit.Storage;

/// <summary>A migrated, empty database of the engine under test (see <see cref="TestStorage"/>), deleted when disposed.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private TestDatabase(string folder)
    {
        Folder = folder;
        if (TestStorage.IsPostgres)
        {
            TestStorage.CreateMigrated(folder);
            Database = new PostgresDatabase(TestStorage.ConnectionString(folder), TimeProvider.System);
        }
        else
        {
            Database = new SqliteDatabase($"Data Source={Path.Combine(folder, "chatbot.db")}");
        }
    }

    public string Folder { get; }
    public IDatabase Database { get; }

    public static async Task<TestDatabase> CreateAsync()
    {
        var test = new TestDatabase(Directory.CreateTempSubdirectory("chatbot-test-").FullName);
        await new Migrator(test.Database, TimeProvider.System).MigrateAsync();
        return test;
    }

    public async ValueTask DisposeAsync()
    {
        if (Database is IAsyncDisposable pooled)
            await pooled.DisposeAsync();
        (Database as IDisposable)?.Dispose();
        if (Database.Engine == StorageEngine.Postgres)
            TestStorage.Drop(Folder);
        Directory.Delete(Folder, recursive: true);
    }
}
