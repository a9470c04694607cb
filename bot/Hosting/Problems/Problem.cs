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
            StatusCodes.Status400BadRequest => ProblemCodes.BadRequest,
            StatusCodes.Status401Unauthorized => ProblemCodes.Unauthorized,
            StatusCodes.Status403Forbidden => ProblemCodes.Forbidden,
            StatusCodes.Status404NotFound => ProblemCodes.NotFound,
            StatusCodes.Status405MethodNotAllowed => ProblemCodes.MethodNotAllowed,
            StatusCodes.Status408RequestTimeout => ProblemCodes.RequestTimeout,
            StatusCodes.Status413PayloadTooLarge => ProblemCodes.BodyTooLarge,
            StatusCodes.Status415UnsupportedMediaType => ProblemCodes.NotJson,
            StatusCodes.Status429TooManyRequests => ProblemCodes.TooManyRequests,
            StatusCodes.Status503ServiceUnavailable => ProblemCodes.Unavailable,
            _ => status < 500 ? ProblemCodes.BadRequest : ProblemCodes.InternalError,
        };
}
