using ChatBot.Knowledge.Records.Asking;
using ChatBot.Knowledge.Records.Storing;

namespace ChatBot.Answering.Records;

/// <summary>Where there are no tables, nothing is asked of any.</summary>
internal sealed class NoRecords : IRecordDesk
{
    public Task<RecordReading> ReadAsync(RecordAsker asker, string question, string? earlier, CancellationToken cancel = default) =>
        Task.FromResult<RecordReading>(RecordReading.None.It);

    public Task<RecordSource> SourceAsync(RecordAsker asker, string source, CancellationToken cancel = default) =>
        throw new ArgumentException($"There are no records of {source}.", nameof(source));

    public Task<RecordResult> FindAsync(RecordAsker asker, RecordQuery query, CancellationToken cancel = default) =>
        throw new ArgumentException($"There are no records of {query.Source}.", nameof(query));

    public Task RefreshAsync(CancellationToken cancel = default) => Task.CompletedTask;
}
