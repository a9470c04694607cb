using System.Data.Common;
using ChatBot.Answering;
using ChatBot.Answering.Guarding;
using ChatBot.Knowledge;
using ChatBot.Privacy;
using ChatBot.Storage;
using Dapper;

namespace ChatBot.Interactions;

/// <summary>
/// Every turn that was answered, with its receipt. What comes in here is already redacted and pseudonymous; the conversation becomes so
/// here.
/// </summary>
public sealed class InteractionStore(IDatabase database, Pseudonyms pseudonyms, TimeProvider time)
{
    /// <summary>Stores a turn in the caller's transaction, so that the reply can be queued in the same one.</summary>
    public async Task SaveAsync(DbTransaction transaction, Question question, Answer answer, CancellationToken cancel = default)
    {
        var created = time.NowMs();
        await transaction.Connection!.ExecuteAsync(
            new CommandDefinition(
                """
                insert into interactions (id, workspace, channel, conversation, user_id, question, answer,
                                          outcome, confidence, words, category,
                                          latency_ms, prompt_version, generator, arm, adapter, correction_id, small_talk,
                                          receipt, created)
                values (@Id, @Workspace, @Channel, @Conversation, @User, @Question, @Answer, @Outcome, @Confidence, @Words, @Category,
                        @LatencyMs, @PromptVersion, @Generator, @Arm, @AssignedAdapter, @CorrectionId, @SmallTalk,
                        @Receipt, @Created)
                """,
                new
                {
                    Id = answer.InteractionId,
                    question.Workspace,
                    question.Channel,
                    Conversation = pseudonyms.OfConversation(question.Workspace, question.Channel, question.Conversation),
                    question.User,
                    Question = question.Text,
                    Answer = answer.Text,
                    Outcome = OutcomeNames.Of(answer.Outcome),
                    answer.Confidence,
                    answer.Words,
                    answer.Receipt.Category,
                    LatencyMs = answer.Receipt.LatencyMs.GetValueOrDefault("total"),
                    answer.Receipt.PromptVersion,
                    answer.Receipt.Generator,
                    answer.Receipt.Arm,
                    answer.Receipt.AssignedAdapter,
                    answer.Receipt.CorrectionId,
                    SmallTalk = SmallTalk.Was(answer.Receipt) ? 1 : 0,
                    Receipt = WireJson.Write(StoredReceipt.Of(answer)),
                    Created = created,
                },
                transaction,
                cancellationToken: cancel
            )
        );
        await DocumentUse.CitedAsync(transaction, question.Workspace, answer, created, cancel);
    }

    /// <summary>The last <paramref name="count"/> turns of a conversation, oldest first.</summary>
    public async Task<IReadOnlyList<Exchange>> RecentAsync(
        string workspace,
        string channel,
        string conversation,
        int count,
        CancellationToken cancel = default
    )
    {
        await using var connection = await database.OpenAsync(workspace, cancel);
        var rows = await connection.QueryAsync<(string Question, string Answer, string Outcome, string Receipt, long Created)>(
            new CommandDefinition(
                """
                select question, answer, outcome, receipt, created from interactions
                where workspace = @workspace and channel = @channel and conversation = @conversation
                order by created desc, id desc limit @count
                """,
                new
                {
                    workspace,
                    channel,
                    conversation = pseudonyms.OfConversation(workspace, channel, conversation),
                    count,
                },
                cancellationToken: cancel
            )
        );
        return [.. rows.Reverse().Select(row => ExchangeOf(row.Question, row.Answer, row.Outcome, row.Receipt, row.Created))];
    }

    private static Exchange ExchangeOf(string question, string answer, string outcome, string receipt, long created)
    {
        var stored = WireJson.Read<StoredReceipt>(receipt);
        return new Exchange(question, answer, OutcomeNames.Read(outcome))
        {
            Standalone = stored.Receipt.StandaloneQuestion ?? LastAnswered(stored.Receipt.Parts),
            Page = stored.Sources is [var first, ..] ? HeadingPath.Split(first.Title)[0] : "",
            Cited =
            [
                .. stored
                    .Receipt.Sources.Where(source => source.Cited)
                    .OrderBy(source => source.Uri != stored.Sources.FirstOrDefault()?.Uri)
                    .Select(source => source.ChunkId),
            ],
            IsSmallTalk = SmallTalk.Was(stored.Receipt),
            Created = DateTimeOffset.FromUnixTimeMilliseconds(created),
        };
    }

    /// <summary>Of several questions in one message the last one is spoken of, unless it came to nothing.</summary>
    private static string? LastAnswered(IReadOnlyList<Receipt>? parts) =>
        parts?.LastOrDefault(part => part.Outcome is Outcome.Answered or Outcome.Corrected)?.StandaloneQuestion;

    /// <summary>One stored turn, or null when this workspace has none of that id.</summary>
    public async Task<Interaction?> FindAsync(string workspace, string id, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(workspace, cancel);
        return (
            await connection.QuerySingleOrDefaultAsync<Row>(
                new CommandDefinition(
                    "select * from interactions where workspace = @workspace and id = @id",
                    new { workspace, id },
                    cancellationToken: cancel
                )
            )
        )?.ToInteraction();
    }

    private sealed class Row
    {
        public string Id { get; init; } = "";
        public string Workspace { get; init; } = "";
        public string Channel { get; init; } = "";
        public string Conversation { get; init; } = "";
        public string User_Id { get; init; } = "";
        public string Question { get; init; } = "";
        public string Answer { get; init; } = "";
        public string Outcome { get; init; } = "";
        public double Confidence { get; init; }
        public int Words { get; init; }
        public string Receipt { get; init; } = "";
        public long Created { get; init; }

        public Interaction ToInteraction()
        {
            var stored = WireJson.Read<StoredReceipt>(Receipt);
            return new Interaction(
                new Question(Question)
                {
                    Workspace = Workspace,
                    Channel = Channel,
                    Conversation = Conversation,
                    User = User_Id,
                },
                new Answer(Id, Answer, OutcomeNames.Read(Outcome), Words, Confidence, stored.Sources, stored.Receipt)
                {
                    Choices = stored.Choices ?? [],
                },
                DateTimeOffset.FromUnixTimeMilliseconds(Created)
            );
        }
    }
}

/// <summary>A stored turn.</summary>
public sealed record Interaction(Question Question, Answer Answer, DateTimeOffset Created);
