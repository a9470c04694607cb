namespace ChatBot.Bot.Channels.Teams.Authenticating;

/// <summary>Which addresses may be spoken to.</summary>
internal static class ServiceUrls
{
    private static readonly string[] Microsoft =
    [
        "smba.trafficmanager.net",
        ".botframework.com",
        ".botframework.us",
        "smba.infra.gcc.teams.microsoft.com",
        "smba.infra.gov.teams.microsoft.us",
    ];

    /// <summary>An https address of Microsoft's connector: where a token names no address of its own.</summary>
    public static bool IsMicrosoft(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri)
        && uri.Scheme == Uri.UriSchemeHttps
        && uri.UserInfo.Length == 0
        && Microsoft.Any(host =>
            host.StartsWith('.')
                ? uri.Host.EndsWith(host, StringComparison.OrdinalIgnoreCase)
                : uri.Host.Equals(host, StringComparison.OrdinalIgnoreCase)
        );

    /// <summary>On this machine: where activities need no token.</summary>
    public static bool IsLoopback(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.IsLoopback && uri.Scheme is ("http" or "https");

    /// <summary>Nothing is sent in the clear to another machine.</summary>
    public static bool IsSafe(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.IsLoopback && uri.Scheme == Uri.UriSchemeHttp));
}
