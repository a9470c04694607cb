using System.Data.Common;
using System.Text.Json;
using ChatBot.Storage;
using Microsoft.AspNetCore.Diagnostics;

namespace ChatBot.Bot.Hosting.Problems;

/// <summary>
/// What an endpoint threw, as a problem: bad requests say where the fault lies, anything else says nothing of our insides.
/// </summary>
internal sealed partial class ExceptionProblems(ILogger<ExceptionProblems> logger) : IExceptionHandler
{
    /// <summary>How SQL says that a text holds what no text may, such as NUL.</summary>
    private const string CharacterNotInRepertoire = "22021";

    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancel)
    {
        if (context.RequestAborted.IsCancellationRequested)
            return true;
        var problem =
            exception is BadHttpRequestException bad ? BadRequest(bad)
            : exception is DbException { SqlState: CharacterNotInRepertoire }
                ? Problem.Invalid("invalid_text", "The address holds characters that no text has, such as NUL.")
            : DatabaseOutage.Explains(exception) ? Outage(context, exception)
            : Fault(context, exception);
        await problem.ExecuteAsync(context);
        return true;
    }

    private static IResult BadRequest(BadHttpRequestException exception) =>
        exception switch
        {
            { InnerException: JsonException json } when !IsSyntax(json) => Problem.Invalid(
                "wrong_type",
                $"The value at {json.Path} is not of the type that is expected there, or not valid Unicode."
            ),
            { InnerException: JsonException json } => Problem.Invalid(
                "invalid_json",
                $"The body is not valid JSON (line {json.LineNumber + 1}, byte {json.BytePositionInLine + 1})."
            ),
            _ => Problem.Of(exception.StatusCode, Problem.CodeOf(exception.StatusCode), exception.Message),
        };

    /// <summary>The reader's own errors are about syntax; the converters' about types.</summary>
    private static bool IsSyntax(JsonException exception) => exception.InnerException?.GetType().Name == "JsonReaderException";

    /// <summary>Nothing was done, so sending it again is safe; platforms do that by themselves.</summary>
    private IResult Outage(HttpContext context, Exception exception)
    {
        Log.StorageAway(logger, context.Request.Method, context.GetEndpoint()?.DisplayName ?? "no endpoint", exception.Message);
        context.Response.Headers.RetryAfter = "5";
        return Problem.Of(
            StatusCodes.Status503ServiceUnavailable,
            "storage_unavailable",
            "The database does not answer at the moment, so I cannot either. Please try again in a moment."
        );
    }

    private IResult Fault(HttpContext context, Exception exception)
    {
        Log.Failed(logger, exception, context.Request.Method, context.GetEndpoint()?.DisplayName ?? "no endpoint");
        return Problem.Of(
            StatusCodes.Status500InternalServerError,
            "internal_error",
            "Something failed here. The log of the server says what."
        );
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "{Method} {Endpoint} failed")]
        public static partial void Failed(ILogger logger, Exception exception, string method, string endpoint);

        [LoggerMessage(LogLevel.Warning, "{Method} {Endpoint}: the database is away ({Reason})")]
        public static partial void StorageAway(ILogger logger, string method, string endpoint, string reason);
    }
}
