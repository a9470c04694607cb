using System.Data.Common;
using ChatBot.Knowledge.Indexing.Postings;
using Microsoft.Data.Sqlite;

namespace ChatBot.Knowledge.Indexing.Sqlite;

/// <summary>Adds and removes the postings of chunks within a transaction.</summary>
internal sealed class SqlitePostings(DbTransaction transaction, string workspace)
{
    /// <summary>Writes postings behind what their terms have; the chunks are newer than all that is there.</summary>
    public void Add(GatheredPostings gathered)
    {
        using var last = Command(
            "select first, data from postings where workspace = @workspace and term = @term order by first desc limit 1"
        );
        using var write = Writing();
        foreach (var (term, postings) in gathered.ByTerm)
        {
            last.Parameters[1].Value = term;
            foreach (var (first, data) in PostingBlock.Continue(Block(last), postings))
                Write(write, term, first, data);
        }
    }

    /// <summary>Takes postings out again.</summary>
    public void Remove(GatheredPostings gathered)
    {
        using var holding = Command(
            "select first, data from postings where workspace = @workspace and term = @term and first <= @first order by first desc limit 1"
        );
        holding.Parameters.Add(new SqliteParameter("@first", SqliteType.Integer));
        using var write = Writing();
        using var delete = Command("delete from postings where workspace = @workspace and term = @term and first = @first");
        delete.Parameters.Add(new SqliteParameter("@first", SqliteType.Integer));
        foreach (var (term, postings) in gathered.ByTerm)
            for (var i = postings.Count - 1; i >= 0; )
            {
                holding.Parameters[1].Value = term;
                holding.Parameters[2].Value = postings[i].ChunkId;
                if (Block(holding) is not var (first, data))
                    break;
                var gone = postings
                    .Take(i + 1)
                    .Reverse()
                    .TakeWhile(posting => posting.ChunkId >= first)
                    .Select(posting => posting.ChunkId)
                    .ToHashSet();
                i -= gone.Count;
                if (PostingBlock.Without(data, first, gone) is { Length: > 0 } left)
                    Write(write, term, first, left);
                else
                {
                    delete.Parameters[1].Value = term;
                    delete.Parameters[2].Value = first;
                    delete.ExecuteNonQuery();
                }
            }
    }

    private static (long First, byte[] Data)? Block(SqliteCommand command)
    {
        using var row = command.ExecuteReader();
        return row.Read() ? (row.GetInt64(0), row.GetFieldValue<byte[]>(1)) : null;
    }

    private SqliteCommand Writing()
    {
        var command = Command("insert or replace into postings (workspace, term, first, data) values (@workspace, @term, @first, @data)");
        command.Parameters.Add(new SqliteParameter("@first", SqliteType.Integer));
        command.Parameters.Add(new SqliteParameter("@data", SqliteType.Blob));
        return command;
    }

    private static void Write(SqliteCommand command, string term, long first, byte[] data)
    {
        command.Parameters[1].Value = term;
        command.Parameters[2].Value = first;
        command.Parameters[3].Value = data;
        command.ExecuteNonQuery();
    }

    private SqliteCommand Command(string sql)
    {
        var command = (SqliteCommand)transaction.Connection!.CreateCommand();
        command.Transaction = (SqliteTransaction)transaction;
        command.CommandText = sql;
        command.Parameters.Add(new SqliteParameter("@workspace", workspace));
        command.Parameters.Add(new SqliteParameter("@term", SqliteType.Text));
        return command;
    }
}
