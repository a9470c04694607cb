using System.Net;
using ChatBot.Bot.Hosting.Limits;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace ChatBot.Bot.Hosting;

/// <summary>Where programs of this machine reach the bot.</summary>
internal static class OwnAddress
{
    /// <summary>Without TLS, whose certificate is another name's, and not the port that is for platforms.</summary>
    /// <returns>As in <c>http://127.0.0.1:3978</c>; null where there is none.</returns>
    public static string? Of(IServer server, WebOptions web)
    {
        var addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        foreach (var bound in addresses.Select(BindingAddress.Parse).Where(bound => bound is { Scheme: "http", IsUnixPipe: false }))
        {
            if (bound.Port == web.PlatformPort)
                continue;
            if (LocalRequests.IsLoopbackName(bound.Host))
                return $"http://{bound.Host}:{bound.Port}";
            if (!IPAddress.TryParse(bound.Host.Trim('[', ']'), out var ip) || ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any))
                return $"http://{IPAddress.Loopback}:{bound.Port}"; // every address of this machine
        }
        return null;
    }
}
