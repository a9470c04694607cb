using System.Security.Claims;
using ChatBot.Bot.Access;
using ChatBot.Bot.Hosting.Limits;
using ChatBot.Bot.Hosting.Problems;
using ChatBot.Knowledge.Records.Asking;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ChatBot.Bot.Channels.Web.Api;

/// <summary><c>POST /api/similar</c>: the passages and rows that resemble a text, without an answer made from them.</summary>
internal static class SimilarEndpoint
{
    private const int DefaultTopK = 5;
    public const int MaxTopK = 50;

    /// <summary>Characters: some pages of text, more than the embedding reads.</summary>
    public const int MaxQuery = 8000;

    public static void MapSimilar(this IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/api/similar", FindAsync)
            .RequireAuthorization(Doors.Asking)
            .RequireRateLimiting(LimitsRegistration.People)
            .WithSummary("Find the passages of documents, and the rows of records, that resemble a text.")
            .WithDescription(
                "filters are values by name: category is that of documents, and every name may be a facet of records; what has not all of "
                    + "them is left out. The uri of a row is records:FILE#ID."
            )
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);

    private static async Task<Results<Ok<SimilarResponse>, ProblemHttpResult>> FindAsync(
        SimilarRequest? request,
        ClaimsPrincipal user,
        Similar similar,
        CancellationToken cancel
    )
    {
        if (request is null)
            return RequestBody.Missing();
        var fault =
            Caller.Of(user).Enter(request.Workspace, out var workspace)
            ?? RequestText.Fault("query", ProblemCodes.QueryMissing, request.Query, MaxQuery)
            ?? Faults(request.Filters ?? []).FirstOrDefault(fault => fault is not null);
        if (fault is not null)
            return fault;
        if (request.TopK is < 1 or > MaxTopK)
            return Problem.Invalid(ProblemCodes.InvalidTopK, $"topK must be between 1 and {MaxTopK}.");
        var asker = new RecordAsker(workspace, HttpChannels.Api);
        return TypedResults.Ok(
            new SimilarResponse(await similar.FindAsync(asker, request.Query!, request.TopK ?? DefaultTopK, request.Filters ?? [], cancel))
        );
    }

    private static IEnumerable<ProblemHttpResult?> Faults(Dictionary<string, string?> filters) =>
        filters.SelectMany(filter =>
            (ProblemHttpResult?[])[RequestIds.Fault("a name in filters", filter.Key), RequestIds.Fault("a value in filters", filter.Value)]
        );
}

/// <param name="TopK">1 to 50; 5 where it is left out.</param>
/// <param name="Filters">Only documents of this <c>category</c>, and rows with these values by facet, names and values in any case.</param>
public sealed record SimilarRequest(string? Query, int? TopK = null, Dictionary<string, string?>? Filters = null, string? Workspace = null);

public sealed record SimilarResponse(IReadOnlyList<SimilarResult> Results);

/// <param name="Similarity">0 to 1.</param>
public sealed record SimilarResult(string Title, string Uri, double Similarity, string Text);
