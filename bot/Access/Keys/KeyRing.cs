using ChatBot.Storage;

namespace ChatBot.Bot.Access.Keys;

/// <summary>Every key that opens a door: the installation's own two, which hold in all workspaces, and those that admins made.</summary>
internal sealed class KeyRing(AdminKey own, ApiKeys made)
{
    private const string MadeKey = "key/";

    /// <summary>Whom a presented key lets in; null for a wrong one.</summary>
    public async Task<Caller?> FindAsync(string presented, CancellationToken cancel)
    {
        if (own.RoleOf(presented) is { } role)
            return new Caller($"{role}-key-{own.Generation(role)}", $"{role} key", role, Workspaces.All, NamesPeople: true);
        return await made.FindAsync(presented, cancel) is { } key
            ? new Caller(MadeKey + key.Id, key.Name, key.Role, key.Workspace, NamesPeople: true)
            : null;
    }

    /// <summary>Whether the key that a session was opened with still opens.</summary>
    /// <param name="id">As <see cref="Caller.Id"/>.</param>
    public async Task<bool> OpensAsync(string id, CancellationToken cancel) =>
        id.StartsWith(MadeKey, StringComparison.Ordinal)
            ? await made.OpensAsync(id[MadeKey.Length..], cancel)
            : ((string[])[Roles.Admin, Roles.Reviewer]).Any(role =>
                own.Generation(role) is { } generation && id == $"{role}-key-{generation}"
            );
}
