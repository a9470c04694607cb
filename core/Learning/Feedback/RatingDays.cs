using System.Data.Common;
using Dapper;

namespace ChatBot.Learning.Feedback;

/// <summary>
/// Keeps the daily sums of ratings, in the transaction that stores one. A changed rating leaves its old sums and enters the new.
/// </summary>
public sealed class RatingDays
{
    private const long MsPerDay = 86_400_000;

    /// <param name="before">What this person said of the answer before; null for a first rating.</param>
    /// <param name="answered">When the answer was given, in ms since 1970.</param>
    internal async Task AddAsync(
        DbTransaction transaction,
        Rating? before,
        Rating now,
        string category,
        long answered,
        CancellationToken cancel
    )
    {
        if (before is not null)
            await AddAsync(transaction, before, -1, category, answered, cancel);
        await AddAsync(transaction, now, 1, category, answered, cancel);
    }

    private static Task AddAsync(
        DbTransaction transaction,
        Rating rating,
        int sign,
        string category,
        long answered,
        CancellationToken cancel
    ) =>
        transaction.Connection!.ExecuteAsync(
            new CommandDefinition(
                """
                insert into rating_days (workspace, day, channel, category, ratings, up, down, starred, stars)
                values (@Workspace, @Day, @Channel, @category, @sign, @Up, @Down, @Starred, @Stars)
                on conflict (workspace, day, channel, category) do update set
                    ratings = rating_days.ratings + excluded.ratings, up = rating_days.up + excluded.up, down = rating_days.down + excluded.down,
                    starred = rating_days.starred + excluded.starred, stars = rating_days.stars + excluded.stars
                """,
                new
                {
                    rating.Workspace,
                    Day = answered / MsPerDay,
                    rating.Channel,
                    category,
                    sign,
                    Up = rating.Thumbs == Thumbs.Up ? sign : 0,
                    Down = rating.Thumbs == Thumbs.Down ? sign : 0,
                    Starred = rating.Overall is null ? 0 : sign,
                    Stars = sign * (rating.Overall ?? 0),
                },
                transaction,
                cancellationToken: cancel
            )
        );
}
