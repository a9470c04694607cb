using ChatBot.Answering;
using ChatBot.Answering.Conversations;
using ChatBot.Storage;

namespace ChatBot.Bot.Channels.Web.Api;

/// <summary><c>POST /api/ask</c>.</summary>
internal static class AskEndpoint
{
    public static void MapAsk(this IEndpointRouteBuilder routes) => routes.MapPost("/api/ask",
        async (AskRequest request, Asking asking, CancellationToken cancel) => AskResponse.Of(await asking.AskAsync(
            new Question(request.Question!)
            {
                Workspace = request.Workspace ?? Workspaces.Default, Conversation = request.ConversationId ?? "", User = request.User ?? "",
            }, cancel: cancel)));
}

/// <param name="Question">What the person wants to know.</param>
/// <param name="ConversationId">Questions with the same id share their context.</param>
/// <param name="User">The caller's own id of the person; stored as a pseudonym only.</param>
public sealed record AskRequest(string? Question, string? ConversationId = null, string? User = null, string? Workspace = null);

/// <summary>The answer as the API gives it.</summary>
public sealed record AskResponse(
    string InteractionId, string Answer, Outcome Outcome, int Words, double Confidence, IReadOnlyList<Source> Sources, Receipt Receipt)
{
    public static AskResponse Of(Answer answer) =>
        new(answer.InteractionId, answer.Text, answer.Outcome, answer.Words, answer.Confidence, answer.Sources, answer.Receipt);
}
