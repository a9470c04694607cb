using System.Globalization;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using ChatBot.Knowledge.Indexing;
using Microsoft.Data.Sqlite;

namespace ChatBot.Knowledge.Searching.Sqlite;

/// <summary>An open connection with the index's prepared statements; used by one search at a time, within a read transaction.</summary>
internal sealed class SqliteKnowledgeSession : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteVectorCache _vectors;
    private readonly SqliteCommand _begin,
        _commit,
        _totals,
        _frequency,
        _prefix,
        _candidate,
        _embedding,
        _sentences,
        _passage;
    private readonly SqliteRecentReader _recent;
    private readonly SqlitePostingReader _postings;
    private string _workspace = "";

    public SqliteKnowledgeSession(SqliteConnection connection, SqliteVectorCache vectors)
    {
        _connection = connection;
        _vectors = vectors;
        _recent = new SqliteRecentReader(connection);
        _postings = new SqlitePostingReader(connection, _recent);
        _embedding = Command("select embedding from chunk_embeddings where chunk_id = @id and embedder = @embedder", "@id", "@embedder");
        _sentences = Command("select vectors from chunk_sentences where chunk_id = @id and embedder = @embedder", "@id", "@embedder");
        _begin = Command("begin");
        _commit = Command("commit");
        _totals = Command(
            "select version, documents, chunks, length, embedder from knowledge_index where workspace = @workspace",
            "@workspace"
        );
        _frequency = Command("select chunks from terms where workspace = @workspace and term = @term", "@workspace", "@term");
        _prefix = Command(
            "select term, chunks from terms where workspace = @workspace and term >= @prefix and term < @end and length(term) "
                + "between @shortest and @longest and chunks > 0 limit 20000",
            "@workspace",
            "@prefix",
            "@end",
            "@shortest",
            "@longest"
        );
        _candidate = Command(
            """
            select c.id, c.document_id, t.title, t.body, t.names, c.length from chunks c join chunk_terms t on t.id = c.id
            where c.id = @id and c.workspace = @workspace and (@category is null or (select category from documents
                where id = c.document_id) = @category)
            """,
            "@id",
            "@workspace",
            "@category"
        );
        _passage = Command(
            """
            select c.id, c.document_id, c.title, d.uri, d.category, c.ordinal, c.kind, c.text from chunks c join documents d
                on d.id = c.document_id
            where c.id = @id and c.workspace = @workspace
            """,
            "@id",
            "@workspace"
        );
    }

    public IndexTotals Totals { get; private set; }

    public void Begin(string workspace)
    {
        _begin.ExecuteNonQuery();
        _workspace = workspace;
        _recent.Begin(workspace);
        _totals.Parameters[0].Value = workspace;
        using var row = _totals.ExecuteReader();
        Totals = row.Read()
            ? new IndexTotals(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.IsDBNull(4) ? null : row.GetString(4))
            : default;
    }

    /// <returns>False when the connection is unfit for another search.</returns>
    public bool End()
    {
        try
        {
            _commit.ExecuteNonQuery();
            return true;
        }
        catch (SqliteException)
        {
            return false; // the connection is closed instead of kept
        }
    }

    public Findings Find(CandidateSearch search)
    {
        var frequencies = Frequencies(search.Terms);
        var candidates = Containing(frequencies, search.Category, search.ByWords);
        if (search.Vector.IsEmpty || search.Embedder != Totals.Embedder)
            return new Findings(Totals, frequencies, candidates);
        var vector = search.Vector.Span;
        var held = candidates.Select(candidate => candidate.ChunkId).ToHashSet();
        var vectors = _vectors.For(_connection, _workspace, search.Embedder, Totals);
        _embedding.Parameters[1].Value = search.Embedder;
        candidates.AddRange(Candidates(Nearest(vectors, vector, search.ByVector).Where(id => !held.Contains(id)), search.Category));
        var sentences = new QuestionBytes(vector);
        _sentences.Parameters[1].Value = search.Embedder;
        for (var i = 0; i < candidates.Count; i++)
        {
            _sentences.Parameters[0].Value = candidates[i].ChunkId;
            candidates[i] = candidates[i] with
            {
                Cosine = CosineOf(vectors, vector, candidates[i].ChunkId),
                Cosines = _sentences.ExecuteScalar() is byte[] stored ? sentences.Cosines(stored) : [],
            };
        }
        return new Findings(Totals, frequencies, candidates);
    }

    private Dictionary<string, long> Frequencies(IReadOnlyCollection<string> terms)
    {
        var found = new Dictionary<string, long>(terms.Count, StringComparer.Ordinal);
        _frequency.Parameters[0].Value = _workspace;
        foreach (var term in terms)
        {
            _frequency.Parameters[1].Value = term;
            var counted = _frequency.ExecuteScalar() as long? ?? 0;
            if (counted + _recent.Of(term).Sum(recent => recent.Term.Chunks) is > 0 and var chunks)
                found[term] = chunks;
        }
        return found;
    }

    public IReadOnlyList<TermFrequency> TermsStarting(string prefix, int shortest, int longest)
    {
        _prefix.Parameters[0].Value = _workspace;
        _prefix.Parameters[1].Value = prefix;
        _prefix.Parameters[2].Value = prefix + '\uFFFF';
        _prefix.Parameters[3].Value = shortest;
        _prefix.Parameters[4].Value = longest;
        var found = new List<TermFrequency>();
        using var row = _prefix.ExecuteReader();
        while (row.Read())
            found.Add(new TermFrequency(row.GetString(0), row.GetInt64(1)));
        return found;
    }

    /// <summary>Those that the words offer; a category is asked of each.</summary>
    private List<Candidate> Containing(IReadOnlyDictionary<string, long> frequencies, string? category, int count) =>
        [.. Candidates(_postings.Best(_workspace, frequencies, Totals, count, category), category).Take(count)];

    private IEnumerable<Candidate> Candidates(IEnumerable<long> chunkIds, string? category)
    {
        _candidate.Parameters[1].Value = _workspace;
        _candidate.Parameters[2].Value = (object?)category ?? DBNull.Value;
        foreach (var id in chunkIds)
        {
            _candidate.Parameters[0].Value = id;
            using var row = _candidate.ExecuteReader();
            if (row.Read())
                yield return new Candidate(
                    row.GetInt64(0),
                    row.GetString(1),
                    row.GetString(2),
                    row.GetString(3),
                    row.GetString(4),
                    row.GetInt32(5)
                );
        }
    }

    /// <summary>
    /// The nearest, best first: graph and scan offer candidates by bytes; the stored float32 vectors put them in order. Where many of them
    /// were removed since, more are asked for.
    /// </summary>
    private IEnumerable<long> Nearest(SearchedVectors vectors, ReadOnlySpan<float> vector, int count)
    {
        for (var wanted = count * 2; ; wanted *= 4)
        {
            var offered = vectors.Nearest(vector, wanted);
            var found = new List<(long Id, float Cosine)>(offered.Count);
            foreach (var (id, _) in offered)
                if (StoredCosine(vector, id) is { } cosine)
                    found.Add((id, cosine));
            if (found.Count >= count || offered.Count < wanted)
                return found.OrderByDescending(match => match.Cosine).Take(count).Select(match => match.Id);
        }
    }

    /// <summary>Of a chunk that is there; by the bytes in memory, or by what is stored where a graph holds it.</summary>
    private float CosineOf(SearchedVectors vectors, ReadOnlySpan<float> vector, long id) =>
        vectors.Graph?.Stored.LastId >= id ? StoredCosine(vector, id) ?? 0 : vectors.Tail.Cosine(vector, id);

    /// <summary>Null where the chunk is gone.</summary>
    private float? StoredCosine(ReadOnlySpan<float> vector, long id)
    {
        _embedding.Parameters[0].Value = id;
        return _embedding.ExecuteScalar() is byte[] stored ? TensorPrimitives.Dot(vector, MemoryMarshal.Cast<byte, float>(stored)) : null;
    }

    public IReadOnlyDictionary<long, Passage> Passages(IReadOnlyCollection<long> chunkIds)
    {
        var found = new Dictionary<long, Passage>(chunkIds.Count);
        _passage.Parameters[1].Value = _workspace;
        foreach (var id in chunkIds)
        {
            _passage.Parameters[0].Value = id;
            using var row = _passage.ExecuteReader();
            if (row.Read())
                found[id] = new Passage(
                    row.GetInt64(0).ToString(CultureInfo.InvariantCulture),
                    row.GetString(1),
                    HeadingPath.Split(row.GetString(2)),
                    row.GetString(3),
                    row.GetString(4),
                    row.GetInt32(5),
                    row.GetString(6),
                    row.GetString(7),
                    Similarity: 0
                );
        }
        return found;
    }

    public void Dispose()
    {
        foreach (
            var command in (SqliteCommand[])[_begin, _commit, _totals, _frequency, _prefix, _candidate, _embedding, _sentences, _passage]
        )
            command.Dispose();
        _postings.Dispose();
        _recent.Dispose();
        _connection.Dispose();
    }

    private SqliteCommand Command(string sql, params ReadOnlySpan<string> parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        foreach (var name in parameters)
            command.Parameters.Add(new SqliteParameter { ParameterName = name });
        return command;
    }
}
