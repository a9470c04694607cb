using System.Collections.Concurrent;
using System.Data.Common;
using ChatBot.Language;
using ChatBot.Storage;
using Dapper;

namespace ChatBot.Answering.Corrections;

/// <summary>
/// The approved corrections of each workspace, kept taken apart in memory. Every decision raises the workspace's version in its own
/// transaction; the version is one row by its key, so it is read for every question, and an approval is seen by the very next one on
/// every instance.
/// </summary>
public sealed class ApprovedCorrections(IDatabase database) : IDisposable
{
    private readonly ConcurrentDictionary<string, Snapshot> _snapshots = new();
    private readonly SemaphoreSlim _loading = new(1, 1);

    internal async Task<CorrectionIndex> IndexAsync(string workspace, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(workspace, cancel);
        var version = await VersionAsync(connection, workspace, cancel);
        if (_snapshots.TryGetValue(workspace, out var known) && known.Version == version)
            return known.Index;
        await _loading.WaitAsync(cancel);
        try
        {
            var snapshot = _snapshots.GetValueOrDefault(workspace) ?? Snapshot.Empty;
            version = await VersionAsync(connection, workspace, cancel);
            if (snapshot.Version != version)
                _snapshots[workspace] = snapshot = await snapshot.UpdateAsync(connection, workspace, version, cancel);
            return snapshot.Index;
        }
        finally
        {
            _loading.Release();
        }
    }

    private static async Task<long> VersionAsync(DbConnection connection, string workspace, CancellationToken cancel) =>
        await connection.ExecuteScalarAsync<long?>(
            new CommandDefinition(
                "select version from correction_versions where workspace = @workspace",
                new { workspace },
                cancellationToken: cancel
            )
        ) ?? 0;

    public void Dispose() => _loading.Dispose();

    private sealed record Snapshot(long Version, IReadOnlyDictionary<string, ApprovedCorrection> ById, CorrectionIndex Index)
    {
        public static Snapshot Empty { get; } = new(0, new Dictionary<string, ApprovedCorrection>(), new CorrectionIndex([]));

        /// <summary>Reads only what was decided since; what is known stays taken apart.</summary>
        public async Task<Snapshot> UpdateAsync(DbConnection connection, string workspace, long version, CancellationToken cancel)
        {
            var changed = await connection.QueryAsync<(string Id, string Question, string Text, double? Threshold, string Status)>(
                new CommandDefinition(
                    "select id, question, correct_response, threshold, status from corrections where workspace = @workspace and "
                        + "version > @Seen and version <= @version",
                    new
                    {
                        workspace,
                        Seen = Version,
                        version,
                    },
                    cancellationToken: cancel
                )
            );
            var corrections = ById.ToDictionary();
            foreach (var row in changed)
                if (row.Status == "approved")
                    corrections[row.Id] = new ApprovedCorrection(
                        row.Id,
                        row.Question,
                        row.Text,
                        row.Threshold,
                        QuestionReading.Of(row.Question)
                    );
                else
                    corrections.Remove(row.Id);
            return new Snapshot(
                version,
                corrections,
                new CorrectionIndex(corrections.Values.OrderBy(correction => correction.Id, StringComparer.Ordinal))
            );
        }
    }
}
