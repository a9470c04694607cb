using System.Net;

namespace ChatBot.Bot.Hosting.Limits;

/// <summary>
/// Which requests come from this machine itself. A reverse proxy on the same machine makes everybody's look so: what was forwarded, or
/// asks for another host name, is not local.
/// </summary>
internal static class LocalRequests
{
    private static readonly string[] Forwarding =
    [
        "Forwarded",
        "Via",
        "X-Forwarded-For",
        "X-Forwarded-Host",
        "X-Forwarded-Proto",
        "X-Forwarded-Port",
        "X-Forwarded-Server",
        // what the framework makes of the above before us, where the environment tells it to
        "X-Original-For",
        "X-Original-Host",
        "X-Original-Proto",
        "X-Real-IP",
        "X-Client-IP",
        "X-Cluster-Client-IP",
        "CF-Connecting-IP",
        "True-Client-IP",
    ];

    /// <summary>Notes it before the client's real address takes the place of the proxy's.</summary>
    public static void UseLocalRequests(this WebApplication app) =>
        app.Use(
            (context, next) =>
            {
                if (CameFromHere(context))
                    context.Features.Set(Local.Mark);
                return next(context);
            }
        );

    public static bool IsLocal(this HttpContext context) => context.Features.Get<Local>() is not null;

    /// <summary>localhost, or an address that only this machine has.</summary>
    public static bool IsLoopbackName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static bool CameFromHere(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } remote
        && IPAddress.IsLoopback(remote)
        && IsLoopbackName(context.Request.Host.Host)
        && !Forwarding.Any(context.Request.Headers.ContainsKey);

    private sealed class Local
    {
        public static readonly Local Mark = new();
    }
}
