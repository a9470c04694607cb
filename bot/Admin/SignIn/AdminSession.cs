using System.Security.Claims;
using ChatBot.Bot.Admin.Access;
using ChatBot.Storage;
using Microsoft.AspNetCore.Authentication;

namespace ChatBot.Bot.Admin.SignIn;

/// <summary>
/// A signed-in person: what the cookie carries, encrypted. It opens the pages only, never <c>/api/admin</c>, so that no other site can use
/// it there.
/// </summary>
public static class AdminSession
{
    public const string SchemeName = "AdminPages";
    public const int MaxName = 40;

    private const string WorkspaceClaim = "workspace";
    private const string GenerationClaim = "generation";

    /// <summary>Opens a session for the holder of a role's key.</summary>
    /// <param name="name">What the person wants to be called in the audit; the key's role stands beside it, since the name is only
    /// said.</param>
    public static Task OpenAsync(HttpContext http, AdminKey key, string role, string name, string workspace = Workspaces.Default) =>
        http.SignInAsync(
            SchemeName,
            new ClaimsPrincipal(
                new ClaimsIdentity(
                    [
                        new Claim(ClaimTypes.Name, Called(name, role)),
                        new Claim(ClaimTypes.Role, role),
                        new Claim(WorkspaceClaim, workspace),
                        new Claim(GenerationClaim, key.Generation(role) ?? ""),
                    ],
                    SchemeName
                )
            )
        );

    /// <summary>The same session, looking at another workspace.</summary>
    public static Task MoveAsync(HttpContext http, string workspace)
    {
        var claims = http.User.Claims.Where(claim => claim.Type != WorkspaceClaim).Append(new Claim(WorkspaceClaim, workspace));
        return http.SignInAsync(SchemeName, new ClaimsPrincipal(new ClaimsIdentity(claims, SchemeName)));
    }

    public static string WorkspaceOf(ClaimsPrincipal user) => user.FindFirstValue(WorkspaceClaim) ?? Workspaces.Default;

    /// <summary>False once the key that opened the session has been changed.</summary>
    public static bool IsCurrent(ClaimsPrincipal? user, AdminKey key) =>
        user?.FindFirstValue(ClaimTypes.Role) is { } role
        && key.Generation(role) is { } generation
        && user.FindFirstValue(GenerationClaim) == generation;

    private static string Called(string name, string role)
    {
        var clean = new string([.. name.Where(letter => !char.IsControl(letter) && !char.IsSurrogate(letter))]).Trim();
        return clean.Length == 0 ? $"{role} key" : $"{clean[..Math.Min(MaxName, clean.Length)]} ({role})";
    }
}
