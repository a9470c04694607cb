using ChatBot.Answering;
using ChatBot.Bot.Hosting.Limits;
using ChatBot.Bot.Hosting.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace ChatBot.Bot.Channels.Web.Api;

/// <summary>
/// <c>POST /api/ask</c>, and the same for the web chat, whose turns are stored as such. Whoever accepts <c>text/event-stream</c> hears how
/// the answer comes about.
/// </summary>
internal static class AskEndpoint
{
    public static void MapAsk(this IEndpointRouteBuilder routes)
    {
        Map("/api/ask", "api")
            .WithSummary("Answer a question from the indexed documents.")
            .WithDescription(
                "With Accept: text/event-stream the answer comes as server-sent events: stage and sentence while it is made, then "
                    + "answer with the same object as the plain answer, or problem."
            );
        Map("/web/ask", "web").ExcludeFromDescription();

        RouteHandlerBuilder Map(string route, string channel) =>
            routes
                .MapPost(
                    route,
                    (AskRequest? request, HttpContext context, WebAsking asking, AnswerStreams streams, CancellationToken cancel) =>
                        AskAsync(request, channel, context, asking, streams, cancel)
                )
                .RequireRateLimiting(LimitsRegistration.People)
                .ProducesProblem(StatusCodes.Status400BadRequest)
                .ProducesProblem(StatusCodes.Status429TooManyRequests);
    }

    private static async Task<Results<Ok<AskResponse>, ServerSentEventsResult<string>, ProblemHttpResult>> AskAsync(
        AskRequest? request,
        string channel,
        HttpContext context,
        WebAsking asking,
        AnswerStreams streams,
        CancellationToken cancel
    )
    {
        if (request is null)
            return RequestBody.Missing();
        var fault =
            RequestText.Fault("question", ProblemCodes.QuestionMissing, request.Question)
            ?? RequestIds.Fault("conversationId", request.ConversationId)
            ?? RequestIds.Fault("user", request.User)
            ?? RequestIds.Fault("workspace", request.Workspace);
        if (fault is not null)
            return fault;
        return AnswerStreams.AreWanted(context)
            ? streams.Open(context, watcher => asking.AskAsync(request, channel, cancel, watcher))
            : TypedResults.Ok(await asking.AskAsync(request, channel, cancel));
    }
}

/// <param name="Question">What the person wants to know.</param>
/// <param name="ConversationId">Questions with the same id share their context.</param>
/// <param name="User">The caller's own id of the person; stored as a pseudonym only.</param>
/// <param name="Workspace">Whose documents and corrections; <c>default</c> where none is named.</param>
public sealed record AskRequest(string? Question, string? ConversationId = null, string? User = null, string? Workspace = null);

/// <summary>The answer as the API gives it.</summary>
/// <param name="Words">Of the answer; never more than <c>Answer:MaxWords</c>.</param>
/// <param name="Confidence">0 to 1: how likely the answer is right.</param>
/// <param name="Certainty">The same in a word, as people are told it; left out where nothing is claimed.</param>
/// <param name="Receipt">Why the answer is what it is.</param>
/// <param name="AskForDetails">True where it is this person's turn to be asked for the detailed rating.</param>
public sealed record AskResponse(
    string InteractionId,
    string Answer,
    Outcome Outcome,
    int Words,
    double Confidence,
    Certainty? Certainty,
    IReadOnlyList<Source> Sources,
    Receipt Receipt,
    bool AskForDetails
)
{
    public static AskResponse Of(Answer answer, bool askForDetails = false) =>
        new(
            answer.InteractionId,
            answer.Text,
            answer.Outcome,
            answer.Words,
            answer.Confidence,
            Certainties.Of(answer),
            answer.Sources,
            answer.Receipt,
            askForDetails
        );
}
