using System.Collections.Concurrent;
using System.Data.Common;
using ChatBot.Language;
using ChatBot.Storage;
using Dapper;
using Microsoft.Extensions.Logging;

namespace ChatBot.Answering.Corrections;

/// <summary>
/// The approved corrections of each workspace, kept taken apart in memory. Every decision raises the workspace's version in its own
/// transaction; the version is one row by its key, so it is read for every question, and an approval is seen by the very next one on
/// every instance. Words are there at once; meanings follow in the background, and no question waits for them.
/// </summary>
public sealed partial class ApprovedCorrections(
    IDatabase database,
    QuestionSpace space,
    TimeProvider time,
    ILogger<ApprovedCorrections> log
) : IDisposable
{
    /// <summary>Until an embedder that failed is asked again.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Snapshot> _snapshots = new();
    private readonly SemaphoreSlim _loading = new(1, 1);
    private readonly CancellationTokenSource _end = new();
    private long _failed;

    /// <summary>The version of what was read last.</summary>
    internal long Decided(string workspace) => _snapshots.GetValueOrDefault(workspace)?.Version ?? 0;

    internal async Task<CorrectionIndex> IndexAsync(string workspace, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(workspace, cancel);
        var version = await VersionAsync(connection, workspace, cancel);
        if (_snapshots.TryGetValue(workspace, out var known) && known.Version == version && !IsToBePlaced(known))
            return known.Index;
        await _loading.WaitAsync(cancel);
        try
        {
            var snapshot = _snapshots.GetValueOrDefault(workspace) ?? Snapshot.Empty;
            version = await VersionAsync(connection, workspace, cancel);
            if (snapshot.Version != version)
                snapshot = await snapshot.UpdateAsync(connection, workspace, version, cancel);
            if (IsToBePlaced(snapshot))
                snapshot = snapshot with { Placing = Task.Run(() => PlaceAsync(snapshot), CancellationToken.None) };
            _snapshots[workspace] = snapshot;
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

    private bool IsToBePlaced(Snapshot snapshot) =>
        space.KnowsMeanings
        && snapshot.Index is { Count: > 0, Places: null }
        && snapshot.Placing is null or { IsCompleted: true }
        && (_failed == 0 || time.GetElapsedTime(_failed) >= Patience);

    /// <summary>Embeds what the snapshot before it had not.</summary>
    private async Task PlaceAsync(Snapshot snapshot)
    {
        try
        {
            if (snapshot.Before is { } before)
                await before.WaitAsync(_end.Token);
            var index = snapshot.Index;
            var places = snapshot.Places.ToDictionary();
            var missing = index.Corrections.Select(correction => correction.Reading.Text).Where(text => !places.ContainsKey(text)).ToList();
            foreach (var (text, place) in missing.Zip(await space.PlaceAsync(missing, _end.Token)))
                places[text] = snapshot.Places[text] = place;
            index.Places = [.. index.Corrections.Select(correction => places[correction.Reading.Text])];
            index.OwnThreshold = await OwnThreshold.OfAsync(index, space, _end.Token);
        }
        catch (Exception fault)
        {
            _failed = time.GetTimestamp();
            if (!_end.IsCancellationRequested)
                NotPlaced(log, fault.GetType().Name);
        }
    }

    public void Dispose()
    {
        _end.Cancel();
        _end.Dispose();
        _loading.Dispose();
    }

    // The fault's message can carry a question's text: it stays out of the log.
    [LoggerMessage(LogLevel.Warning, "Corrections go by words alone for now: their questions could not be embedded ({Fault}).")]
    private static partial void NotPlaced(ILogger log, string fault);

    /// <param name="ById">Each with its further wordings behind it.</param>
    /// <param name="Places">By question: shared with the snapshots before and after.</param>
    /// <param name="Placing">Places this snapshot's questions; null where nothing had to be.</param>
    /// <param name="Before">That of the snapshot before, which may still be at work.</param>
    private sealed record Snapshot(
        long Version,
        IReadOnlyDictionary<string, IReadOnlyList<ApprovedCorrection>> ById,
        CorrectionIndex Index,
        ConcurrentDictionary<string, PlacedQuestion> Places,
        Task? Placing = null,
        Task? Before = null
    )
    {
        public static Snapshot Empty => new(0, new Dictionary<string, IReadOnlyList<ApprovedCorrection>>(), new CorrectionIndex([]), []);

        /// <summary>Reads only what was decided since; what is known stays taken apart.</summary>
        public async Task<Snapshot> UpdateAsync(DbConnection connection, string workspace, long version, CancellationToken cancel)
        {
            // One statement, so that a correction and its wordings are of one moment.
            var changed = await connection.QueryAsync<Row>(
                new CommandDefinition(
                    """
                    select c.id as Id, c.question as Question, c.correct_response as Text, c.threshold as Threshold, c.status as Status,
                        c.version as Version, w.wording as Wording
                    from corrections c left join correction_wordings w on w.workspace = c.workspace and w.correction_id = c.id
                    where c.workspace = @workspace and c.version > @Seen and c.version <= @version order by c.id, w.created, w.wording_key
                    """,
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
            foreach (var rows in changed.GroupBy(row => row.Id))
            {
                var gone = corrections.Remove(rows.Key, out var known) ? known : [];
                if (rows.First().Status == "approved")
                    corrections[rows.Key] = [Own(rows.First()), .. rows.Where(row => row.Wording is not null).Select(Further)];
                foreach (var one in gone.ExceptBy(Texts(corrections.GetValueOrDefault(rows.Key) ?? []), one => one.Reading.Text))
                    Places.TryRemove(one.Reading.Text, out _);
            }
            return new Snapshot(
                version,
                corrections,
                new CorrectionIndex(corrections.Values.SelectMany(one => one)) { OwnThreshold = Index.OwnThreshold },
                Places,
                null,
                Placing is { IsCompleted: true } ? null : Placing
            );
        }

        private static IEnumerable<string> Texts(IEnumerable<ApprovedCorrection> wordings) => wordings.Select(one => one.Reading.Text);

        private static ApprovedCorrection Own(Row row) =>
            new(row.Id, row.Question, row.Text, row.Threshold, QuestionReading.Of(row.Question), row.Version);

        private static ApprovedCorrection Further(Row row) =>
            Own(row) with
            {
                Reading = QuestionReading.Of(row.Wording!),
                IsFurther = true,
            };
    }

    private sealed class Row
    {
        public string Id { get; init; } = "";
        public string Question { get; init; } = "";
        public string Text { get; init; } = "";
        public double? Threshold { get; init; }
        public string Status { get; init; } = "";
        public long Version { get; init; }
        public string? Wording { get; init; }
    }
}
