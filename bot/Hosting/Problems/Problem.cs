using Microsoft.AspNetCore.Http.HttpResults;

namespace ChatBot.Bot.Hosting.Problems;

/// <summary>Errors as <c>application/problem+json</c> (RFC 9457) with a stable <c>code</c> that programs can rely on.</summary>
public static class Problem
{
    public static ProblemHttpResult Of(int status, string code, string detail) =>
        TypedResults.Problem(detail, statusCode: status, extensions: new Dictionary<string, object?> { ["code"] = code });

    /// <summary>400 with the fault of one field.</summary>
    public static ProblemHttpResult Invalid(string code, string detail) => Of(StatusCodes.Status400BadRequest, code, detail);

    /// <summary>404.</summary>
    public static ProblemHttpResult Missing(string code, string detail) => Of(StatusCodes.Status404NotFound, code, detail);

    /// <summary>The code of a status that nothing more exact is known about.</summary>
    internal static string CodeOf(int status) =>
        status switch
        {
            StatusCodes.Status400BadRequest => "bad_request",
            StatusCodes.Status401Unauthorized => "unauthorized",
            StatusCodes.Status403Forbidden => "forbidden",
            StatusCodes.Status404NotFound => "not_found",
            StatusCodes.Status405MethodNotAllowed => "method_not_allowed",
            StatusCodes.Status408RequestTimeout => "request_timeout",
            StatusCodes.Status413PayloadTooLarge => "body_too_large",
            StatusCodes.Status415UnsupportedMediaType => "not_json",
            StatusCodes.Status429TooManyRequests => "too_many_requests",
            StatusCodes.Status503ServiceUnavailable => "unavailable",
            _ => status < 500 ? "bad_request" : "internal_error",
        };
}
