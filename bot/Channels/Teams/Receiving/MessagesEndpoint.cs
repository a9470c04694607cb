using System.Net;
using System.Text;
using ChatBot.Bot.Channels.Teams.Authenticating;
using ChatBot.Bot.Channels.Teams.Connecting;
using ChatBot.Bot.Channels.Teams.Protocol;
using ChatBot.Bot.Hosting.Problems;
using Microsoft.Bot.Builder.Integration.AspNet.Core;
using Microsoft.Extensions.Options;

namespace ChatBot.Bot.Channels.Teams.Receiving;

/// <summary><c>POST /api/messages</c>: what HTTP says of an activity before the adapter verifies it and the bot takes it.</summary>
public sealed partial class MessagesEndpoint(
    TeamsAdapter adapter,
    TeamsBot bot,
    IOptions<TeamsOptions> options,
    ILogger<MessagesEndpoint> log
)
{
    /// <summary>Teams sends at most 100 KB of text; a submitted form and its escapes fit as well.</summary>
    private const int LargestBody = 512 * 1024;

    public async Task PostAsync(HttpContext context)
    {
        var cancel = context.RequestAborted;
        var authorization = context.Request.Headers.Authorization.ToString();
        if (RefusalOf(context, authorization) is { } refusal)
            await refusal.ExecuteAsync(context);
        else if (await ReadBodyAsync(context.Request, cancel) is not { } body)
            await TooLarge().ExecuteAsync(context);
        else if (ActivityJson.Read(body) is not { } activity)
            await Problem
                .Invalid(ProblemCodes.InvalidActivity, "The body is not an activity with a type, a conversation and a service URL.")
                .ExecuteAsync(context);
        else
            try
            {
                await HttpHelper.WriteResponseAsync(context.Response, await adapter.TakeAsync(authorization, activity, bot, cancel));
            }
            catch (UnauthorizedAccessException)
            {
                await Unauthorised().ExecuteAsync(context);
            }
            catch (KeysUnavailableException)
            {
                await KeysUnavailable().ExecuteAsync(context);
            }
    }

    /// <summary>What is refused before a body is read: whoever has no token costs nothing.</summary>
    private IResult? RefusalOf(HttpContext context, string authorization)
    {
        if (!options.Value.IsConnected)
            return Problem.Of(
                StatusCodes.Status503ServiceUnavailable,
                ProblemCodes.TeamsNotConfigured,
                "Teams is not connected: set Teams:AppId and Teams:AppPassword."
            );
        if (options.Value.AllowAnonymous ? !IsLocal(context) : !InboundToken.MayBe(authorization))
        {
            Refused(options.Value.AllowAnonymous ? "not from this machine" : "no bearer token");
            return Unauthorised();
        }
        if (!context.Request.HasJsonContentType())
            return Problem.Of(
                StatusCodes.Status415UnsupportedMediaType,
                ProblemCodes.InvalidActivity,
                "An activity is JSON: send it as application/json."
            );
        return context.Request.ContentLength > LargestBody ? TooLarge() : null;
    }

    /// <summary>A proxy on this machine passes strangers on, so a forwarded request is not local.</summary>
    private static bool IsLocal(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } from
        && IPAddress.IsLoopback(from)
        && !context.Request.Headers.ContainsKey("X-Forwarded-For")
        && !context.Request.Headers.ContainsKey("Forwarded");

    /// <summary>Null where it is larger than <see cref="LargestBody"/>, whatever the headers say.</summary>
    private static async Task<string?> ReadBodyAsync(HttpRequest request, CancellationToken cancel)
    {
        using var body = new MemoryStream();
        var piece = new byte[16 * 1024];
        for (int read; (read = await request.Body.ReadAsync(piece, cancel)) > 0; )
        {
            if (body.Length + read > LargestBody)
                return null;
            body.Write(piece, 0, read);
        }
        return Encoding.UTF8.GetString(body.GetBuffer(), 0, (int)body.Length);
    }

    private static IResult TooLarge() =>
        Problem.Of(StatusCodes.Status413PayloadTooLarge, ProblemCodes.BodyTooLarge, "An activity has at most 512 KB.");

    private static IResult Unauthorised() =>
        Problem.Of(StatusCodes.Status401Unauthorized, ProblemCodes.Unauthorized, "The token does not vouch for this activity.");

    private static IResult KeysUnavailable() =>
        Problem.Of(
            StatusCodes.Status503ServiceUnavailable,
            ProblemCodes.KeysUnavailable,
            "The issuer's keys cannot be had now. Send it again later."
        );

    [LoggerMessage(Level = LogLevel.Warning, Message = "Teams: an activity was refused: {Reason}")]
    private partial void Refused(string reason);
}
