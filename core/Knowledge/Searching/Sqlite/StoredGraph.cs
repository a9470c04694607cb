using System.Data.Common;
using Dapper;

namespace ChatBot.Knowledge.Searching.Sqlite;

/// <summary>What the database knows of a graph's file; its row in <c>vector_graphs</c>.</summary>
/// <param name="File">Its name; no two graphs ever have the same.</param>
/// <param name="Bytes">Its size and, with <paramref name="Written"/>, what tells it from another file of that name.</param>
/// <param name="LastId">The highest chunk in it; vectors of later ones are scanned.</param>
/// <param name="Width">Candidates that a search keeps while it descends.</param>
internal sealed record StoredGraph(
    string Workspace,
    string Embedder,
    string File,
    long Bytes,
    long Written,
    long LastId,
    long Vectors,
    long Width,
    double Recall,
    long Created
)
{
    private const string Columns =
        "workspace as Workspace, embedder as Embedder, file as File, bytes as Bytes, written as Written, last_id as LastId, "
        + "vectors as Vectors, width as Width, recall as Recall, created as Created";

    public static StoredGraph? Read(DbConnection connection, string workspace, string embedder) =>
        connection.QuerySingleOrDefault<StoredGraph>(
            $"select {Columns} from vector_graphs where workspace = @workspace and embedder = @embedder",
            new { workspace, embedder }
        );

    /// <summary>Those of all workspaces.</summary>
    public static async Task<IReadOnlyList<StoredGraph>> AllAsync(DbConnection connection, CancellationToken cancel) =>
        (
            await connection.QueryAsync<StoredGraph>(
                new CommandDefinition($"select {Columns} from vector_graphs", cancellationToken: cancel)
            )
        ).AsList();

    /// <summary>In place of the one before it.</summary>
    public Task WriteAsync(DbTransaction transaction, CancellationToken cancel) =>
        transaction.Connection!.ExecuteAsync(
            new CommandDefinition(
                """
                insert or replace into vector_graphs
                    (workspace, embedder, file, bytes, written, last_id, vectors, width, recall, created)
                values (@Workspace, @Embedder, @File, @Bytes, @Written, @LastId, @Vectors, @Width, @Recall, @Created)
                """,
                this,
                transaction,
                cancellationToken: cancel
            )
        );

    /// <summary>The row, unless another graph has taken its place meanwhile.</summary>
    public Task DeleteAsync(DbTransaction transaction, CancellationToken cancel) =>
        transaction.Connection!.ExecuteAsync(
            new CommandDefinition(
                "delete from vector_graphs where workspace = @Workspace and embedder = @Embedder and file = @File",
                this,
                transaction,
                cancellationToken: cancel
            )
        );
}
