using System.Collections.Concurrent;
using ChatBot.Knowledge.Indexing;
using ChatBot.Storage;
using Microsoft.Data.Sqlite;

namespace ChatBot.Knowledge.Searching.Sqlite;

/// <summary>
/// Reads the SQLite index over a few connections of its own that stay open with their statements prepared: opening and
/// preparing would cost more than the search itself.
/// </summary>
internal sealed class SqliteKnowledgeReader(IDatabase database, SqliteVectorCache vectors) : IKnowledgeReader, IDisposable
{
    private readonly ConcurrentBag<SqliteKnowledgeSession> _idle = [];
    private volatile bool _disposed;

    public async ValueTask<IKnowledgeSnapshot> OpenAsync(string workspace, CancellationToken cancel = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (!_idle.TryTake(out var session))
            session = new SqliteKnowledgeSession((SqliteConnection)await database.OpenAsync(Workspaces.All, cancel), vectors);
        try
        {
            session.Begin(workspace);
        }
        catch
        {
            session.Dispose();
            throw;
        }
        return new Snapshot(this, session);
    }

    public void Dispose()
    {
        _disposed = true;
        while (_idle.TryTake(out var session))
            session.Dispose();
    }

    private void Return(SqliteKnowledgeSession session)
    {
        if (!session.End() || _disposed)
            session.Dispose();
        else
            _idle.Add(session);
    }

    private sealed class Snapshot(SqliteKnowledgeReader owner, SqliteKnowledgeSession session) : IKnowledgeSnapshot
    {
        private SqliteKnowledgeSession? _session = session;

        private SqliteKnowledgeSession Session => _session ?? throw new ObjectDisposedException(nameof(IKnowledgeSnapshot));

        public ValueTask<IndexTotals> TotalsAsync(CancellationToken cancel) => new(Session.Totals);

        public ValueTask<Findings> FindAsync(CandidateSearch search, CancellationToken cancel) => new(Session.Find(search));

        public ValueTask<IReadOnlyList<TermFrequency>> TermsStartingAsync(
            string prefix,
            int shortest,
            int longest,
            CancellationToken cancel
        ) => new(Session.TermsStarting(prefix, shortest, longest));

        public ValueTask<IReadOnlyDictionary<long, Passage>> PassagesAsync(IReadOnlyCollection<long> chunkIds, CancellationToken cancel) =>
            new(Session.Passages(chunkIds));

        public ValueTask DisposeAsync()
        {
            if (Interlocked.Exchange(ref _session, null) is { } session)
                owner.Return(session);
            return ValueTask.CompletedTask;
        }
    }
}
