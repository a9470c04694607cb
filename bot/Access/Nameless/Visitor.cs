using System.Security.Cryptography;

namespace ChatBot.Bot.Access.Nameless;

/// <summary>
/// The browser of somebody without a name: a random id in a cookie that no script reads, so that a rating finds its answer and a
/// conversation its beginning.
/// </summary>
internal static class Visitor
{
    public const string Cookie = "chatbot-visitor";

    private const string Prefix = "visitor/",
        AddressPrefix = "address/";

    private const int IdLength = 32;
    private static readonly TimeSpan Life = TimeSpan.FromDays(365);

    /// <summary>As <see cref="Caller.Id"/>; null for a browser that was never here, or sends something else.</summary>
    public static string? IdOf(HttpRequest request) =>
        request.Cookies[Cookie] is { Length: IdLength } id && id.All(char.IsAsciiHexDigitLower) ? Prefix + id : null;

    /// <summary>As <see cref="Caller.Id"/> of a browser that keeps no cookie: whoever comes from there.</summary>
    public static string AtAddress(string address) => AddressPrefix + address;

    /// <summary>Whether an id is that of a browser without a name.</summary>
    public static bool Is(string id) => id.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Whether an id tells one person from others; an address is many people's.</summary>
    public static bool IsOnePerson(string id) => id.Length > 0 && !id.StartsWith(AddressPrefix, StringComparison.Ordinal);

    /// <summary>Gives the browser its id, where it has none.</summary>
    public static void Welcome(HttpContext http)
    {
        if (IdOf(http.Request) is not null)
            return;
        http.Response.Cookies.Append(
            Cookie,
            Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdLength / 2)),
            new CookieOptions
            {
                HttpOnly = true,
                SameSite = SameSiteMode.Lax,
                Secure = http.Request.IsHttps,
                MaxAge = Life,
                IsEssential = true,
            }
        );
    }
}
