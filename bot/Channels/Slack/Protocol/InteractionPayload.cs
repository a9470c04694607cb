namespace ChatBot.Bot.Channels.Slack.Protocol;

/// <summary>A pressed button, a chosen option, a submitted modal, or a message shortcut.</summary>
public sealed record InteractionPayload(
    string? Type,
    string? CallbackId,
    string? TriggerId,
    string? ResponseUrl,
    string? ActionTs,
    NamedId? Team,
    PressingUser? User,
    NamedId? Channel,
    ShownMessage? Message,
    Container? Container,
    IReadOnlyList<PressedAction>? Actions,
    ViewState? View
)
{
    /// <summary>The action's owner: the person's own team where the payload names no other.</summary>
    public string TeamId => Team?.Id ?? User?.TeamId ?? "";

    public string UserId => User?.Id ?? "";

    public string? ChannelId => Channel?.Id ?? Container?.ChannelId;
}

public sealed record NamedId(string? Id, string? Name);

public sealed record PressingUser(string? Id, string? Name, string? Username, string? TeamId);

public sealed record ShownMessage(string? Ts, string? ThreadTs, string? Text);

public sealed record Container(string? Type, string? ChannelId, string? MessageTs, string? ThreadTs, bool IsEphemeral);

/// <param name="Value">Of a button, a feedback button or a text.</param>
public sealed record PressedAction(
    string? Type,
    string? ActionId,
    string? BlockId,
    string? Value,
    ChosenOption? SelectedOption,
    string? ActionTs
);

public sealed record ChosenOption(string? Value);

/// <param name="State">What was typed and chosen: block id → action id → value.</param>
public sealed record ViewState(string? Id, string? Hash, string? Type, string? CallbackId, string? PrivateMetadata, FormState? State)
{
    /// <summary>The text or the chosen option of a field; null where nothing was entered.</summary>
    public string? this[string block] =>
        State?.Values is { } values && values.TryGetValue(block, out var fields) && fields.Values.FirstOrDefault() is { } field
            ? field.Value ?? field.SelectedOption?.Value
            : null;
}

public sealed record FormState(Dictionary<string, Dictionary<string, FieldState>>? Values);

public sealed record FieldState(string? Type, string? Value, ChosenOption? SelectedOption);

/// <summary>A slash command, which arrives as a form over HTTP and as JSON through a socket.</summary>
public sealed record SlashCommand(
    string? Command,
    string? Text,
    string? TeamId,
    string? ChannelId,
    string? UserId,
    string? TriggerId,
    string? ResponseUrl
)
{
    public static SlashCommand Of(IFormCollection form) =>
        new(form["command"], form["text"], form["team_id"], form["channel_id"], form["user_id"], form["trigger_id"], form["response_url"]);
}
