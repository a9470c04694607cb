using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using ChatBot.Answering;
using ChatBot.Interactions;
using ChatBot.Storage;
using Dapper;

namespace ChatBot.Learning.Review;

/// <summary>Rows of table corrections.</summary>
public sealed class CorrectionStore(IDatabase database, TimeProvider time)
{
    private const string Columns = """
        id as Id, workspace as Workspace, interaction_id as InteractionId, channel as Channel, question as Question,
        incorrect_response as IncorrectResponse,
        correct_response as CorrectResponse, category as Category, status as Status,
        proposer as Proposer, reviewer as Reviewer, reviewer_id as ReviewerId, reason as Reason,
        threshold as Threshold, flag as Flag, flag_uri as FlagUri, flagged as Flagged, created as Created, decided as Decided
        """;

    public async Task<Correction?> FindAsync(string workspace, string id, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(workspace, cancel);
        return await FindAsync(connection, null, workspace, id, cancel);
    }

    /// <summary>Newest first; of one status, or of all.</summary>
    public async Task<IReadOnlyList<Correction>> ListAsync(
        string workspace,
        CorrectionStatus? status = null,
        int count = 200,
        CancellationToken cancel = default
    )
    {
        await using var connection = await database.OpenAsync(workspace, cancel);
        var rows = await connection.QueryAsync<Row>(
            new CommandDefinition(
                $"select {Columns} from corrections where workspace = @workspace {(status is null ? "" : "and status = @Status")} "
                    + "order by created desc, id desc limit @count",
                new
                {
                    workspace,
                    Status = status is { } wanted ? Wire(wanted) : null,
                    count,
                },
                cancellationToken: cancel
            )
        );
        return [.. rows.Select(row => row.ToCorrection())];
    }

    internal static async Task<Correction?> FindAsync(
        DbConnection connection,
        DbTransaction? transaction,
        string workspace,
        string id,
        CancellationToken cancel = default
    ) =>
        (
            await connection.QuerySingleOrDefaultAsync<Row>(
                new CommandDefinition(
                    $"select {Columns} from corrections where workspace = @workspace and id = @id",
                    new { workspace, id },
                    transaction,
                    cancellationToken: cancel
                )
            )
        )?.ToCorrection();

    /// <summary>The correction that stands in place of an answer: the approved one that was decided last; null where none does.</summary>
    public async Task<Correction?> StandingAsync(string workspace, string interactionId, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(workspace, cancel);
        return await StandingAsync(connection, null, workspace, interactionId, cancel);
    }

    /// <summary>A turn with what people are shown for its answer: the correction that stands, where one does.</summary>
    public async Task<Interaction> AsItStandsAsync(Interaction turn, CancellationToken cancel = default) =>
        await StandingAsync(turn.Question.Workspace, turn.Answer.InteractionId, cancel) is { } standing
            ? turn with
            {
                Answer = turn.Answer with { Text = standing.CorrectResponse, Outcome = Outcome.Corrected, Sources = [] },
            }
            : turn;

    /// <inheritdoc cref="StandingAsync(string, string, CancellationToken)"/>
    public static async Task<Correction?> StandingAsync(
        DbConnection connection,
        DbTransaction? transaction,
        string workspace,
        string interactionId,
        CancellationToken cancel = default
    ) =>
        (
            await connection.QueryFirstOrDefaultAsync<Row>(
                new CommandDefinition(
                    $"select {Columns} from corrections where workspace = @workspace and interaction_id = @interactionId "
                        + "and status = 'approved' order by decided desc, id desc limit 1",
                    new { workspace, interactionId },
                    transaction,
                    cancellationToken: cancel
                )
            )
        )?.ToCorrection();

    /// <summary>What a person proposed for these answers, the newest first.</summary>
    /// <param name="proposer">Pseudonym; the empty one is everybody who gave no name, to whom nothing is told.</param>
    public async Task<IReadOnlyList<Correction>> OfAsync(
        string workspace,
        string proposer,
        IReadOnlyCollection<string> interactionIds,
        CancellationToken cancel = default
    )
    {
        if (proposer.Length == 0 || interactionIds.Count == 0)
            return [];
        await using var connection = await database.OpenAsync(workspace, cancel);
        var rows = await connection.QueryAsync<Row>(
            new CommandDefinition(
                $"select {Columns} from corrections where workspace = @workspace and proposer = @proposer and "
                    + $"{database.Sql.IsOneOf("interaction_id", "ids")} order by created desc, id desc",
                new
                {
                    workspace,
                    proposer,
                    ids = interactionIds.ToArray(),
                },
                cancellationToken: cancel
            )
        );
        return [.. rows.Select(row => row.ToCorrection())];
    }

    /// <summary>How many wait for a decision.</summary>
    public async Task<int> CountWaitingAsync(string workspace, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(workspace, cancel);
        return await connection.ExecuteScalarAsync<int>(
            new CommandDefinition(
                "select count(*) from corrections where workspace = @workspace and status in ('pending', 'reviewed')",
                new { workspace },
                cancellationToken: cancel
            )
        );
    }

    /// <summary>The same proposal of the same person, where it waits for a decision already.</summary>
    internal async Task<Correction?> FindOpenAsync(DbTransaction transaction, Correction correction, CancellationToken cancel = default) =>
        (
            await transaction.Connection!.QueryFirstOrDefaultAsync<Row>(
                new CommandDefinition(
                    $"""
                    select {Columns} from corrections
                    where workspace = @Workspace and interaction_id = @InteractionId and proposer = @Proposer and proposal_key = @Key
                        and status in ('pending', 'reviewed')
                    """,
                    new
                    {
                        correction.Workspace,
                        correction.InteractionId,
                        correction.Proposer,
                        Key = ProposalKey(correction.CorrectResponse),
                    },
                    transaction,
                    cancellationToken: cancel
                )
            )
        )?.ToCorrection();

    /// <summary>
    /// Stores a proposal, unless the same person has the same one open on the same answer: the database decides, so that it holds
    /// for all channels and instances.
    /// </summary>
    /// <returns>What is stored: <paramref name="correction"/>, or the one from before.</returns>
    internal async Task<Correction> InsertAsync(DbTransaction transaction, Correction correction, CancellationToken cancel = default)
    {
        var key = ProposalKey(correction.CorrectResponse);
        var inserted = await transaction.Connection!.ExecuteAsync(
            new CommandDefinition(
                """
                insert into corrections (id, workspace, interaction_id, channel, question, incorrect_response, correct_response, category,
                    status, proposer, proposal_key, created, updated)
                values (@Id, @Workspace, @InteractionId, @Channel, @Question, @IncorrectResponse, @CorrectResponse, @Category, @Status,
                    @Proposer, @key, @Created, @Created)
                on conflict (workspace, interaction_id, proposer, proposal_key) where status in ('pending', 'reviewed') do nothing
                """,
                new
                {
                    correction.Id,
                    correction.Workspace,
                    correction.InteractionId,
                    correction.Channel,
                    correction.Question,
                    correction.IncorrectResponse,
                    correction.CorrectResponse,
                    correction.Category,
                    Status = Wire(correction.Status),
                    correction.Proposer,
                    key,
                    Created = correction.Created.ToUnixTimeMilliseconds(),
                },
                transaction,
                cancellationToken: cancel
            )
        );
        return inserted == 1 ? correction : await EarlierAsync(transaction, correction, key, cancel);
    }

    /// <summary>Of whatever status: it may have been decided a moment ago.</summary>
    private static async Task<Correction> EarlierAsync(
        DbTransaction transaction,
        Correction correction,
        string key,
        CancellationToken cancel
    ) =>
        (
            await transaction.Connection!.QueryFirstAsync<Row>(
                new CommandDefinition(
                    $"""
                    select {Columns} from corrections
                    where workspace = @Workspace and interaction_id = @InteractionId and proposer = @Proposer and proposal_key = @key
                    order by created desc, id desc limit 1
                    """,
                    new
                    {
                        correction.Workspace,
                        correction.InteractionId,
                        correction.Proposer,
                        key,
                    },
                    transaction,
                    cancellationToken: cancel
                )
            )
        ).ToCorrection();

    /// <summary>The same for texts that differ in white space or Unicode composition only; a hash, as indexes take no long texts.</summary>
    internal static string ProposalKey(string text) =>
        Convert.ToHexStringLower(
            SHA256.HashData(
                Encoding.UTF8.GetBytes(string.Join(' ', text.Normalize().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))
            )
        );

    /// <summary>Moves a correction on, only from the status that the caller saw: of two reviewers at once one updates no row.</summary>
    internal async Task<bool> MoveAsync(
        DbTransaction transaction,
        CorrectionStatus from,
        Correction to,
        CancellationToken cancel = default
    ) =>
        await transaction.Connection!.ExecuteAsync(
            new CommandDefinition(
                """
                update corrections set status = @Status, correct_response = @CorrectResponse, reviewer = @Reviewer,
                                       reviewer_id = @ReviewerId, reason = @Reason,
                    threshold = @Threshold,
                                       flag = @Flag, decided = @Decided, updated = @Now, version = @Version
                where workspace = @Workspace and id = @Id and status = @From
                """,
                new
                {
                    Status = Wire(to.Status),
                    to.CorrectResponse,
                    to.Reviewer,
                    to.ReviewerId,
                    to.Reason,
                    to.Threshold,
                    to.Flag,
                    Decided = to.Decided?.ToUnixTimeMilliseconds(),
                    Now = time.NowMs(),
                    to.Workspace,
                    to.Id,
                    From = Wire(from),
                    Version = await CorrectionVersions.NextAsync(transaction, to.Workspace, cancel),
                },
                transaction,
                cancellationToken: cancel
            )
        ) == 1;

    internal static string Wire(CorrectionStatus status) => status.ToString().ToLowerInvariant();

    private sealed class Row
    {
        public string Id { get; init; } = "";
        public string Workspace { get; init; } = "";
        public string InteractionId { get; init; } = "";
        public string Channel { get; init; } = "";
        public string Question { get; init; } = "";
        public string IncorrectResponse { get; init; } = "";
        public string CorrectResponse { get; init; } = "";
        public string Category { get; init; } = "";
        public string Status { get; init; } = "";
        public string Proposer { get; init; } = "";
        public string? Reviewer { get; init; }
        public string? ReviewerId { get; init; }
        public string? Reason { get; init; }
        public double? Threshold { get; init; }
        public string? Flag { get; init; }
        public string? FlagUri { get; init; }
        public long? Flagged { get; init; }
        public long Created { get; init; }
        public long? Decided { get; init; }

        public Correction ToCorrection() =>
            new(
                Id,
                Workspace,
                InteractionId,
                Channel,
                Question,
                IncorrectResponse,
                CorrectResponse,
                Category,
                Enum.Parse<CorrectionStatus>(Status, ignoreCase: true),
                Proposer,
                Reviewer,
                Reason,
                Threshold,
                Flag,
                DateTimeOffset.FromUnixTimeMilliseconds(Created),
                Decided is { } ms ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : null
            )
            {
                ReviewerId = ReviewerId,
                FlagUri = FlagUri,
                Flagged = Flagged is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null,
            };
    }
}
