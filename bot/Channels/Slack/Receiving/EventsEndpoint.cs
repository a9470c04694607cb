using ChatBot.Bot.Channels.Slack.Protocol;
using ChatBot.Bot.Channels.Slack.Verifying;
using ChatBot.Bot.Hosting.Problems;

namespace ChatBot.Bot.Channels.Slack.Receiving;

/// <summary><c>POST /slack/events</c>: verify, read, store, acknowledge.</summary>
public sealed class EventsEndpoint(SignedRequests signed, EventDispatcher events)
{
    public async Task<IResult> PostAsync(HttpContext context)
    {
        var request = await signed.ReadAsync(context);
        if (request.Refusal is { } refusal)
            return refusal;
        if (SlackJson.TryRead<EventEnvelope>(request.Body) is not { Type: { Length: > 0 } } envelope)
            return Problem.Invalid(ProblemCodes.InvalidEvent, "The body is not an event with a type.");
        if (envelope.Type == "url_verification")
            return Results.Text(envelope.Challenge ?? "");
        // Taken in whether or not the caller still waits: a retry of it would be a duplicate.
        await events.HandleAsync(envelope, CancellationToken.None);
        return Results.Ok();
    }
}
