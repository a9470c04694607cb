using ChatBot.Storage;
using Dapper;

namespace ChatBot.Bot.Channels.Slack.Home;

/// <summary>A question that a person asked here, and what they got.</summary>
/// <param name="Created">Milliseconds since 1970 UTC.</param>
public sealed record OwnTurn(string Id, string Question, string Answer, long Created);

/// <summary>What one person asked, the latest first.</summary>
public sealed class OwnHistory(IDatabase database)
{
    public async Task<IReadOnlyList<OwnTurn>> LatestAsync(string workspace, string user, int count, CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(workspace, cancel);
        return
        [
            .. await connection.QueryAsync<OwnTurn>(
                new CommandDefinition(
                    """
                    select id, question, answer, created from interactions
                    where workspace = @workspace and user_id = @user and channel = @channel
                    order by created desc, id desc limit @count
                    """,
                    new
                    {
                        workspace,
                        user,
                        channel = SlackChannel.ChannelName,
                        count,
                    },
                    cancellationToken: cancel
                )
            ),
        ];
    }
}
