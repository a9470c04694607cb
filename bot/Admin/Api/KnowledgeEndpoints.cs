using ChatBot.Answering;
using ChatBot.Answering.Explaining;
using ChatBot.Bot.Hosting.Problems;
using ChatBot.Knowledge.Records;
using ChatBot.Knowledge.Records.Asking;
using ChatBot.Knowledge.Searching;
using ChatBot.Learning.Analytics;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ChatBot.Bot.Admin.Api;

/// <summary><c>/api/admin/knowledge</c>: what is found for a question and why, and what the documents do not answer.</summary>
internal static class KnowledgeEndpoints
{
    private const int UsualDays = 30,
        UsualGaps = 20;

    /// <param name="admin">The group that admits admins.</param>
    public static void MapKnowledge(this IEndpointRouteBuilder admin)
    {
        var knowledge = admin.MapGroup("/knowledge");
        knowledge
            .MapPost("/search", SearchAsync)
            .WithSummary("What is found for a question and why, what each stage says of it, and what would be answered without a model.")
            .ProducesProblem(StatusCodes.Status400BadRequest);
        knowledge
            .MapGet("/gaps", GapsAsync)
            .WithSummary("What people asked in vain, grouped by meaning, with the nearest passage that there is.")
            .ProducesProblem(StatusCodes.Status400BadRequest);
    }

    private static async Task<Results<Ok<KnowledgeSearchResponse>, ProblemHttpResult>> SearchAsync(
        KnowledgeSearchRequest? request,
        QuestionExplainer explainer,
        CancellationToken cancel
    )
    {
        if (request is null)
            return RequestBody.Missing();
        if (string.IsNullOrWhiteSpace(request.Query))
            return Problem.Invalid(ProblemCodes.QueryMissing, "Send \"query\" with the question to search for.");
        if (AdminRequest.Text("query", request.Query) is { } fault)
            return fault;
        var asker = new RecordAsker(request.Workspace!, request.As?.Channel ?? "api", request.As?.Conversation ?? "");
        return TypedResults.Ok(KnowledgeSearchResponse.Of(await explainer.ExplainAsync(asker, request.Query, cancel)));
    }

    private static async Task<Results<Ok<KnowledgeGapList>, ProblemHttpResult>> GapsAsync(
        int? days,
        int? count,
        KnowledgeGaps gaps,
        CancellationToken cancel,
        string? workspace = null
    )
    {
        if ((AdminRequest.Days(days) ?? AdminRequest.Count(count)) is { } fault)
            return fault;
        var page = await gaps.ReadAsync(workspace!, days ?? UsualDays, 0, count ?? UsualGaps, cancel);
        return TypedResults.Ok(new KnowledgeGapList(page.Total, [.. page.Gaps.Select(KnowledgeGap.Of)]));
    }
}

public sealed record KnowledgeSearchRequest(string? Query, SearchedAs? As = null, string? Workspace = null);

/// <summary>Where it is asked, which decides which rows are seen.</summary>
public sealed record SearchedAs(string? Channel = null, string? Conversation = null);

/// <param name="Outcome">What would come of it, by which stage and rule.</param>
/// <param name="Guard">Null where nothing but the topic speaks of it.</param>
/// <param name="RankedBy">By what passages were ranked: meaning, spelling, or words alone.</param>
/// <param name="Seen">Of each table the rows that are seen.</param>
public sealed record KnowledgeSearchResponse(
    Outcome Outcome,
    string Stage,
    string Rule,
    string Answer,
    GuardCheckResponse? Guard,
    GuardCheckResponse Topic,
    string? CorrectionId,
    string? Rows,
    double Threshold,
    bool Enough,
    string RankedBy,
    IReadOnlyList<SoughtWord> Words,
    IReadOnlyList<KnowledgeFinding> Passages,
    IReadOnlyList<SeenTable> Seen
)
{
    internal static KnowledgeSearchResponse Of(ExplainedAnswer found) =>
        new(
            found.Answer.Outcome,
            found.Answer.Receipt.Stage,
            found.Answer.Receipt.Rule,
            found.Answer.Text,
            found.Refused is { } refused ? new GuardCheckResponse(refused.Allowed, refused.DecidedBy, refused.Score) : null,
            new GuardCheckResponse(found.Topic.Allowed, found.Topic.DecidedBy, found.Topic.Score),
            found.Correction?.CorrectionId,
            found.Rows?.Rule,
            found.Threshold,
            found.Enough,
            found.Search.RankedBy,
            found.Search.Words,
            [.. found.Passages.Select(KnowledgeFinding.Of)],
            found.Tables
        );
}

/// <param name="Similarity">The chance that it answers.</param>
/// <param name="Because">What the search saw in it.</param>
public sealed record KnowledgeFinding(
    int Rank,
    string ChunkId,
    string DocumentId,
    int Ordinal,
    string Title,
    string Uri,
    string Text,
    double Similarity,
    bool Above,
    bool Cited,
    double? Chosen,
    FoundBecause? Because
)
{
    internal static KnowledgeFinding Of(ExplainedPassage found) =>
        new(
            found.Rank,
            found.Passage.ChunkId,
            found.Passage.DocumentId,
            found.Passage.Ordinal,
            found.Passage.Title,
            found.Passage.Uri,
            found.Passage.Text,
            found.Passage.Similarity,
            found.IsAbove,
            found.IsCited,
            found.Chosen,
            found.Because
        );
}

public sealed record KnowledgeGapList(int Total, IReadOnlyList<KnowledgeGap> Gaps);

/// <param name="InteractionId">The latest.</param>
/// <param name="Nearest">The passage that comes nearest; null where none does.</param>
public sealed record KnowledgeGap(
    string Question,
    IReadOnlyList<string> Wordings,
    int NoAnswer,
    int Disliked,
    int People,
    DateTimeOffset Last,
    string InteractionId,
    NearestPassage? Nearest,
    bool FoundNow
)
{
    internal static KnowledgeGap Of(Gap gap) =>
        new(
            gap.Question,
            gap.Wordings,
            gap.NoAnswer,
            gap.Disliked,
            gap.People,
            gap.Last,
            gap.InteractionId,
            gap.Nearest is { } nearest ? new NearestPassage(nearest.Title, nearest.Uri, nearest.Similarity) : null,
            gap.IsFoundNow
        );
}

public sealed record NearestPassage(string Title, string Uri, double Similarity);
