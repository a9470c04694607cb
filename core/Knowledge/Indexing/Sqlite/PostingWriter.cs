using System.Data.Common;
using System.Runtime.InteropServices;
using ChatBot.Language;
using Microsoft.Data.Sqlite;

namespace ChatBot.Knowledge.Indexing.Sqlite;

/// <summary>
/// Adds and removes the postings of chunks within a transaction: gathered first, so that a term's last block is written once for all of
/// them, and in key order, so that each page is visited once.
/// </summary>
internal sealed class PostingWriter(DbTransaction transaction, string workspace)
{
    private readonly SortedDictionary<string, List<Posting>> _gathered = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (int Body, int Title, int Names)> _counts = new(StringComparer.Ordinal);

    /// <summary>Gathers a chunk's; ids have to rise from call to call.</summary>
    public void Gather(long chunkId, ChunkTerms terms)
    {
        _counts.Clear();
        foreach (var term in Split(terms.Body))
            CollectionsMarshal.GetValueRefOrAddDefault(_counts, term, out _).Body++;
        foreach (var term in Split(terms.Title))
            CollectionsMarshal.GetValueRefOrAddDefault(_counts, term, out _).Title++;
        foreach (var term in Split(terms.Names))
            CollectionsMarshal.GetValueRefOrAddDefault(_counts, term, out _).Names++;
        foreach (var (term, count) in _counts)
        {
            if (!_gathered.TryGetValue(term, out var postings))
                _gathered[term] = postings = [];
            postings.Add(new Posting(chunkId, count.Body, count.Title, count.Names, terms.Length));
        }
    }

    /// <summary>Writes what was gathered behind what the terms have; the chunks are newer than all that is there.</summary>
    public void Add()
    {
        using var last = Command(
            "select first, data from postings where workspace = @workspace and term = @term order by first desc limit 1"
        );
        using var write = Writing();
        foreach (var (term, postings) in _gathered)
        {
            var (first, before, data) = LastBlock(last, term) ?? (postings[0].ChunkId, postings[0].ChunkId, []);
            foreach (var posting in postings)
            {
                if (data.Count >= PostingBlock.Full)
                {
                    Write(write, term, first, data);
                    (first, before, data) = (posting.ChunkId, posting.ChunkId, []);
                }
                PostingBlock.Append(data, before, posting);
                before = posting.ChunkId;
            }
            Write(write, term, first, data);
        }
        _gathered.Clear();
    }

    /// <summary>Takes what was gathered out again.</summary>
    public void Remove()
    {
        using var holding = Command(
            "select first, data from postings where workspace = @workspace and term = @term and first <= @first order by first desc limit 1"
        );
        holding.Parameters.Add(new SqliteParameter("@first", SqliteType.Integer));
        using var write = Writing();
        using var delete = Command("delete from postings where workspace = @workspace and term = @term and first = @first");
        delete.Parameters.Add(new SqliteParameter("@first", SqliteType.Integer));
        foreach (var (term, postings) in _gathered)
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
                if (Without(data, first, gone) is { Count: > 0 } left)
                    Write(write, term, first, left);
                else
                {
                    delete.Parameters[1].Value = term;
                    delete.Parameters[2].Value = first;
                    delete.ExecuteNonQuery();
                }
            }
        _gathered.Clear();
    }

    private static List<byte> Without(byte[] data, long first, HashSet<long> gone)
    {
        var left = new List<byte>(data.Length);
        var before = first;
        for (var block = PostingBlock.Read(data, first); block.Next(); )
            if (!gone.Contains(block.Current.ChunkId))
            {
                PostingBlock.Append(left, before, block.Current);
                before = block.Current.ChunkId;
            }
        return left;
    }

    private static (long First, long Before, List<byte> Data)? LastBlock(SqliteCommand last, string term)
    {
        last.Parameters[1].Value = term;
        if (Block(last) is not var (first, data))
            return null;
        var block = PostingBlock.Read(data, first);
        while (block.Next()) { }
        return (first, block.Current.ChunkId, [.. data]);
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

    private static void Write(SqliteCommand command, string term, long first, List<byte> data)
    {
        command.Parameters[1].Value = term;
        command.Parameters[2].Value = first;
        command.Parameters[3].Value = data.ToArray();
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

    private static IEnumerable<string> Split(string terms) =>
        terms.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(term => term != TextAnalyzer.SentenceMark);
}
