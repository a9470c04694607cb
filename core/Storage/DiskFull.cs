using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace ChatBot.Storage;

/// <summary>Tells a database that has no room left from one that fails otherwise: somebody has to free some.</summary>
public static class DiskFull
{
    private const int SqliteFull = 13; // SQLITE_FULL

    public static bool Explains(DbException fault) =>
        fault is SqliteException { SqliteErrorCode: SqliteFull } || fault.SqlState == PostgresErrorCodes.DiskFull;
}
