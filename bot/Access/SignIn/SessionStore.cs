using System.Security.Cryptography;
using ChatBot.Storage;
using Dapper;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;

namespace ChatBot.Bot.Access.SignIn;

/// <summary>Sessions in the database, encrypted: signing out ends one whatever copies of its cookie there are.</summary>
internal sealed class SessionStore(IDatabase database, IDataProtectionProvider protection, TimeProvider time) : ITicketStore
{
    private static readonly TimeSpan WithoutEnd = TimeSpan.FromHours(10);

    private readonly IDataProtector _protector = protection.CreateProtector("sessions");

    public async Task<string> StoreAsync(AuthenticationTicket ticket)
    {
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        await WriteAsync("insert into sessions (id, ticket, expires) values (@Key, @Ticket, @Expires)", id, ticket);
        return id;
    }

    /// <summary>Never brings back a session that was ended meanwhile.</summary>
    public Task RenewAsync(string key, AuthenticationTicket ticket) =>
        WriteAsync("update sessions set ticket = @Ticket, expires = @Expires where id = @Key", key, ticket);

    public async Task<AuthenticationTicket?> RetrieveAsync(string key)
    {
        await using var connection = await database.OpenAsync(Workspaces.All);
        var ticket = await connection.QuerySingleOrDefaultAsync<string>(
            "select ticket from sessions where id = @key and expires > @Now",
            new { key, Now = time.NowMs() }
        );
        try
        {
            return ticket is null ? null : TicketSerializer.Default.Deserialize(_protector.Unprotect(Convert.FromBase64String(ticket)));
        }
        catch (CryptographicException)
        {
            return null; // the keys that encrypted it are gone: sign in again
        }
    }

    public Task RemoveAsync(string key) =>
        database.ChangeAsync(
            Workspaces.All,
            (connection, transaction) => connection.ExecuteAsync("delete from sessions where id = @key", new { key }, transaction)
        );

    /// <summary>Those that ran out go with whatever is written next.</summary>
    private Task WriteAsync(string statement, string key, AuthenticationTicket ticket) =>
        database.WriteAsync(
            Workspaces.All,
            async transaction =>
            {
                var connection = transaction.Connection!;
                await connection.ExecuteAsync("delete from sessions where expires <= @Now", new { Now = time.NowMs() }, transaction);
                await connection.ExecuteAsync(
                    statement,
                    new
                    {
                        Key = key,
                        Ticket = Convert.ToBase64String(_protector.Protect(TicketSerializer.Default.Serialize(ticket))),
                        Expires = (ticket.Properties.ExpiresUtc ?? time.GetUtcNow() + WithoutEnd).ToUnixTimeMilliseconds(),
                    },
                    transaction
                );
            }
        );
}
