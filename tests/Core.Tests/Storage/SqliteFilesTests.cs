using System.Data.Common;
using System.Text;
using ChatBot.Storage;
using ChatBot.Storage.Sqlite;
using Dapper;

namespace ChatBot.Core.Tests.Storage;

/// <summary>What lies in SQLite's own files: nothing that was deleted, and not more log than there has to be.</summary>
public sealed class SqliteFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("chatbot-files-").FullName;

    private string File => Path.Combine(_folder, "chatbot.db");

    [Fact]
    public async Task What_was_deleted_lies_neither_in_the_database_nor_in_its_log()
    {
        using var database = await CreateAsync();
        await AddAsync(database, 200, "a long remark about zebras that takes some room, so that pages are split and freed");

        await database.WriteAsync(
            Workspaces.All,
            transaction => transaction.Connection!.ExecuteAsync("delete from said where id % 3 > 0", transaction: transaction)
        );
        await database.WriteAsync(
            Workspaces.All,
            transaction => transaction.Connection!.ExecuteAsync("update said set words = null", transaction: transaction)
        );
        Assert.True(await database.ScrubAsync());

        Assert.Empty(FilesWith("zebras"));
    }

    [Fact]
    public async Task What_a_version_that_did_not_overwrite_has_left_is_gone_once_the_file_is_rebuilt()
    {
        using var database = await CreateAsync();
        await using (var careless = await database.OpenAsync(Workspaces.All))
        {
            await careless.ExecuteAsync("pragma secure_delete = off");
            await careless.ExecuteAsync("insert into said (words) values ('a remark about zebras, which is deleted')");
            await careless.ExecuteAsync("delete from said");
            await careless.ExecuteAsync("pragma wal_checkpoint(truncate)");
        }
        Assert.Equal(["chatbot.db"], FilesWith("zebras"));

        Assert.True(await database.ScrubAsync(rebuild: true));

        Assert.Empty(FilesWith("zebras"));
    }

    [Fact]
    public async Task A_reader_that_does_not_end_holds_the_log_back_and_after_it_the_log_is_emptied()
    {
        using var database = await CreateAsync(largestLog: 100_000);
        await using (var reader = await database.OpenAsync(Workspaces.All))
        {
            await reader.ExecuteScalarAsync<long>("begin; select count(*) from said");
            await AddAsync(database, 500, new string('z', 500));

            Assert.True(await database.TendLogAsync() > 100_000);
            await EndAsync(reader);
        }

        Assert.Equal(0, await database.TendLogAsync());
        Assert.Equal(0, new FileInfo(File + "-wal").Length);
    }

    [Fact]
    public async Task What_could_not_be_taken_off_the_disk_at_once_goes_with_the_next_look()
    {
        using var database = await CreateAsync();
        await AddAsync(database, 1, "zebras");
        await using (var reader = await database.OpenAsync(Workspaces.All))
        {
            await reader.ExecuteScalarAsync<long>("begin; select count(*) from said");
            await database.WriteAsync(
                Workspaces.All,
                transaction => transaction.Connection!.ExecuteAsync("delete from said", transaction: transaction)
            );
            Assert.False(await database.ScrubAsync());
            await EndAsync(reader);
        }

        await database.TendLogAsync();

        Assert.Empty(FilesWith("zebras"));
    }

    [Fact]
    public async Task Damage_is_found_and_a_sound_file_is_not_called_damaged()
    {
        long root;
        using (var database = await CreateAsync())
        {
            await AddAsync(database, 500, "words");
            Assert.Null(await database.FindDamageAsync());
            await using var connection = await database.OpenAsync(Workspaces.All);
            root = await connection.ExecuteScalarAsync<long>("select rootpage from sqlite_master where name = 'said'");
        }
        Damage(File, root);

        using var damaged = new SqliteDatabase($"Data Source={File}");
        try
        {
            Assert.NotNull(await damaged.FindDamageAsync());
        }
        catch (DbException fault)
        {
            Assert.Equal(StorageTrouble.Damaged, StorageTrouble.Of(fault));
        }
    }

    [Fact]
    public async Task A_database_is_made_for_its_owner_alone_with_log_and_index()
    {
        if (OperatingSystem.IsWindows())
            return;
        using var database = await CreateAsync();
        await AddAsync(database, 1, "words");
        await using var open = await database.OpenAsync(Workspaces.All);

        foreach (var part in (string[])["", "-wal", "-shm"])
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File + part));
    }

    /// <summary>The pool hands a connection on as it is: with a transaction that only SQLite knows of, still open.</summary>
    private static Task EndAsync(DbConnection reader) => reader.ExecuteAsync("rollback");

    private static void Damage(string file, long page)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Write);
        stream.Position = (page - 1) * 4096;
        stream.Write(Enumerable.Repeat((byte)0xAA, 4096).ToArray());
    }

    private async Task<SqliteDatabase> CreateAsync(long? largestLog = null)
    {
        var database = new SqliteDatabase($"Data Source={File}");
        if (largestLog is { } bytes)
            database.LargestLog = bytes;
        await database.WriteAsync(
            Workspaces.All,
            transaction =>
                transaction.Connection!.ExecuteAsync(
                    "create table said (id integer primary key, words text); create index said_by_words on said (words)",
                    transaction: transaction
                )
        );
        return database;
    }

    private static Task AddAsync(SqliteDatabase database, int rows, string words) =>
        database.WriteAsync(
            Workspaces.All,
            transaction =>
                transaction.Connection!.ExecuteAsync(
                    "insert into said (words) values (@words)",
                    Enumerable.Range(0, rows).Select(n => new { words = $"{words} {n}" }),
                    transaction
                )
        );

    private List<string> FilesWith(string text) =>
        [
            .. Directory
                .EnumerateFiles(_folder)
                .Where(file => Bytes(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0)
                .Select(file => Path.GetFileName(file)),
        ];

    private static byte[] Bytes(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
