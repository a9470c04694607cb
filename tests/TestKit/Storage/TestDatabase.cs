using ChatBot.Storage;
using ChatBot.Storage.Sqlite;

namespace ChatBot.TestKit.Storage;

/// <summary>A migrated, empty SQLite database in a folder of its own, deleted when disposed.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly SqliteDatabase _database;

    private TestDatabase(string folder)
    {
        Folder = folder;
        _database = new SqliteDatabase($"Data Source={Path.Combine(folder, "chatbot.db")}");
    }

    public string Folder { get; }
    public IDatabase Database => _database;

    public static async Task<TestDatabase> CreateAsync()
    {
        var test = new TestDatabase(Directory.CreateTempSubdirectory("chatbot-test-").FullName);
        await new Migrator(test.Database, TimeProvider.System).MigrateAsync();
        return test;
    }

    public ValueTask DisposeAsync()
    {
        _database.Dispose();
        Directory.Delete(Folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
