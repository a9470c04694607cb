using Microsoft.Data.Sqlite;
using Npgsql;

namespace ChatBot.Storage;

/// <summary>
/// What keeps a database that is there from storing anything until somebody acts. Nothing was done when it shows, so whoever asked may ask
/// again; all but damage then passes without a restart.
/// </summary>
public static class StorageTrouble
{
    public const string Full = "The disk that holds the database is full: free some space.";
    public const string Refusing =
        "The database cannot be written: its disk or file is read-only, or belongs to another account. Let the bot's account write it.";
    public const string Failing = "The disk that holds the database fails to read or write: see the system's log.";
    public const string Damaged =
        "The database is damaged: stop the bot, keep a copy of the file, and restore a backup, or what `sqlite3 FILE .recover` saves.";

    // sqlite.org/rescode.html
    private const int SqliteReadOnly = 8,
        SqliteIoError = 10,
        SqliteCorrupt = 11,
        SqliteFull = 13,
        SqliteCannotOpen = 14,
        SqliteNoDatabase = 26;

    /// <summary>One line with what to do; null where it is nothing of the kind.</summary>
    public static string? Of(Exception? fault) =>
        fault switch
        {
            SqliteException sqlite => OfSqlite(sqlite.SqliteErrorCode),
            PostgresException postgres => OfPostgres(postgres.SqlState),
            _ => null,
        } ?? (fault?.InnerException is { } inner ? Of(inner) : null);

    private static string? OfSqlite(int code) =>
        code switch
        {
            SqliteFull => Full,
            SqliteReadOnly or SqliteCannotOpen => Refusing,
            SqliteIoError => Failing,
            SqliteCorrupt or SqliteNoDatabase => Damaged,
            _ => null,
        };

    private static string? OfPostgres(string state) =>
        state switch
        {
            PostgresErrorCodes.DiskFull => Full,
            PostgresErrorCodes.ReadOnlySqlTransaction => Refusing,
            PostgresErrorCodes.IoError => Failing,
            PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted => Damaged,
            _ => null,
        };
}
