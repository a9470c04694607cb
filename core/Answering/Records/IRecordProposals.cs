using ChatBot.Knowledge.Records.Asking;
using ChatBot.Knowledge.Records.Storing;

namespace ChatBot.Answering.Records;

/// <summary>Says in types what a question asks of a table, where its words alone were not understood.</summary>
public interface IRecordProposals
{
    /// <returns>A query that fits the table, to be asked back; null where there is none.</returns>
    Task<RecordQuery?> ProposeAsync(RecordAsker asker, Question question, RecordSource source, CancellationToken cancel = default);
}
