using System.Data.Common;
using System.Text;
using ChatBot.Knowledge.Indexing.Postings;
using ChatBot.Storage;
using Dapper;
using Microsoft.Data.Sqlite;

namespace ChatBot.Knowledge.Indexing.Sqlite;

/// <summary>
/// Postings of the chunks that came last, aside from the blocks of all others. A batch is written in as many bytes as it has; the blocks
/// of its some thousand words, most of them on a page of their own, are written once for several batches when they are merged.
/// </summary>
internal sealed class SqliteRecentPostings(DbTransaction transaction, string workspace)
{
    /// <summary>Terms that one piece merges at least, each counted in every batch: some milliseconds.</summary>
    private const int Piece = 512;

    public void Add(GatheredPostings gathered)
    {
        using var insert = Command(
            "insert into recent_postings (workspace, prefix, batch, data) values (@workspace, @prefix, @batch, @data)"
        );
        insert.Parameters.AddWithValue("@batch", gathered.First);
        var (prefix, data) = (Text(insert, "@prefix"), insert.Parameters.Add(new SqliteParameter("@data", SqliteType.Blob)));
        foreach (var alike in gathered.ByTerm.GroupBy(pair => RecentTerms.PrefixOf(pair.Key), StringComparer.Ordinal))
        {
            prefix.Value = alike.Key;
            data.Value = RecentTerms.Write(alike, gathered.First);
            insert.ExecuteNonQuery();
        }
    }

    /// <summary>Puts the postings of the next terms behind those in the blocks, and counts the chunks that hold them.</summary>
    /// <param name="after">What the piece before ended with; empty for the first.</param>
    /// <returns>What this piece ended with; null where nothing was left.</returns>
    public string? Merge(string after)
    {
        if (Take(after) is not var (through, postings))
            return null;
        new SqlitePostings(transaction, workspace).Add(postings);
        using var count = Command(
            "insert into terms (workspace, term, chunks) values (@workspace, @term, @chunks) on conflict (workspace, term) do "
                + "update set chunks = chunks + excluded.chunks"
        );
        var (term, chunks) = (Text(count, "@term"), count.Parameters.Add(new SqliteParameter("@chunks", SqliteType.Integer)));
        foreach (var (counted, its) in postings.ByTerm)
        {
            (term.Value, chunks.Value) = (counted, its.Count);
            count.ExecuteNonQuery();
        }
        using var delete = Command("delete from recent_postings where workspace = @workspace and prefix > @after and prefix <= @through");
        (Text(delete, "@after").Value, Text(delete, "@through").Value) = (after, through);
        delete.ExecuteNonQuery();
        return through;
    }

    /// <summary>All of them at once; nothing where there are none.</summary>
    public void MergeAll()
    {
        for (var after = ""; after is not null; )
            after = Merge(after);
    }

    /// <summary>All of them in every workspace.</summary>
    public static Task MergeAllAsync(IDatabase database, CancellationToken cancel = default) =>
        database.WriteAsync(
            Workspaces.All,
            async transaction =>
            {
                var workspaces = await transaction.Connection!.QueryAsync<string>(
                    new CommandDefinition(
                        "select distinct workspace from recent_postings",
                        transaction: transaction,
                        cancellationToken: cancel
                    )
                );
                foreach (var workspace in workspaces)
                    new SqliteRecentPostings(transaction, workspace).MergeAll();
            },
            cancel
        );

    /// <summary>What the next terms have, whole.</summary>
    private (string Through, GatheredPostings Postings)? Take(string after)
    {
        var postings = new GatheredPostings();
        using var read = Command(
            "select prefix, batch, data from recent_postings where workspace = @workspace and prefix > @after order by prefix, batch"
        );
        Text(read, "@after").Value = after;
        using var row = read.ExecuteReader();
        string? through = null;
        for (var taken = 0; row.Read(); )
        {
            var prefix = row.GetString(0);
            if (taken >= Piece && prefix != through)
                break;
            through = prefix;
            foreach (var (term, _, block) in RecentTerms.Read(row.GetFieldValue<byte[]>(2)))
            {
                postings.Add(Encoding.UTF8.GetString(term.Span), PostingBlock.Read(block.Span, row.GetInt64(1)));
                taken++;
            }
        }
        return through is null ? null : (through, postings);
    }

    private static SqliteParameter Text(SqliteCommand command, string name) =>
        command.Parameters.Add(new SqliteParameter(name, SqliteType.Text));

    private SqliteCommand Command(string sql)
    {
        var command = (SqliteCommand)transaction.Connection!.CreateCommand();
        command.Transaction = (SqliteTransaction)transaction;
        command.CommandText = sql;
        command.Parameters.AddWithValue("@workspace", workspace);
        return command;
    }
}
