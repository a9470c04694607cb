using ChatBot.Bot.Hosting;
using ChatBot.Bot.Hosting.Problems;
using Microsoft.Extensions.Options;

namespace ChatBot.Bot.Access.Hosts;

/// <summary>Under which name and at which port a door stands. Platforms come under any name: what they send is signed.</summary>
internal static class FrontDoors
{
    /// <summary>Doors of watchers, which ask at whatever port they were told.</summary>
    private static readonly string[] AtEveryPort = ["/health", "/ready"];

    public static void UseFrontDoors(this WebApplication app)
    {
        var names = app.Services.GetRequiredService<HostNames>();
        var platformPort = app.Services.GetRequiredService<IOptions<WebOptions>>().Value.PlatformPort;
        app.Use(
            (context, next) =>
            {
                var isPlatform = Doors.IsPlatform(context.GetEndpoint());
                if (!StandsHere(context, isPlatform, platformPort))
                    return NotHere.ExecuteAsync(context);
                return isPlatform || names.Allows(context.Request.Host.Host) ? next(context) : HostNames.Refusal.ExecuteAsync(context);
            }
        );
    }

    private static bool StandsHere(HttpContext context, bool isPlatform, int? platformPort) =>
        platformPort is null
        || isPlatform == (context.Connection.LocalPort == platformPort)
        || AtEveryPort.Contains(context.Request.Path.Value);

    private static readonly IResult NotHere = Problem.Missing(
        ProblemCodes.NotFound,
        "There is nothing at this address. What Teams and Slack call has a port of its own here (Web:PlatformUrls)."
    );
}
