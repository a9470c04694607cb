using Dapper;
using Npgsql;

namespace ChatBot.Storage.Postgres;

/// <summary>LISTEN, over a connection of its own.</summary>
internal sealed class PostgresNotices(IDatabase database) : IDatabaseNotices
{
    public async Task ListenAsync(IReadOnlyList<string> channels, Action connected, Action<string, string> heard, CancellationToken cancel)
    {
        await using var connection = (NpgsqlConnection)await database.OpenAsync(Workspaces.All, cancel);
        connection.Notification += (_, notice) => heard(notice.Channel, notice.Payload);
        await connection.ExecuteAsync(
            new CommandDefinition(string.Join("; ", channels.Select(channel => $"listen {channel}")), cancellationToken: cancel)
        );
        connected();
        while (true)
            await connection.WaitAsync(cancel);
    }
}
