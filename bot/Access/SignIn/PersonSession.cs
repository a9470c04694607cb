using System.Security.Claims;
using System.Security.Cryptography;
using ChatBot.Bot.Access.Keys;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Net.Http.Headers;

namespace ChatBot.Bot.Access.SignIn;

/// <summary>
/// A signed-in person. It opens the pages and asking, never <c>/api/admin</c>, so that no other site can use it there. The cookie holds an
/// id; what it stands for lies in the database.
/// </summary>
public static class PersonSession
{
    public const string SchemeName = "Session";
    public const string Cookie = "chatbot-session";
    public const string Page = "/sign-in";
    public const int MaxName = 40;

    private const string WorkspaceClaim = "workspace";
    private const string KeyClaim = "key";

    /// <summary>Opens a session for the holder of a key.</summary>
    /// <param name="name">What the person wants to be called in the audit; the key's role stands beside it, since the name is only
    /// said.</param>
    internal static Task OpenAsync(HttpContext http, Caller holder, string name) =>
        SignInAnewAsync(
            http,
            (
                holder with
                {
                    // Names are only said: the sign-in tells two people of one name apart.
                    Id = $"{holder.Role}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}",
                    Name = Called(name, holder),
                    NamesPeople = false,
                }
            ).ToPrincipal(SchemeName, new Claim(WorkspaceClaim, holder.Home), new Claim(KeyClaim, holder.Id))
        );

    /// <summary>
    /// Signing in renews the session that the request's cookie names, and that may be one that somebody planted there and knows: so the
    /// request has no cookie, and a handler that has seen none writes a new one.
    /// </summary>
    private static async Task SignInAnewAsync(HttpContext http, ClaimsPrincipal person)
    {
        WithoutCookie(http);
        var schemes = http.RequestServices.GetRequiredService<IAuthenticationSchemeProvider>();
        var handler = ActivatorUtilities.CreateInstance<CookieAuthenticationHandler>(http.RequestServices);
        await handler.InitializeAsync((await schemes.GetSchemeAsync(SchemeName))!, http);
        await handler.SignInAsync(person, properties: null);
    }

    /// <summary>Before a sign-in that the framework makes.</summary>
    internal static void WithoutCookie(HttpContext http) => http.Request.Headers.Remove(HeaderNames.Cookie);

    /// <summary>The same session, looking at another workspace that it may enter.</summary>
    public static Task MoveAsync(HttpContext http, string workspace)
    {
        var claims = http.User.Claims.Where(claim => claim.Type != WorkspaceClaim).Append(new Claim(WorkspaceClaim, workspace));
        return http.SignInAsync(SchemeName, new ClaimsPrincipal(new ClaimsIdentity(claims, SchemeName)));
    }

    /// <summary>The workspace that it looks at.</summary>
    public static string WorkspaceOf(ClaimsPrincipal user) => user.FindFirstValue(WorkspaceClaim) ?? Caller.Of(user).Home;

    /// <summary>False once the key that opened the session has been changed or revoked.</summary>
    internal static async Task<bool> IsCurrentAsync(ClaimsPrincipal? user, KeyRing keys, CancellationToken cancel) =>
        user is not null && (user.FindFirstValue(KeyClaim) is not { } key || await keys.OpensAsync(key, cancel));

    private static string Called(string name, Caller holder)
    {
        var clean = new string([.. name.Where(letter => !char.IsControl(letter) && !char.IsSurrogate(letter))]).Trim();
        return clean.Length == 0 ? holder.Name : $"{clean[..Math.Min(MaxName, clean.Length)]} ({holder.Role})";
    }
}
