using System.Runtime.CompilerServices;
using ChatBot.Answering;
using ChatBot.Privacy;
using ChatBot.Storage;
using Dapper;

namespace ChatBot.Trainer.Data;

/// <summary>
/// Answers that somebody who decides picked of two, not knowing whose they were: the other one is what they did not want. Pairs of which
/// neither was better say nothing, nor do those whose better one was no answer.
/// </summary>
internal sealed class PickedAnswers(IDatabase database, Redactor redactor) : IFeedbackSource
{
    public string Name => "picked";

    public async IAsyncEnumerable<Feedback> ReadAsync(string workspace, Tally tally, [EnumeratorCancellation] CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(workspace, cancel);
        var rows = connection.QueryUnbufferedAsync<Row>(
            """
            select id as Id, question as Question, asked_by as Picker, created as AtMs,
                   case picked when 'adapter' then adapter_answer else against_answer end as Answer,
                   case picked when 'adapter' then adapter_receipt else against_receipt end as Receipt,
                   case picked when 'adapter' then against_answer else adapter_answer end as Other,
                   case picked when 'adapter' then against_receipt else adapter_receipt end as OtherReceipt
            from answer_pairs where workspace = @workspace and picked in ('adapter', 'against') order by decided, id
            """,
            new { workspace }
        );
        await foreach (var row in rows.WithCancellation(cancel))
        {
            tally.Saw(Name);
            if (row.Of(row.Receipt) is not { Outcome: Outcome.Answered, Parts: null } receipt)
                tally.Leave(Reasons.NoAnswer);
            else
                yield return row.ToFeedback(receipt, redactor);
        }
    }

    private sealed class Row
    {
        public string Id { get; init; } = "";
        public string Question { get; init; } = "";
        public string Picker { get; init; } = "";
        public long AtMs { get; init; }
        public string Answer { get; init; } = "";
        public string Receipt { get; init; } = "";
        public string Other { get; init; } = "";
        public string OtherReceipt { get; init; } = "";

        public Receipt Of(string receipt) => WireJson.Read<Receipt>(receipt);

        public Feedback ToFeedback(Receipt receipt, Redactor redactor) =>
            new(Id, FeedbackKind.Picked, redactor.Redact(Question).Text, redactor.Redact(Answer).Text, AtMs)
            {
                Rejected = Of(OtherReceipt).Outcome switch
                {
                    Outcome.Answered => redactor.Redact(Other).Text,
                    Outcome.Blocked or Outcome.NoAnswer => "",
                    _ => null, // a fault's excuse is nobody's answer
                },
                Reviewer = Picker,
                Topic = receipt.Category,
                PromptVersion = receipt.PromptVersion,
                Chunks = [.. receipt.Sources.Select(source => source.ChunkId)],
            };
    }
}
