using System.Net;
using System.Text.Json.Nodes;
using ChatBot.Bot.Channels.Teams.Protocol;
using Microsoft.Bot.Builder;
using Newtonsoft.Json.Linq;

namespace ChatBot.Bot.Channels.Teams.Invokes;

/// <summary>The body that answers an <c>adaptiveCard/action</c> invoke: always HTTP 200, with its own status inside.</summary>
internal static class InvokeAnswer
{
    /// <summary>What Teams wants for its feedback buttons: exactly <c>{}</c>.</summary>
    public static InvokeResponse Empty => Ok(new JObject());

    public static InvokeResponse Of(InvokeResult result) =>
        Ok(
            new JRaw(
                WireJson.Write(
                    result switch
                    {
                        InvokeResult.Card card => Body(200, OutboundAttachment.CardType, card.Content),
                        InvokeResult.Message message => Body(
                            200,
                            "application/vnd.microsoft.activity.message",
                            JsonValue.Create(message.Text)
                        ),
                        InvokeResult.Fault fault => Body(
                            400,
                            "application/vnd.microsoft.error",
                            new JsonObject { ["code"] = fault.Code, ["message"] = fault.Text }
                        ),
                        _ => throw new InvalidOperationException("unknown result of a press"),
                    }
                )
            )
        );

    private static InvokeResponse Ok(JToken body) => new() { Status = (int)HttpStatusCode.OK, Body = body };

    private static JsonObject Body(int status, string type, JsonNode value) =>
        new()
        {
            ["statusCode"] = status,
            ["type"] = type,
            ["value"] = value,
        };
}
