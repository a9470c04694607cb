using System.Data.Common;
using Dapper;

namespace ChatBot.Knowledge.Records.Storing.Sqlite;

/// <summary>Rows in SQLite, their terms in FTS5, which triggers keep up to date.</summary>
public sealed class SqliteRecordStorage : IRecordStorage
{
    public Task PutAsync(DbTransaction transaction, RecordRun run, IReadOnlyList<WrittenRecord> rows, CancellationToken cancel = default)
    {
        using var command = transaction.Connection!.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = """
            insert into records (workspace, source, id, folded, title, text, cells, terms, hash, run)
            values (@workspace, @source, @id, @folded, @title, @text, @cells, @terms, @hash, @run)
            on conflict (workspace, source, id) do update set title = excluded.title, text = excluded.text, cells = excluded.cells,
                terms = excluded.terms, hash = excluded.hash, run = excluded.run
            """;
        foreach (var name in (string[])["workspace", "source", "id", "folded", "title", "text", "cells", "terms", "hash", "run"])
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = "@" + name;
            command.Parameters.Add(parameter);
        }
        foreach (var row in rows)
        {
            cancel.ThrowIfCancellationRequested();
            object[] values =
            [
                run.Workspace,
                run.Source,
                row.Id,
                row.Folded,
                row.Title,
                row.Text,
                row.Cells,
                row.Terms,
                row.Hash,
                run.Number,
            ];
            for (var i = 0; i < values.Length; i++)
                command.Parameters[i].Value = values[i];
            command.ExecuteNonQuery();
        }
        return Task.CompletedTask;
    }

    public async Task<IReadOnlyList<long>> FindAsync(
        DbConnection connection,
        RecordSource source,
        IReadOnlyList<string> terms,
        bool all,
        CancellationToken cancel = default
    ) =>
        (
            await connection.QueryAsync<long>(
                new CommandDefinition(
                    """
                    select r.key from record_terms t join records r on r.key = t.rowid
                    where record_terms match @match and r.source = @Key and r.workspace = @Workspace order by r.key
                    """,
                    new
                    {
                        match = string.Join(all ? " AND " : " OR ", terms.Select(term => $"\"{term.Replace("\"", "\"\"")}\"")),
                        source.Key,
                        source.Workspace,
                    },
                    cancellationToken: cancel
                )
            )
        ).AsList();
}
