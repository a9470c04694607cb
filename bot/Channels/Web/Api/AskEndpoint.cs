using ChatBot.Answering;
using ChatBot.Bot.Access;
using ChatBot.Bot.Channels.Rendering;
using ChatBot.Bot.Hosting;
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
    public const string Address = "/api/ask";

    public static void MapAsk(this IEndpointRouteBuilder routes)
    {
        Map(Address, HttpChannels.Api)
            .WithSummary("Answer a question from the indexed documents.")
            .WithDescription(
                "answer is Markdown, html the same as HTML that is safe to show: a fixed set of elements without scripts, styles or "
                    + "pictures; a label [n] is a cite element where n is a source, whose excerptHtml is its excerpt likewise. "
                    + "With Accept: text/event-stream the answer comes as server-sent events: stage and sentence (its text, and the html "
                    + "of all sentences so far) while it is made, then answer with the same object as the plain answer, or problem."
            );
        Map("/web/ask", HttpChannels.Web).ExcludeFromDescription();

        RouteHandlerBuilder Map(string route, string channel) =>
            routes
                .MapPost(
                    route,
                    (AskRequest? request, HttpContext context, WebAsking asking, AnswerStreams streams, CancellationToken cancel) =>
                        AskAsync(request, channel, context, asking, streams, cancel)
                )
                .RequireAuthorization(Doors.Asking)
                .RequireRateLimiting(LimitsRegistration.People)
                .Produces<AskResponse>()
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
        var caller = Caller.Of(context.User);
        var fault =
            caller.Enter(request.Workspace, out var workspace)
            ?? RequestText.Fault("question", ProblemCodes.QuestionMissing, request.Question)
            ?? RequestIds.Fault("conversationId", request.ConversationId)
            ?? RequestIds.Fault("user", request.User);
        if (fault is not null)
            return fault;
        var asked = new AskedOverHttp(
            request.Question!,
            channel,
            workspace,
            caller.PersonOf(request.User),
            request.ConversationId,
            OwnRequests.Is(context)
        );
        return AnswerStreams.AreWanted(context)
            ? streams.Open(context, watcher => asking.AskAsync(asked, cancel, watcher))
            : TypedResults.Ok(await asking.AskAsync(asked, cancel));
    }
}

/// <param name="Question">What the person wants to know.</param>
/// <param name="ConversationId">Questions of one person with the same id share their context.</param>
/// <param name="User">Whom a program asks for, by an id of its own; stored as a pseudonym only. Not read from people: they are who they
/// are.</param>
/// <param name="Workspace">Whose documents and corrections. Left out it is the credential's; another one is refused.</param>
public sealed record AskRequest(string? Question, string? ConversationId = null, string? User = null, string? Workspace = null);

/// <summary>The answer as the API gives it.</summary>
/// <param name="Answer">Markdown; [n] names the source of this number.</param>
/// <param name="Html">The answer as HTML that is safe to show: a fixed set of elements, no scripts, styles or pictures; a source's label is
/// a <c>cite</c> element.</param>
/// <param name="Words">Of the answer; never more than <c>Answer:MaxWords</c>.</param>
/// <param name="Confidence">0 to 1: how likely the answer is right.</param>
/// <param name="Certainty">The same in a word, as people are told it; left out where nothing is claimed.</param>
/// <param name="Receipt">Why the answer is what it is.</param>
/// <param name="Choices">Questions that lead on from it, with a label for a button each; left out where there are none.</param>
/// <param name="AskForDetails">True where it is this person's turn to be asked for the detailed rating.</param>
public sealed record AskResponse(
    string InteractionId,
    string Answer,
    string Html,
    Outcome Outcome,
    int Words,
    double Confidence,
    Certainty? Certainty,
    IReadOnlyList<Source> Sources,
    Receipt Receipt,
    IReadOnlyList<Choice>? Choices,
    bool AskForDetails
)
{
    public static AskResponse Of(Answer answer, bool askForDetails = false) =>
        new(
            answer.InteractionId,
            answer.Text,
            HtmlWriter.Write(MarkdownReader.Read(answer.Text), answer.Outcome == Outcome.NoAnswer ? 0 : answer.Sources.Count),
            answer.Outcome,
            answer.Words,
            answer.Confidence,
            Certainties.Of(answer),
            [
                .. answer.Sources.Select(source =>
                    source with
                    {
                        ExcerptHtml = HtmlWriter.Write(MarkdownReader.ReadPassage(source.Excerpt)),
                    }
                ),
            ],
            answer.Receipt,
            OfferedChoices.Of(answer) is { Count: > 0 } choices ? choices : null,
            askForDetails
        );
}
