using System.Text;
using System.Text.Json.Nodes;
using ChatBot.Bot.Channels.Slack.Interactivity;
using ChatBot.Bot.Channels.Slack.Protocol;
using ChatBot.Bot.Channels.Slack.Verifying;
using ChatBot.Bot.Hosting.Problems;
using Microsoft.AspNetCore.WebUtilities;

namespace ChatBot.Bot.Channels.Slack.Receiving;

/// <summary><c>POST /slack/interactions</c> and <c>/slack/commands</c>: both arrive as forms.</summary>
public sealed class FormEndpoints(SignedRequests signed, InteractionHandler interactions, CommandHandler commands)
{
    public async Task<IResult> InteractionAsync(HttpContext context)
    {
        var request = await signed.ReadAsync(context);
        if (request.Refusal is { } refusal)
            return refusal;
        if (
            Form(request.Body)["payload"].ToString() is not { Length: > 0 } json
            || SlackJson.TryRead<InteractionPayload>(Encoding.UTF8.GetBytes(json)) is not { Type: { Length: > 0 } } payload
        )
            return Problem.Invalid(ProblemCodes.InvalidInteraction, "The form has no payload with a type.");
        return Answer(await interactions.HandleAsync(payload, CancellationToken.None));
    }

    public async Task<IResult> CommandAsync(HttpContext context)
    {
        var request = await signed.ReadAsync(context);
        if (request.Refusal is { } refusal)
            return refusal;
        var form = Form(request.Body);
        return form["command"].Count == 0
            ? Problem.Invalid(ProblemCodes.InvalidCommand, "The form has no command.")
            : Answer(await commands.HandleAsync(SlashCommand.Of(form), CancellationToken.None));
    }

    private static FormCollection Form(byte[] body) => new(QueryHelpers.ParseQuery(Encoding.UTF8.GetString(body)));

    private static IResult Answer(JsonObject? body) =>
        body is null ? Results.Ok() : Results.Text(body.ToJsonString(SlackJson.Options), "application/json");
}
