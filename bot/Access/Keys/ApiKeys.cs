using ChatBot.Learning.Audit;
using ChatBot.Storage;
using Dapper;

namespace ChatBot.Bot.Access.Keys;

/// <summary>The keys that admins made: named, for one role in one workspace, revoked rather than deleted.</summary>
public sealed class ApiKeys(IDatabase database, AuditLog audit, TimeProvider time)
{
    public const int MaxName = 80;

    /// <summary>Between two notes that a key was used: a busy one is not written at each request.</summary>
    private static readonly TimeSpan NoteEvery = TimeSpan.FromMinutes(5);

    private const string Columns = "id, name, role, workspace, created, created_by as CreatedBy, last_used as LastUsed, revoked, hash";

    /// <summary>What a key cannot be made with, in words; null where it can.</summary>
    public static KeyFault? FaultOf(string? name, string? role) =>
        string.IsNullOrWhiteSpace(name) ? KeyFault.NameMissing
        : name.Length > MaxName || name.Any(char.IsControl) ? KeyFault.NameInvalid
        : role is null || !Roles.All.Contains(role) ? KeyFault.RoleUnknown
        : null;

    /// <summary>Makes a key. The second value is the key itself, which nobody can be shown again.</summary>
    public async Task<(ApiKey Made, string Key)> MakeAsync(
        string workspace,
        string name,
        string role,
        Auditor by,
        CancellationToken cancel = default
    )
    {
        var (id, key) = KeyText.Make();
        var made = new ApiKey(id, name, role, workspace, time.GetUtcNow(), by.Name, null, null);
        await database.WriteAsync(
            workspace,
            async transaction =>
            {
                await transaction.Connection!.ExecuteAsync(
                    new CommandDefinition(
                        "insert into api_keys (id, workspace, name, role, hash, created, created_by) values (@Id, @Workspace, @Name, "
                            + "@Role, @Hash, @Created, @CreatedBy)",
                        new
                        {
                            made.Id,
                            made.Workspace,
                            made.Name,
                            made.Role,
                            Hash = KeyText.HashOf(key),
                            Created = made.Created.ToUnixTimeMilliseconds(),
                            made.CreatedBy,
                        },
                        transaction,
                        cancellationToken: cancel
                    )
                );
                await audit.WriteAsync(transaction, workspace, by, "key.made", id, new { name, role }, cancel);
            },
            cancel
        );
        return (made, key);
    }

    /// <summary>Those of a workspace, or of all, the newest first.</summary>
    public async Task<IReadOnlyList<ApiKey>> ListAsync(string workspace, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(workspace, cancel);
        var rows = await connection.QueryAsync<Row>(
            new CommandDefinition(
                $"select {Columns} from api_keys where workspace = @workspace or @workspace = '{Workspaces.All}' order by created desc, id",
                new { workspace },
                cancellationToken: cancel
            )
        );
        return [.. rows.Select(row => row.Key())];
    }

    /// <summary>Ends a key, and the sessions that it opened; false where there is none that still opens.</summary>
    public Task<bool> RevokeAsync(string workspace, string id, Auditor by, CancellationToken cancel = default) =>
        database.WriteAsync(
            workspace,
            async transaction =>
            {
                var home = await transaction.Connection!.QuerySingleOrDefaultAsync<string>(
                    new CommandDefinition(
                        "update api_keys set revoked = @Now, revoked_by = @By where id = @id and revoked is null and (workspace = "
                            + $"@workspace or @workspace = '{Workspaces.All}') returning workspace",
                        new
                        {
                            Now = time.NowMs(),
                            By = by.Name,
                            id,
                            workspace,
                        },
                        transaction,
                        cancellationToken: cancel
                    )
                );
                if (home is not null)
                    await audit.WriteAsync(transaction, home, by, "key.revoked", id, new { }, cancel);
                return home is not null;
            },
            cancel
        );

    /// <summary>The key that was presented; null for one that was never made or is revoked.</summary>
    public async Task<ApiKey?> FindAsync(string presented, CancellationToken cancel = default)
    {
        if (KeyText.IdOf(presented) is not { } id || await RowOfAsync(id, cancel) is not { Revoked: null } row)
            return null;
        if (!KeyText.IsHashOf(row.Hash, presented))
            return null;
        if (time.NowMs() - (row.LastUsed ?? 0) > NoteEvery.TotalMilliseconds)
            await NoteUseAsync(id, cancel);
        return row.Key();
    }

    /// <summary>Whether a key still opens.</summary>
    public async Task<bool> OpensAsync(string id, CancellationToken cancel = default) => await RowOfAsync(id, cancel) is { Revoked: null };

    private async Task<Row?> RowOfAsync(string id, CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(Workspaces.All, cancel);
        return await connection.QuerySingleOrDefaultAsync<Row>(
            new CommandDefinition($"select {Columns} from api_keys where id = @id", new { id }, cancellationToken: cancel)
        );
    }

    private Task NoteUseAsync(string id, CancellationToken cancel) =>
        database.ChangeAsync(
            Workspaces.All,
            (connection, transaction) =>
                connection.ExecuteAsync(
                    new CommandDefinition(
                        "update api_keys set last_used = @Now where id = @id",
                        new { Now = time.NowMs(), id },
                        transaction,
                        cancellationToken: cancel
                    )
                ),
            cancel
        );

    private sealed class Row
    {
        public string Id { get; init; } = "";
        public string Name { get; init; } = "";
        public string Role { get; init; } = "";
        public string Workspace { get; init; } = "";
        public string CreatedBy { get; init; } = "";
        public string Hash { get; init; } = "";
        public long Created { get; init; }
        public long? LastUsed { get; init; }
        public long? Revoked { get; init; }

        public ApiKey Key() => new(Id, Name, Role, Workspace, At(Created), CreatedBy, AtOrNull(LastUsed), AtOrNull(Revoked));

        private static DateTimeOffset At(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(ms);

        private static DateTimeOffset? AtOrNull(long? ms) => ms is { } known ? At(known) : null;
    }
}
