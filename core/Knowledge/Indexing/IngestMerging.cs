using ChatBot.Storage;

namespace ChatBot.Knowledge.Indexing;

/// <summary>
/// Merges what a run's batches wrote aside, piece by piece between one document and the next, so that others who write wait for a piece
/// at most: an engine with one writer has no queue between processes, only gaps.
/// </summary>
internal sealed class IngestMerging(IDatabase database, IChunkStorage chunks, string workspace)
{
    /// <summary>Chunks that come together first: a word's block is written once for all of them.</summary>
    private const int Together = 4096;

    /// <summary>Chunks from one piece to the next: a sweep over all words ends before as many chunks have come together again.</summary>
    private const int Between = 16;

    /// <summary>Where nothing is read meanwhile.</summary>
    private static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(5);

    private int _waiting,
        _sincePiece;

    /// <summary>Where the sweep is; null where none is under way.</summary>
    private string? _after;

    /// <summary>A batch was written.</summary>
    public void Written(int chunks)
    {
        if ((_waiting += chunks) < Together || _after is not null)
            return;
        _waiting = 0;
        _after = "";
    }

    /// <summary>Chunks were prepared; a piece where it is time for one.</summary>
    public async Task GoOnAsync(int prepared, CancellationToken cancel)
    {
        if (_after is null || (_sincePiece += prepared) < Between)
            return;
        _sincePiece = 0;
        await MergeAsync(_after, cancel);
    }

    /// <summary>All that is left, also of a run that was killed.</summary>
    public async Task FinishAsync(CancellationToken cancel)
    {
        await MergeAsync("", cancel);
        while (_after is not null)
        {
            await Task.Delay(Gap, cancel);
            await MergeAsync(_after, cancel);
        }
    }

    private async Task MergeAsync(string after, CancellationToken cancel) =>
        _after = await database.WriteAsync(workspace, transaction => chunks.MergeAsync(transaction, workspace, after, cancel), cancel);
}
