using System.Security.Claims;
using ChatBot.Bot.Access;
using ChatBot.Bot.Hosting.Limits;
using ChatBot.Bot.Hosting.Problems;
using ChatBot.Knowledge.Indexing;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ChatBot.Bot.Channels.Web.Api;

/// <summary><c>POST /api/similar</c>: the passages that resemble a text, without an answer made from them.</summary>
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
            .WithSummary("Find the passages that resemble a text.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);

    private static async Task<Results<Ok<SimilarResponse>, ProblemHttpResult>> FindAsync(
        SimilarRequest? request,
        ClaimsPrincipal user,
        IKnowledgeIndex index,
        CancellationToken cancel
    )
    {
        if (request is null)
            return RequestBody.Missing();
        var fault =
            Caller.Of(user).Enter(request.Workspace, out var workspace)
            ?? RequestText.Fault("query", ProblemCodes.QueryMissing, request.Query, MaxQuery)
            ?? RequestIds.Fault("category", request.Filters?.Category);
        if (fault is not null)
            return fault;
        if (request.TopK is < 1 or > MaxTopK)
            return Problem.Invalid(ProblemCodes.InvalidTopK, $"topK must be between 1 and {MaxTopK}.");
        var passages = await index.SearchAsync(
            new KnowledgeQuery(workspace, request.Query!, request.TopK ?? DefaultTopK, request.Filters?.Category),
            cancel
        );
        return TypedResults.Ok(
            new SimilarResponse([
                .. passages.Select(passage => new SimilarResult(passage.Title, passage.Uri, passage.Similarity, passage.Text)),
            ])
        );
    }
}

/// <param name="TopK">1 to 50; 5 where it is left out.</param>
public sealed record SimilarRequest(string? Query, int? TopK = null, SimilarFilters? Filters = null, string? Workspace = null);

/// <param name="Category">Only documents of this category.</param>
public sealed record SimilarFilters(string? Category = null);

public sealed record SimilarResponse(IReadOnlyList<SimilarResult> Results);

/// <param name="Similarity">0 to 1.</param>
public sealed record SimilarResult(string Title, string Uri, double Similarity, string Text);
