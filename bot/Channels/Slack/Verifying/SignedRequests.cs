using ChatBot.Bot.Hosting.Problems;
using Microsoft.Extensions.Options;

namespace ChatBot.Bot.Channels.Slack.Verifying;

/// <summary>A request whose bytes Slack vouches for, or why it is refused.</summary>
public sealed record SignedRequest(byte[] Body, IResult? Refusal);

/// <summary>Lets in what Slack signed. Size and time are looked at before the body is read, the signature before it is parsed.</summary>
public sealed partial class SignedRequests(IOptions<SlackOptions> options, TimeProvider time, ILogger<SignedRequests> log)
{
    /// <summary>The largest events and forms are some hundred KB.</summary>
    public const int LargestBody = 1024 * 1024;

    public async Task<SignedRequest> ReadAsync(HttpContext context)
    {
        if (!options.Value.TakesHttp)
            return Refuse(
                StatusCodes.Status503ServiceUnavailable,
                ProblemCodes.SlackNotConfigured,
                "Slack is not connected over HTTP: set Slack:SigningSecret and Slack:BotToken."
            );
        var headers = context.Request.Headers;
        var timestamp = headers[RequestSignature.TimestampHeader].ToString();
        if (!RequestSignature.IsCurrent(timestamp, time.GetUtcNow()))
            return Unauthorised("no timestamp of the last five minutes");
        if (context.Request.ContentLength > LargestBody || await BodyAsync(context) is not { } body)
            return Refuse(StatusCodes.Status413PayloadTooLarge, ProblemCodes.BodyTooLarge, "A request of Slack has at most 1 MB.");
        return RequestSignature.IsValid(options.Value.SigningSecret, timestamp, headers[RequestSignature.SignatureHeader].ToString(), body)
            ? new SignedRequest(body, null)
            : Unauthorised("wrong signature");
    }

    /// <summary>Null where there is more than <see cref="LargestBody"/>.</summary>
    private static async Task<byte[]?> BodyAsync(HttpContext context)
    {
        using var body = new MemoryStream((int)Math.Min(context.Request.ContentLength ?? 4096, LargestBody));
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await context.Request.Body.ReadAsync(buffer, context.RequestAborted)) > 0)
        {
            if (body.Length + read > LargestBody)
                return null;
            body.Write(buffer, 0, read);
        }
        return body.ToArray();
    }

    private SignedRequest Unauthorised(string reason)
    {
        Refused(reason);
        return Refuse(StatusCodes.Status401Unauthorized, ProblemCodes.Unauthorized, "The request is not signed by Slack for this app.");
    }

    private static SignedRequest Refuse(int status, string code, string detail) => new([], Problem.Of(status, code, detail));

    [LoggerMessage(Level = LogLevel.Warning, Message = "Slack: a request was refused: {Reason}")]
    private partial void Refused(string reason);
}
