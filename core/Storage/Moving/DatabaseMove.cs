using System.Buffers.Binary;
using System.Data.Common;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using ChatBot.Storage.Postgres;
using Dapper;
using Npgsql;

namespace ChatBot.Storage.Moving;

/// <summary>The move cannot be made; the message says what to do.</summary>
public sealed class MoveException(string message) : Exception(message);

/// <summary>
/// Moves everything from SQLite to PostgreSQL, table by table. Each table is one transaction and is read back and compared by
/// count and hash before it commits, so a move that was interrupted goes on with the first table that is not there yet.
/// </summary>
/// <param name="source">Migrated; nobody writes to it meanwhile.</param>
/// <param name="target">Migrated, and empty or left by an earlier move that was interrupted; opened by the owner of the tables.</param>
/// <param name="special">The tables that the engines keep in different ways.</param>
public sealed class DatabaseMove(IDatabase source, IDatabase target, IEnumerable<IMovedTable> special)
{
    /// <param name="progress">Tables done, tables in all.</param>
    /// <exception cref="MoveException">The target holds data already, or a table did not arrive as it left.</exception>
    public async Task<IReadOnlyList<MovedRows>> RunAsync(Action<int, int>? progress = null, CancellationToken cancel = default)
    {
        foreach (var table in special)
            await table.PrepareAsync(source, cancel);
        await using var from = await source.OpenAsync(Workspaces.All, cancel);
        var tables = await TablesAsync(cancel);
        await BeginAsync(tables, cancel);
        var moved = new List<MovedRows>();
        foreach (var (index, table) in tables.Index())
        {
            moved.Add(await target.WriteAsync(Workspaces.All, transaction => MoveAsync(from, table, transaction, cancel), cancel));
            progress?.Invoke(index + 1, tables.Count);
        }
        await target.WriteAsync(Workspaces.All, transaction => EndAsync(transaction, tables, cancel), cancel);
        return moved;
    }

    /// <summary>Numbers that the target gives out by itself go on after the highest that came.</summary>
    private static async Task EndAsync(DbTransaction transaction, IReadOnlyList<MovedTable> tables, CancellationToken cancel)
    {
        var numbered = await transaction.Connection!.QueryAsync<(string Table, string Column)>(
            new CommandDefinition(
                "select table_name, column_name from information_schema.columns where table_schema = current_schema() and "
                    + "is_identity = 'YES' and table_name = any(@Names)",
                new { Names = tables.Select(table => table.Name).ToArray() },
                transaction,
                cancellationToken: cancel
            )
        );
        var restart = numbered.Select(column =>
            $"select setval(pg_get_serial_sequence('{column.Table}', '{column.Column}'), "
            + $"greatest(1, (select coalesce(max({column.Column}), 1) from {column.Table})))"
        );
        await transaction.Connection!.ExecuteAsync(
            new CommandDefinition(
                string.Join("; ", restart.Prepend("drop table move_progress")),
                transaction: transaction,
                commandTimeout: 0,
                cancellationToken: cancel
            )
        );
    }

    /// <summary>Refuses a target in use: only an empty one, or one with the mark of an unfinished move, is written to.</summary>
    private Task BeginAsync(IReadOnlyList<MovedTable> tables, CancellationToken cancel) =>
        target.WriteAsync(
            Workspaces.All,
            async transaction =>
            {
                var connection = transaction.Connection!;
                if (
                    await connection.ExecuteScalarAsync<bool>(
                        new CommandDefinition(
                            "select to_regclass('move_progress') is not null",
                            transaction: transaction,
                            cancellationToken: cancel
                        )
                    )
                )
                    return;
                foreach (var table in tables)
                    if (
                        await connection.ExecuteScalarAsync<bool>(
                            new CommandDefinition(
                                $"select exists (select 1 from {table.Name})",
                                transaction: transaction,
                                cancellationToken: cancel
                            )
                        )
                    )
                        throw new MoveException($"The target already holds data (table {table.Name}); move into an empty database.");
                await connection.ExecuteAsync(
                    new CommandDefinition(
                        "create table move_progress (table_name text primary key, rows bigint not null, hash text not null)",
                        transaction: transaction,
                        cancellationToken: cancel
                    )
                );
            },
            cancel
        );

    private async Task<MovedRows> MoveAsync(DbConnection from, MovedTable table, DbTransaction transaction, CancellationToken cancel)
    {
        var connection = (NpgsqlConnection)transaction.Connection!;
        var done = await connection.QuerySingleOrDefaultAsync<(long Rows, string Hash)?>(
            new CommandDefinition(
                "select rows, hash from move_progress where table_name = @Name",
                table,
                transaction,
                cancellationToken: cancel
            )
        );
        if (done is { } before)
            return new MovedRows(table.Name, before.Rows, ulong.Parse(before.Hash));
        await connection.ExecuteAsync(
            new CommandDefinition(
                "set local statement_timeout = 0; set local maintenance_work_mem = '512MB'",
                transaction: transaction,
                cancellationToken: cancel
            )
        );
        // Made once over all rows, an index of words takes a fraction of what growing it row by row does.
        var indexes = (
            await connection.QueryAsync<(string Name, string Definition)>(
                new CommandDefinition(
                    """
                    select indexrelid::regclass::text, pg_get_indexdef(indexrelid) from pg_index
                    where indrelid = to_regclass(@Name) and not exists (select 1 from pg_constraint where conindid = indexrelid)
                    """,
                    table,
                    transaction,
                    cancellationToken: cancel
                )
            )
        ).AsList();
        foreach (var (name, _) in indexes)
            await connection.ExecuteAsync(new CommandDefinition($"drop index {name}", transaction: transaction, cancellationToken: cancel));
        var sent = await CopyAsync(from, connection, table, cancel);
        foreach (var (_, definition) in indexes)
            await connection.ExecuteAsync(
                new CommandDefinition(definition, transaction: transaction, commandTimeout: 0, cancellationToken: cancel)
            );
        await connection.ExecuteAsync(new CommandDefinition($"analyze {table.Name}", transaction: transaction, cancellationToken: cancel));
        var arrived = await CountAsync(connection, table, transaction, cancel);
        if (sent != arrived)
            throw new MoveException(
                $"Table {table.Name} did not arrive as it left ({sent.Rows} rows, {arrived.Rows} arrived); nothing of it was "
                    + "kept. Run the move again while nobody writes to the source."
            );
        await connection.ExecuteAsync(
            new CommandDefinition(
                "insert into move_progress (table_name, rows, hash) values (@Table, @Rows, @Hash)",
                new
                {
                    arrived.Table,
                    arrived.Rows,
                    Hash = arrived.Hash.ToString(),
                },
                transaction,
                cancellationToken: cancel
            )
        );
        return arrived;
    }

    private static async Task<MovedRows> CopyAsync(DbConnection from, NpgsqlConnection to, MovedTable table, CancellationToken cancel)
    {
        var names = table.Columns.Select(column => column.Name).ToList();
        await using var select = from.CreateCommand();
        select.CommandText = table.Select;
        await using var row = await select.ExecuteReaderAsync(cancel);
        await using var copy = await BinaryCopyWriter.BeginAsync(to, table.Name, string.Join(", ", names), cancel);
        long rows = 0;
        ulong hash = 0;
        var values = new object?[names.Count];
        while (await row.ReadAsync(cancel))
        {
            await copy.StartRowAsync((short)names.Count, cancel);
            for (var i = 0; i < values.Length; i++)
                values[i] = Write(copy, table.Columns[i], row.IsDBNull(i) ? null : row.GetValue(i));
            rows++;
            hash += HashOf(values);
        }
        await copy.CompleteAsync(cancel);
        return new MovedRows(table.Name, rows, hash);
    }

    /// <summary>Writes a value in the target's type and returns it in the form that both sides hash.</summary>
    private static object? Write(BinaryCopyWriter copy, MovedColumn column, object? value)
    {
        switch (value, column.Type)
        {
            case (null, _):
                copy.Null();
                return null;
            case (byte[] bytes, "vector"):
                var vector = MemoryMarshal.Cast<byte, float>(bytes).ToArray();
                copy.Vector(vector);
                return vector;
            case (byte[] bytes, "bytea"):
                copy.Bytea(bytes);
                return bytes;
            case (_, "int4"):
                copy.Integer(Convert.ToInt32(value));
                return Convert.ToInt64(value);
            case (_, "int8"):
                copy.BigInt(Convert.ToInt64(value));
                return Convert.ToInt64(value);
            case (_, "float8"):
                copy.Double(Convert.ToDouble(value));
                return Convert.ToDouble(value);
            case (_, "text"):
                var text = Convert.ToString(value)!.Replace("\0", "");
                copy.Text(text);
                return text;
            default:
                throw new MoveException($"Column {column.Name} has the type {column.Type}, which the move does not know.");
        }
    }

    private static async Task<MovedRows> CountAsync(
        NpgsqlConnection connection,
        MovedTable table,
        DbTransaction transaction,
        CancellationToken cancel
    )
    {
        await using var select = new NpgsqlCommand(table.SelectBack, connection, (NpgsqlTransaction)transaction);
        await using var row = await select.ExecuteReaderAsync(cancel);
        long rows = 0;
        ulong hash = 0;
        var values = new object?[table.Columns.Count];
        while (await row.ReadAsync(cancel))
        {
            for (var i = 0; i < values.Length; i++)
                values[i] =
                    row.IsDBNull(i) ? null
                    : row.GetValue(i) is int number ? (long)number
                    : row.GetValue(i);
            rows++;
            hash += HashOf(values);
        }
        return new MovedRows(table.Name, rows, hash);
    }

    /// <summary>Of one row; the sum over all rows does not depend on their order.</summary>
    private static ulong HashOf(object?[] values)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var value in values)
        {
            hash.AppendData(value is null ? [0] : [1]);
            hash.AppendData(
                value switch
                {
                    null => [],
                    string text => Encoding.UTF8.GetBytes(text + '\0'),
                    long number => BitConverter.GetBytes(number),
                    double number => BitConverter.GetBytes(number),
                    byte[] bytes => bytes,
                    float[] vector => MemoryMarshal.AsBytes(vector.AsSpan()),
                    _ => throw new MoveException($"A value of type {value.GetType().Name} cannot be compared."),
                }
            );
        }
        return BinaryPrimitives.ReadUInt64LittleEndian(hash.GetHashAndReset());
    }

    /// <summary>The target's tables that the source has too, those that others refer to first.</summary>
    private async Task<IReadOnlyList<MovedTable>> TablesAsync(CancellationToken cancel)
    {
        foreach (var table in special)
            await table.PrepareAsync(source, cancel);
        await using var from = await source.OpenAsync(Workspaces.All, cancel);
        var known = (
            await from.QueryAsync<string>(
                new CommandDefinition("select name from sqlite_master where type = 'table'", cancellationToken: cancel)
            )
        ).ToHashSet(StringComparer.Ordinal);
        await using var to = await target.OpenAsync(Workspaces.All, cancel);
        var columns = await to.QueryAsync<(string Table, string Column, string Type)>(
            new CommandDefinition(
                """
                select table_name, column_name, udt_name from information_schema.columns
                where table_schema = current_schema() and table_name not in ('migrations', 'move_progress')
                    order by table_name, ordinal_position
                """,
                cancellationToken: cancel
            )
        );
        var tables = columns
            .Where(column => known.Contains(column.Table))
            .GroupBy(column => column.Table)
            .Select(group => new MovedTable(
                group.Key,
                [.. group.Select(column => new MovedColumn(column.Column, column.Type))],
                special.FirstOrDefault(one => one.Name == group.Key)
            ));
        var referring = (
            await to.QueryAsync<(string Table, string Other)>(
                new CommandDefinition(
                    "select conrelid::regclass::text, confrelid::regclass::text from pg_constraint where contype = 'f'",
                    cancellationToken: cancel
                )
            )
        ).ToLookup(reference => reference.Table, reference => reference.Other);
        return
        [
            .. tables
                .OrderByDescending(IsReferredTo)
                .ThenBy(table => Depth(table.Name))
                .ThenBy(table => table.Name, StringComparer.Ordinal),
        ];

        int Depth(string table) => referring[table].Select(other => 1 + Depth(other)).DefaultIfEmpty().Max();

        bool IsReferredTo(MovedTable table) => referring.Any(from => from.Contains(table.Name));
    }
}
