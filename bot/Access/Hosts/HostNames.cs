using System.Net;
using ChatBot.Bot.Hosting;
using ChatBot.Bot.Hosting.Limits;
using ChatBot.Bot.Hosting.Problems;
using Microsoft.Extensions.Options;

namespace ChatBot.Bot.Access.Hosts;

/// <summary>
/// Under which names this program answers: addresses, loopback names, <c>Web:PublicAddress</c> and <c>AllowedHosts</c>. A page of another
/// site can make its own name lead here (DNS rebinding), and the browser would then take our answers for that site's.
/// </summary>
internal sealed class HostNames(IConfiguration settings, IOptions<WebOptions> web)
{
    public const string Setting = "AllowedHosts";

    private readonly string[] _allowed =
    [
        .. (settings[Setting] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        .. Uri.TryCreate(web.Value.PublicAddress, UriKind.Absolute, out var own) ? [own.IdnHost] : Array.Empty<string>(),
    ];

    public bool Allows(string host) =>
        host.Length == 0 // of a watcher that speaks HTTP/1.0; no browser sends none
        || LocalRequests.IsLoopbackName(host)
        || IPAddress.TryParse(host.Trim('[', ']'), out _)
        || _allowed.Any(name =>
            name == "*"
            || host.Equals(name, StringComparison.OrdinalIgnoreCase)
            || (name.StartsWith("*.", StringComparison.Ordinal) && host.EndsWith(name[1..], StringComparison.OrdinalIgnoreCase))
        );

    public static IResult Refusal { get; } =
        Problem.Invalid(
            ProblemCodes.UnknownHost,
            "This host name is not one of mine. Put it into AllowedHosts, or the address into Web:PublicAddress."
        );
}
