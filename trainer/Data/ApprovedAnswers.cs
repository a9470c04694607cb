using System.Runtime.CompilerServices;
using ChatBot.Interactions;
using ChatBot.Privacy;
using ChatBot.Storage;
using Dapper;

namespace ChatBot.Trainer.Data;

/// <summary>
/// Corrections that stand: approved, not retired since, and about documents that have not changed. Of a person who was erased nothing is
/// read: with them goes the question that they asked, and what they proposed is theirs although it still answers.
/// </summary>
internal sealed class ApprovedAnswers(IDatabase database, Redactor redactor) : IFeedbackSource
{
    /// <summary>What stands for a proposer who was forgotten.</summary>
    private const string Erased = "erased";

    public string Name => "corrections";

    public async IAsyncEnumerable<Feedback> ReadAsync(string workspace, Tally tally, [EnumeratorCancellation] CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(workspace, cancel);
        var rows = connection.QueryUnbufferedAsync<Row>(
            """
            select c.id as Id, c.question as Question, c.incorrect_response as Incorrect, c.correct_response as Correct,
                   c.category as Category, c.proposer as Proposer, coalesce(c.reviewer_id, c.reviewer, '') as Reviewer, c.flag as Flag,
                   i.id as Asked, i.outcome as Outcome, i.prompt_version as PromptVersion, i.receipt as Receipt,
                   coalesce(i.created, c.created) as AtMs
            from corrections c left join interactions i on i.workspace = c.workspace and i.id = c.interaction_id
            where c.workspace = @workspace and c.status = 'approved' order by c.decided, c.id
            """,
            new { workspace }
        );
        await foreach (var row in rows.WithCancellation(cancel))
        {
            tally.Saw(Name);
            if (row.Asked is null || row.Proposer == Erased)
                tally.Leave(Reasons.Erased);
            else if (row.Flag is not null)
                tally.Leave(Reasons.Flagged);
            else
                yield return row.ToFeedback(redactor);
        }
    }

    private sealed class Row
    {
        public string Id { get; init; } = "";
        public string Question { get; init; } = "";
        public string Incorrect { get; init; } = "";
        public string Correct { get; init; } = "";
        public string Category { get; init; } = "";
        public string Proposer { get; init; } = "";
        public string Reviewer { get; init; } = "";
        public string? Flag { get; init; }
        public string? Asked { get; init; }
        public string Outcome { get; init; } = "";
        public string PromptVersion { get; init; } = "";
        public string Receipt { get; init; } = "";
        public long AtMs { get; init; }

        public Feedback ToFeedback(Redactor redactor)
        {
            var stored = WireJson.Read<StoredReceipt>(Receipt);
            return new Feedback(Id, FeedbackKind.Correction, redactor.Redact(Question).Text, redactor.Redact(Correct).Text, AtMs)
            {
                Rejected = Outcome switch
                {
                    "answered" or "corrected" => redactor.Redact(Incorrect).Text,
                    "blocked" or "no_answer" => "",
                    _ => null, // a fault's excuse is nobody's answer
                },
                Person = Proposer,
                Reviewer = Reviewer,
                Topic = Category,
                PromptVersion = PromptVersion,
                Chunks = [.. stored.Receipt.Sources.Select(source => source.ChunkId)],
                Sources = Outcome == "answered" ? NamedSource.Of(stored.Sources) : [],
            };
        }
    }
}
