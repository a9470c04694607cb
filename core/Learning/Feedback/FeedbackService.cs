using System.Data.Common;
using ChatBot.Answering.Capping;
using ChatBot.Answering.Reuse;
using ChatBot.Interactions;
using ChatBot.Learning.Audit;
using ChatBot.Privacy;
using ChatBot.Storage;
using Dapper;

namespace ChatBot.Learning.Feedback;

/// <summary>Takes ratings: one per interaction and person, the last write wins field by field, every write in the audit.</summary>
public sealed class FeedbackService(
    IDatabase database,
    AuditLog audit,
    Allowances allowances,
    BurstWatch bursts,
    RatingDays days,
    Redactor redactor,
    AnswerReuse reuse,
    TimeProvider time
)
{
    /// <summary>Longest comment or suggestion, in UTF-16 units.</summary>
    public const int MaxText = 4000;

    private const string Columns =
        "channel as Channel, thumbs as Thumbs, overall as Overall, accuracy as Accuracy, helpfulness as Helpfulness, clarity as "
        + "Clarity, comment as Comment, suggestion as Suggestion";

    public async Task<RatingResult> SubmitAsync(Rating rating, CancellationToken cancel = default)
    {
        if (Refusal(rating) is { } refusal)
            return refusal;
        rating = rating with { Comment = Redacted(rating.Comment), Suggestion = Redacted(rating.Suggestion) };
        return await database.WriteAsync(rating.Workspace, transaction => StoreAsync(transaction, rating), cancel);
    }

    /// <summary>What this person said of this answer, or null.</summary>
    public async Task<Rating?> FindAsync(string workspace, string interactionId, string user, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(workspace, cancel);
        return await ReadAsync(connection, null, new Rating(workspace, interactionId, user), cancel);
    }

    /// <summary>What everybody said of this answer, the latest first.</summary>
    public async Task<IReadOnlyList<Rating>> OfAsync(string workspace, string interactionId, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(workspace, cancel);
        var rows = await connection.QueryAsync<Row>(
            new CommandDefinition(
                $"select user_id as User, {Columns} from ratings where workspace = @workspace and interaction_id = @interactionId "
                    + "order by updated desc, user_id",
                new { workspace, interactionId },
                cancellationToken: cancel
            )
        );
        return [.. rows.Select(row => row.ToRating(new Rating(workspace, interactionId, row.User)))];
    }

    private async Task<RatingResult> StoreAsync(DbTransaction transaction, Rating rating, CancellationToken cancel = default)
    {
        var connection = transaction.Connection!;
        var answered = await connection.QuerySingleOrDefaultAsync<(
            string Category,
            string Outcome,
            string Arm,
            string Adapter,
            long Created
        )?>(
            new CommandDefinition(
                "select category, outcome, arm, adapter, created from interactions where workspace = @Workspace and id = @InteractionId",
                rating,
                transaction,
                cancellationToken: cancel
            )
        );
        if (answered is not var (category, outcome, arm, adapter, created))
            return new RatingResult.UnknownInteraction();
        var before = await ReadAsync(connection, transaction, rating, cancel);
        // What was taken before is told so, however much was sent since: a press that a platform delivers twice, a double click.
        if (before is not null && before == rating.Over(before))
            return new RatingResult.Stored(before, before.IsBad);
        if (await allowances.TakeAsync(transaction, rating.Workspace, rating.User, Allowed.Rating, cancel) is { } after)
            return new RatingResult.Invalid(RefusalCodes.TooManyRequests, allowances.Refusal(Allowed.Rating), after);
        var row = new
        {
            category,
            outcome,
            arm,
            adapter,
            created,
            rating.Workspace,
            rating.InteractionId,
            rating.User,
            rating.Channel,
            Thumbs = rating.Thumbs?.ToString().ToLowerInvariant(),
            rating.Overall,
            rating.Accuracy,
            rating.Helpfulness,
            rating.Clarity,
            rating.Comment,
            rating.Suggestion,
            Now = time.NowMs(),
        };
        await connection.ExecuteAsync(
            new CommandDefinition(
                """
                insert into ratings (workspace, interaction_id, user_id, channel, thumbs, overall, accuracy, helpfulness, clarity, comment,
                    suggestion,
                                     category, outcome, arm, adapter, answered, created, updated)
                values (@Workspace, @InteractionId, @User, @Channel, @Thumbs, @Overall, @Accuracy, @Helpfulness, @Clarity, @Comment,
                    @Suggestion,
                        @category, @outcome, @arm, @adapter, @created, @Now, @Now)
                on conflict (workspace, interaction_id, user_id) do update set
                    channel = excluded.channel,
                    thumbs = coalesce(excluded.thumbs, ratings.thumbs),
                    overall = coalesce(excluded.overall, ratings.overall),
                    accuracy = coalesce(excluded.accuracy, ratings.accuracy),
                    helpfulness = coalesce(excluded.helpfulness, ratings.helpfulness),
                    clarity = coalesce(excluded.clarity, ratings.clarity),
                    comment = coalesce(excluded.comment, ratings.comment),
                    suggestion = coalesce(excluded.suggestion, ratings.suggestion),
                    updated = excluded.updated
                """,
                row,
                transaction,
                cancellationToken: cancel
            )
        );
        await audit.WriteAsync(
            transaction,
            rating.Workspace,
            rating.User,
            "rating.submitted",
            rating.InteractionId,
            new
            {
                rating.Channel,
                rating.Thumbs,
                rating.Overall,
                rating.Accuracy,
                rating.Helpfulness,
                rating.Clarity,
                rating.Comment,
                rating.Suggestion,
            },
            cancel
        );
        var stored = (await ReadAsync(connection, transaction, rating, cancel))!;
        await days.AddAsync(transaction, before, stored, category, created, cancel);
        if (stored.IsBad != before is { IsBad: true })
            await DocumentUse.DislikedAsync(transaction, rating.Workspace, rating.InteractionId, stored.IsBad ? 1 : -1, cancel);
        if (rating.IsBad)
            await bursts.LookAsync(transaction, rating.Workspace, cancel);
        // Once per person and answer: said again it ends nobody's answers again.
        if (rating.IsBad && before is not { IsBad: true })
            await reuse.ForgetAsync(database, transaction, rating.Workspace);
        return new RatingResult.Stored(stored, stored.IsBad);
    }

    private static async Task<Rating?> ReadAsync(
        DbConnection connection,
        DbTransaction? transaction,
        Rating key,
        CancellationToken cancel = default
    )
    {
        var row = await connection.QuerySingleOrDefaultAsync<Row>(
            new CommandDefinition(
                $"select {Columns} from ratings where workspace = @Workspace and interaction_id = @InteractionId and user_id = @User",
                key,
                transaction,
                cancellationToken: cancel
            )
        );
        return row?.ToRating(key);
    }

    private static RatingResult.Invalid? Refusal(Rating rating)
    {
        (string Name, int? Value)[] stars =
        [
            ("rating", rating.Overall),
            ("accuracy", rating.Accuracy),
            ("helpfulness", rating.Helpfulness),
            ("clarity", rating.Clarity),
        ];
        foreach (var (name, value) in stars)
            if (value is < 1 or > 5)
                return new RatingResult.Invalid(RefusalCodes.RatingOutOfRange, $"{name} must be a whole number from 1 to 5.");
        if (rating.Comment?.Length > MaxText || rating.Suggestion?.Length > MaxText)
            return new RatingResult.Invalid(RefusalCodes.TextTooLong, $"Comment and suggestion take at most {MaxText} characters each.");
        return
            rating.Thumbs is null
            && stars.All(star => star.Value is null)
            && string.IsNullOrWhiteSpace(rating.Comment)
            && string.IsNullOrWhiteSpace(rating.Suggestion)
            ? new RatingResult.Invalid(
                RefusalCodes.RatingEmpty,
                "Say something: thumbs, rating, accuracy, helpfulness, clarity, feedbackText or suggestion."
            )
            : null;
    }

    private string? Redacted(string? text) =>
        string.IsNullOrWhiteSpace(text) ? null : redactor.Redact(TextCleaning.Clean(text).Trim()).Text;

    private sealed class Row
    {
        public string Channel { get; init; } = "";
        public string? Thumbs { get; init; }
        public int? Overall { get; init; }
        public int? Accuracy { get; init; }
        public int? Helpfulness { get; init; }
        public int? Clarity { get; init; }
        public string? Comment { get; init; }
        public string? Suggestion { get; init; }
        public string User { get; init; } = "";

        public Rating ToRating(Rating key) =>
            key with
            {
                Channel = Channel,
                Thumbs = Thumbs is null ? null : Enum.Parse<Thumbs>(Thumbs, ignoreCase: true),
                Overall = Overall,
                Accuracy = Accuracy,
                Helpfulness = Helpfulness,
                Clarity = Clarity,
                Comment = Comment,
                Suggestion = Suggestion,
            };
    }
}
