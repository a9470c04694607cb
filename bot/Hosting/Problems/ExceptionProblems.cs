using System.Data.Common;
using System.Text.Json;
using ChatBot.Privacy;
using ChatBot.Storage;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using HttpJson = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace ChatBot.Bot.Hosting.Problems;

/// <summary>
/// What an endpoint threw, as a problem: bad requests say where the fault lies, anything else says nothing of our insides.
/// </summary>
internal sealed partial class ExceptionProblems(IOptions<HttpJson> json, ILogger<ExceptionProblems> logger) : IExceptionHandler
{
    /// <summary>How SQL says that a text holds what no text may, such as NUL.</summary>
    private const string CharacterNotInRepertoire = "22021";

    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancel)
    {
        if (context.RequestAborted.IsCancellationRequested)
            return true;
        var problem = Of(context, exception);
        if (problem.StatusCode == StatusCodes.Status503ServiceUnavailable)
            context.Response.Headers.RetryAfter = "5";
        await problem.ExecuteAsync(context);
        return true;
    }

    /// <summary>The problem that tells of an exception, and a line in the log where it is our fault.</summary>
    public ProblemHttpResult Of(HttpContext context, Exception exception) =>
        exception is BadHttpRequestException bad ? BadRequest(context, bad)
        : exception is DbException { SqlState: CharacterNotInRepertoire }
            ? Problem.Invalid(ProblemCodes.InvalidText, "The address holds characters that no text has, such as NUL.")
        : DatabaseOutage.Hinders(exception) ? Outage(context, exception)
        : Fault(context, exception);

    private ProblemHttpResult BadRequest(HttpContext context, BadHttpRequestException exception) =>
        exception switch
        {
            { InnerException: JsonException fault } when !IsSyntax(fault) => UnknownField.Problem(
                context,
                fault,
                json.Value.SerializerOptions
            )
                ?? Problem.Invalid(
                    ProblemCodes.WrongType,
                    $"The value at {fault.Path} is not of the type that is expected there, or not valid Unicode."
                ),
            { InnerException: JsonException fault } => Problem.Invalid(
                ProblemCodes.InvalidJson,
                $"The body is not valid JSON (line {fault.LineNumber + 1}, byte {fault.BytePositionInLine + 1})."
            ),
            _ => Problem.Of(exception.StatusCode, Problem.CodeOf(exception.StatusCode), exception.Message),
        };

    /// <summary>The reader's own errors are about syntax; the converters' about types.</summary>
    private static bool IsSyntax(JsonException exception) => exception.InnerException?.GetType().Name == "JsonReaderException";

    /// <summary>Nothing was done, so sending it again is safe; platforms do that by themselves.</summary>
    private ProblemHttpResult Outage(HttpContext context, Exception exception)
    {
        Log.StorageAway(logger, context.Request.Method, EndpointOf(context), StorageTrouble.Of(exception) ?? exception.Message);
        return Problem.Of(
            StatusCodes.Status503ServiceUnavailable,
            ProblemCodes.StorageUnavailable,
            StorageTrouble.Of(exception) is null
                ? "The database does not answer at the moment, so I cannot either. Please try again in a moment."
                : "Nothing can be stored at the moment, so I cannot answer. The log of the server says why; please try again later."
        );
    }

    private ProblemHttpResult Fault(HttpContext context, Exception exception)
    {
        Log.Failed(logger, FaultTrace.Of(exception), context.Request.Method, EndpointOf(context));
        return Problem.Of(
            StatusCodes.Status500InternalServerError,
            ProblemCodes.InternalError,
            "Something failed here. The log of the server says what."
        );
    }

    /// <summary>Where it was thrown; the handler takes the endpoint off the request.</summary>
    private static string EndpointOf(HttpContext context) =>
        (context.Features.Get<IExceptionHandlerFeature>()?.Endpoint ?? context.GetEndpoint())?.DisplayName ?? "no endpoint";

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "{Method} {Endpoint} failed: {Trace}")]
        public static partial void Failed(ILogger logger, string trace, string method, string endpoint);

        [LoggerMessage(LogLevel.Warning, "{Method} {Endpoint}: the database cannot be used ({Reason})")]
        public static partial void StorageAway(ILogger logger, string method, string endpoint, string reason);
    }
}
