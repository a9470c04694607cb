using System.Text.Json;
using System.Text.Json.Nodes;
using ChatBot.Bot.Channels.Teams.Protocol;
using Microsoft.Bot.Schema;

namespace ChatBot.Bot.Channels.Teams.Invokes;

/// <summary>A pressed button of a card: an Action.Execute, or the Action.Submit that older clients fall back to.</summary>
/// <param name="Verb">Which button.</param>
/// <param name="Data">The button's own data and what was typed, by name; strings and numbers only.</param>
public sealed record CardAction(string Verb, IReadOnlyDictionary<string, string> Data)
{
    private const int LongestValue = 20_000;

    public string? this[string name] => Data.GetValueOrDefault(name) is { Length: > 0 } value ? value : null;

    public int? Number(string name) => int.TryParse(this[name], out var number) ? number : null;

    /// <summary>Null where the activity is no action.</summary>
    public static CardAction? Read(Activity activity)
    {
        if (activity.Carried() is not { ValueKind: JsonValueKind.Object } value)
            return null;
        if (activity is { Type: "invoke", Name: "adaptiveCard/action" })
            return value.TryGetProperty("action", out var action) && action.ValueKind == JsonValueKind.Object
                ? Of(Text(action, "verb"), action.TryGetProperty("data", out var data) ? data : default)
                : null;
        return activity.Type == "message" && string.IsNullOrEmpty(activity.Text) ? Of(null, value) : null;
    }

    private static CardAction? Of(string? verb, JsonElement data)
    {
        var values = new Dictionary<string, string>();
        if (data.ValueKind == JsonValueKind.Object)
            foreach (var member in data.EnumerateObject())
                if (
                    member.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number
                    && member.Value.ToString() is { Length: <= LongestValue } text
                )
                    values[member.Name] = text;
        verb = string.IsNullOrEmpty(verb) ? values.GetValueOrDefault("verb") : verb;
        return verb is { Length: > 0 } ? new CardAction(verb, values) : null;
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

/// <summary>What the person who pressed gets to see.</summary>
public abstract record InvokeResult
{
    /// <summary>The card changes to this.</summary>
    /// <param name="Private">True where others must not see it: it is only ever the answer to the one who pressed.</param>
    public sealed record Card(JsonObject Content, bool Private = false) : InvokeResult;

    /// <summary>A line of text.</summary>
    public sealed record Message(string Text) : InvokeResult;

    /// <summary>The press makes no sense; nothing was changed.</summary>
    public sealed record Fault(string Code, string Text) : InvokeResult;
}
