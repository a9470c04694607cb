using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using ChatBot.Storage;

namespace ChatBot.Learning.Registry;

/// <summary>A workspace's adapters in use.</summary>
/// <param name="Production">Null: the model as it is configured.</param>
/// <param name="Canary">Null: none is on trial.</param>
public sealed record AdaptersInUse(StoredAdapter? Production, StoredAdapter? Canary)
{
    /// <summary>
    /// The adapter of a conversation, always the same while the two stay: the first bits of SHA-256 over canary and conversation, as a
    /// number below 1, fall under the canary's share. Questions without a conversation stay outside. The hash knows nothing of an
    /// experiment's, so that each arm of either holds the same shares of the other's.
    /// </summary>
    public StoredAdapter? For(string conversation) =>
        Canary is { Share: { } share } canary && conversation.Length > 0 && Position(canary.Id, conversation) < share ? canary : Production;

    private static double Position(string adapter, string conversation) =>
        BinaryPrimitives.ReadUInt32BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"adapter {adapter}\n{conversation}"))) / 4294967296.0;
}

/// <summary>
/// The adapters in use by workspace, kept in memory for a few seconds. A step is forgotten at once where it was made and, on a shared
/// database, on every instance; a program beside the bot that moved one in a SQLite file is seen when the few seconds are over.
/// </summary>
public sealed class AdapterChoices(IDatabase database, TimeProvider time) : IKeptInMemory
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, (long At, AdaptersInUse InUse)> _known = new();

    /// <summary>Rises whenever something is forgotten: what was read before is not kept after.</summary>
    private int _forgotten;

    public string Name => "adapters";

    public async Task<AdaptersInUse> OfAsync(string workspace, CancellationToken cancel = default)
    {
        if (_known.TryGetValue(workspace, out var known) && time.GetElapsedTime(known.At) < Fresh)
            return known.InUse;
        var (at, forgotten) = (time.GetTimestamp(), Volatile.Read(ref _forgotten));
        await using var connection = await database.OpenAsync(workspace, cancel);
        var rows = await AdapterRows.ReadAsync(connection, null, workspace, "and stage in ('canary', 'production')", cancel: cancel);
        var inUse = new AdaptersInUse(
            rows.FirstOrDefault(adapter => adapter.Stage == AdapterStage.Production),
            rows.FirstOrDefault(adapter => adapter.Stage == AdapterStage.Canary)
        );
        if (forgotten == Volatile.Read(ref _forgotten))
            _known[workspace] = (at, inUse);
        return inUse;
    }

    /// <summary>One by its id, in whatever stage.</summary>
    internal async Task<StoredAdapter?> FindAsync(string workspace, string id, CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(workspace, cancel);
        return (await AdapterRows.ReadAsync(connection, null, workspace, "and id = @id", id, cancel)).FirstOrDefault();
    }

    public void Forget(string? workspace)
    {
        Interlocked.Increment(ref _forgotten);
        if (workspace is null)
            _known.Clear();
        else
            _known.TryRemove(workspace, out _);
    }

    /// <summary>Other instances forget as well, once the transaction commits.</summary>
    internal Task ForgetEverywhereAsync(DbTransaction transaction, string workspace) => database.TellAsync(transaction, Name, workspace);
}
