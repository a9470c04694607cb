using System.Data.Common;
using Dapper;

namespace ChatBot.Knowledge.Records.Storing.Postgres;

/// <summary>Rows in PostgreSQL, a batch a statement; their terms are an array in a GIN index.</summary>
public sealed class PostgresRecordStorage : IRecordStorage
{
    public Task PutAsync(DbTransaction transaction, RecordRun run, IReadOnlyList<WrittenRecord> rows, CancellationToken cancel = default) =>
        transaction.Connection!.ExecuteAsync(
            new CommandDefinition(
                """
                insert into records (workspace, source, id, folded, title, text, cells, terms, hash, run)
                select @Workspace, @Source, r.*, @Number
                from unnest(@Ids, @Folded, @Titles, @Texts, @Cells, @Terms, @Hashes) as r (id, folded, title, text, cells, terms, hash)
                on conflict (workspace, source, id) do update set title = excluded.title, text = excluded.text, cells = excluded.cells,
                    terms = excluded.terms, hash = excluded.hash, run = excluded.run
                """,
                new
                {
                    run.Workspace,
                    run.Source,
                    run.Number,
                    Ids = rows.Select(row => row.Id).ToArray(),
                    Folded = rows.Select(row => row.Folded).ToArray(),
                    Titles = rows.Select(row => row.Title).ToArray(),
                    Texts = rows.Select(row => row.Text).ToArray(),
                    Cells = rows.Select(row => row.Cells).ToArray(),
                    Terms = rows.Select(row => row.Terms).ToArray(),
                    Hashes = rows.Select(row => row.Hash).ToArray(),
                },
                transaction,
                cancellationToken: cancel
            )
        );

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
                    $"""
                    select key from records
                    where string_to_array(terms, ' ') {(
                        all ? "@>" : "&&"
                    )} @terms and source = @Key and workspace = @Workspace order by key
                    """,
                    new
                    {
                        terms = terms.ToArray(),
                        source.Key,
                        source.Workspace,
                    },
                    cancellationToken: cancel
                )
            )
        ).AsList();
}
