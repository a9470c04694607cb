using ChatBot.Bot.Hosting.Limits;
using ChatBot.Bot.Hosting.Problems;
using ChatBot.Knowledge.Indexing;
using ChatBot.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ChatBot.Bot.Channels.Web.Api;

/// <summary><c>POST /api/similar</c>: the passages that resemble a text, without an answer made from them.</summary>
internal static class SimilarEndpoint
{
    private const int DefaultTopK = 5;
    private const int MaxTopK = 50;

    public static void MapSimilar(this IEndpointRouteBuilder routes) =>
        routes
            .MapPost("/api/similar", FindAsync)
            .RequireRateLimiting(LimitsRegistration.People)
            .WithSummary("Find the passages that resemble a text.")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);

    private static async Task<Results<Ok<SimilarResponse>, ProblemHttpResult>> FindAsync(
        SimilarRequest? request,
        IKnowledgeIndex index,
        CancellationToken cancel
    )
    {
        if (request is null)
            return RequestBody.Missing();
        var fault =
            RequestText.Fault("query", ProblemCodes.QueryMissing, request.Query) ?? RequestIds.Fault("workspace", request.Workspace);
        if (fault is not null)
            return fault;
        if (request.TopK is < 1 or > MaxTopK)
            return Problem.Invalid(ProblemCodes.InvalidTopK, $"topK must be between 1 and {MaxTopK}.");
        var passages = await index.SearchAsync(
            new KnowledgeQuery(
                request.Workspace ?? Workspaces.Default,
                request.Query!,
                request.TopK ?? DefaultTopK,
                request.Filters?.Category
            ),
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
