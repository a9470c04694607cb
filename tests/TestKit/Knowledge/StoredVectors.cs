using System.Runtime.InteropServices;
using ChatBot.Storage;
using Dapper;

namespace ChatBot.TestKit.Knowledge;

/// <summary>An index of chunks that have a vector and no words, written straight into SQLite.</summary>
public static class StoredVectors
{
    /// <summary>Adds a chunk for each vector, with rising ids from <paramref name="first"/> on; all of one embedder.</summary>
    public static Task AddAsync(IDatabase database, string workspace, string embedder, long first, int count, Func<int, float[]> vector) =>
        database.WriteAsync(
            workspace,
            async transaction =>
            {
                var connection = transaction.Connection!;
                await connection.ExecuteAsync(
                    """
                    insert or ignore into documents (id, workspace, source, path, uri, title, category, hash, chunks, length, indexed)
                        values (@workspace, @workspace, 's', 'p', 'u', 't', 'c', 'h', 0, 0, 1);
                    insert or ignore into knowledge_index (workspace, version, documents, chunks, length, embedder)
                        values (@workspace, 0, 1, 0, 0, @embedder);
                    update knowledge_index set version = version + 1, chunks = chunks + @count where workspace = @workspace
                    """,
                    new
                    {
                        workspace,
                        embedder,
                        count,
                    },
                    transaction
                );
                await using var add = connection.CreateCommand();
                add.Transaction = transaction;
                add.CommandText = """
                    insert into chunks (id, workspace, document_id, ordinal, kind, length, title, text)
                        values (@id, @workspace, @workspace, @id, 'prose', 1, '', '');
                    insert into chunk_terms (id, title, body, names) values (@id, '', '', '');
                    insert into chunk_embeddings (chunk_id, workspace, embedder, embedding) values (@id, @workspace, @embedder, @embedding)
                    """;
                foreach (var name in (string[])["@id", "@workspace", "@embedder", "@embedding"])
                {
                    var parameter = add.CreateParameter();
                    parameter.ParameterName = name;
                    add.Parameters.Add(parameter);
                }
                (add.Parameters[1].Value, add.Parameters[2].Value) = (workspace, embedder);
                for (var i = 0; i < count; i++)
                {
                    (add.Parameters[0].Value, add.Parameters[3].Value) = (first + i, MemoryMarshal.AsBytes<float>(vector(i)).ToArray());
                    await add.ExecuteNonQueryAsync();
                }
            }
        );

    /// <summary>Removes chunks, as a document that is gone does.</summary>
    public static Task RemoveAsync(IDatabase database, string workspace, IReadOnlyCollection<long> ids) =>
        database.WriteAsync(
            workspace,
            transaction =>
                transaction.Connection!.ExecuteAsync(
                    """
                    delete from chunk_embeddings where chunk_id in @ids;
                    delete from chunk_terms where id in @ids;
                    delete from chunks where id in @ids;
                    update knowledge_index set version = version + 1, chunks = chunks - @Count where workspace = @workspace
                    """,
                    new
                    {
                        ids,
                        ids.Count,
                        workspace,
                    },
                    transaction
                )
        );
}
