using System.Security.Cryptography;
using ChatBot.Storage;
using Dapper;

namespace ChatBot.Bot.Channels.Slack.Installing;

/// <summary>An app's installation in one team.</summary>
/// <param name="Token">The bot's token there, in the clear.</param>
public sealed record Installation(string Team, string Workspace, string Name, string BotUser, string Token);

/// <summary>Teams that have installed the app, with their tokens encrypted. A revoked token is deleted, not marked.</summary>
public sealed partial class Installations(IDatabase database, TokenCipher cipher, TimeProvider time, ILogger<Installations> log)
{
    public Task SaveAsync(Installation installation, CancellationToken cancel) =>
        database.WriteAsync(
            installation.Workspace,
            transaction =>
                transaction.Connection!.ExecuteAsync(
                    """
                    insert into installations (channel, team, workspace, name, bot_user, token, installed)
                        values (@Channel, @Team, @Workspace, @Name, @BotUser, @Token, @Now)
                    on conflict (channel, team) do update set workspace = excluded.workspace, name = excluded.name,
                        bot_user = excluded.bot_user, token = excluded.token, installed = excluded.installed
                    """,
                    new
                    {
                        Channel = SlackChannel.ChannelName,
                        installation.Team,
                        installation.Workspace,
                        installation.Name,
                        installation.BotUser,
                        Token = cipher.Encrypt(installation.Token, installation.Team),
                        Now = time.NowMs(),
                    },
                    transaction
                ),
            cancel
        );

    /// <summary>Null where the app is not installed, or its token does not open any more.</summary>
    public async Task<Installation?> FindAsync(string team, CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(Workspaces.All, cancel);
        var row = await connection.QuerySingleOrDefaultAsync<Row>(
            new CommandDefinition(
                "select workspace, name, bot_user, token from installations where channel = @channel and team = @team",
                new { channel = SlackChannel.ChannelName, team },
                cancellationToken: cancel
            )
        );
        if (row is null)
            return null;
        try
        {
            return new Installation(team, row.Workspace, row.Name, row.Bot_User, cipher.Decrypt(row.Token, team));
        }
        catch (Exception fault) when (fault is CryptographicException or FormatException)
        {
            Unreadable(team);
            return null;
        }
    }

    public async Task RemoveAsync(string team, CancellationToken cancel)
    {
        var removed = await database.WriteAsync(
            Workspaces.All,
            transaction =>
                transaction.Connection!.ExecuteAsync(
                    "delete from installations where channel = @channel and team = @team",
                    new { channel = SlackChannel.ChannelName, team },
                    transaction
                ),
            cancel
        );
        Removed(team, removed);
    }

    private sealed class Row
    {
        public string Workspace { get; init; } = "";
        public string Name { get; init; } = "";
        public string Bot_User { get; init; } = "";
        public string Token { get; init; } = "";
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Slack: the app was removed from team {Team}; {Removed} stored token(s) deleted")]
    private partial void Removed(string team, int removed);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "Slack: the stored token of team {Team} does not open with the key in the data directory; install the app there anew"
    )]
    private partial void Unreadable(string team);
}
