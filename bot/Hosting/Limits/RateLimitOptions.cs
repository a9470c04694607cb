using System.ComponentModel.DataAnnotations;

namespace ChatBot.Bot.Hosting.Limits;

/// <summary>Section <c>RateLimits</c>: how much one client (an IPv4 address, an IPv6 /64) may ask.</summary>
public sealed class RateLimitOptions
{
    public const string Section = "RateLimits";

    /// <summary>Requests to the API and the web chat a minute, on average.</summary>
    [Range(1, 1_000_000)]
    public int PerMinute { get; set; } = 60;

    /// <summary>Requests at once after a pause.</summary>
    [Range(1, 1_000_000)]
    public int Burst { get; set; } = 30;

    /// <summary>Wrong admin keys a minute; then the client waits.</summary>
    [Range(1, 1_000)]
    public int WrongKeysPerMinute { get; set; } = 10;

    /// <summary>Limit this machine's own requests too.</summary>
    public bool Loopback { get; set; }

    /// <summary>Addresses of reverse proxies whose <c>X-Forwarded-For</c> is believed, besides this machine itself.</summary>
    public IList<string> TrustedProxies { get; } = [];
}
