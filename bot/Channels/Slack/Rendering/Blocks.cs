using System.Text.Json.Nodes;

namespace ChatBot.Bot.Channels.Slack.Rendering;

/// <summary>
/// The Block Kit that we use, each part cut to its documented limit where it is made (docs.slack.dev/reference/block-kit), so
/// that no text, however long, can make Slack refuse a message.
/// </summary>
internal static class Blocks
{
    public const int LongestText = 3000;
    public const int LongestButton = 75;
    public const int LongestHeader = 150;
    public const int LongestTyped = 3000;
    private const int LongestTitle = 24;
    private const int LongestLabel = 2000;
    private const int LongestPlaceholder = 150;

    /// <summary>
    /// A paragraph of mrkdwn, never cut here: <see cref="Mrkdwn"/> cuts where it does not break a link. <c>expand</c> keeps Slack from
    /// folding it away.
    /// </summary>
    public static JsonObject Section(string mrkdwn, string? blockId = null) =>
        Named(
            new JsonObject
            {
                ["type"] = "section",
                ["text"] = Text(mrkdwn),
                ["expand"] = true,
            },
            blockId
        );

    public static JsonObject Section(string mrkdwn, JsonObject accessory)
    {
        var section = Section(mrkdwn);
        section["accessory"] = accessory;
        return section;
    }

    public static JsonObject Header(string plain) => new() { ["type"] = "header", ["text"] = Plain(plain, LongestHeader) };

    public static JsonObject Divider() => new() { ["type"] = "divider" };

    public static JsonObject Context(string mrkdwn, string? blockId = null) =>
        Named(new JsonObject { ["type"] = "context", ["elements"] = new JsonArray(Text(mrkdwn)) }, blockId);

    public static JsonObject Actions(string blockId, params JsonNode[] elements) =>
        new()
        {
            ["type"] = "actions",
            ["block_id"] = blockId,
            ["elements"] = new JsonArray(elements),
        };

    public static JsonObject Button(string actionId, string label, string value, string? style = null)
    {
        var button = new JsonObject
        {
            ["type"] = "button",
            ["action_id"] = actionId,
            ["text"] = Plain(label, LongestButton),
            ["value"] = value,
        };
        if (style is not null)
            button["style"] = style;
        return button;
    }

    /// <param name="url">At most 3,000 characters.</param>
    public static JsonObject LinkButton(string actionId, string label, string url) =>
        new()
        {
            ["type"] = "button",
            ["action_id"] = actionId,
            ["text"] = Plain(label, LongestButton),
            ["url"] = url,
        };

    /// <summary>Slack's own thumbs; they stand only in a block of their own kind.</summary>
    public static JsonObject Feedback(string blockId, string actionId, string up, string down) =>
        new()
        {
            ["type"] = "context_actions",
            ["block_id"] = blockId,
            ["elements"] = new JsonArray(
                new JsonObject
                {
                    ["type"] = "feedback_buttons",
                    ["action_id"] = actionId,
                    ["positive_button"] = new JsonObject
                    {
                        ["text"] = Plain("Good answer", LongestButton),
                        ["value"] = up,
                        ["accessibility_label"] = "Rate this answer as good",
                    },
                    ["negative_button"] = new JsonObject
                    {
                        ["text"] = Plain("Bad answer", LongestButton),
                        ["value"] = down,
                        ["accessibility_label"] = "Rate this answer as bad",
                    },
                }
            ),
        };

    public static JsonObject Select(
        string actionId,
        string placeholder,
        IEnumerable<(string Label, string Value)> options,
        string? chosen = null
    )
    {
        var offered = options.ToList();
        var select = new JsonObject
        {
            ["type"] = "static_select",
            ["action_id"] = actionId,
            ["placeholder"] = Plain(placeholder, LongestPlaceholder),
            ["options"] = new JsonArray([.. offered.Select(option => (JsonNode)Option(option))]),
        };
        if (offered.FirstOrDefault(option => option.Value == chosen) is { Value: not null } initial)
            select["initial_option"] = Option(initial);
        return select;
    }

    /// <summary>What is rarer, behind "…"; at most five.</summary>
    public static JsonObject Overflow(string actionId, IEnumerable<(string Label, string Value)> options) =>
        new()
        {
            ["type"] = "overflow",
            ["action_id"] = actionId,
            ["options"] = new JsonArray([.. options.Select(option => (JsonNode)Option(option))]),
        };

    public static JsonObject Field(string blockId, string label, JsonObject element, bool optional, string? hint = null, bool live = false)
    {
        var field = new JsonObject
        {
            ["type"] = "input",
            ["block_id"] = blockId,
            ["label"] = Plain(label, LongestLabel),
            ["element"] = element,
            ["optional"] = optional,
        };
        if (hint is not null)
            field["hint"] = Plain(hint, LongestLabel);
        if (live)
            field["dispatch_action"] = true;
        return field;
    }

    /// <param name="live">Tells us while it is typed.</param>
    public static JsonObject TextInput(string actionId, string? initial = null, bool live = false)
    {
        var input = new JsonObject
        {
            ["type"] = "plain_text_input",
            ["action_id"] = actionId,
            ["multiline"] = true,
            ["max_length"] = LongestTyped,
        };
        if (!string.IsNullOrEmpty(initial))
            input["initial_value"] = Cut(initial, LongestTyped);
        if (live)
            input["dispatch_action_config"] = new JsonObject { ["trigger_actions_on"] = new JsonArray("on_character_entered") };
        return input;
    }

    /// <param name="submit">Null where there is nothing to send.</param>
    public static JsonObject Modal(string callbackId, string title, string? submit, string privateMetadata, IEnumerable<JsonObject> blocks)
    {
        var modal = new JsonObject
        {
            ["type"] = "modal",
            ["callback_id"] = callbackId,
            ["title"] = Plain(title, LongestTitle),
            ["close"] = Plain(submit is null ? "Close" : "Cancel", LongestTitle),
            ["private_metadata"] = privateMetadata,
            ["blocks"] = Array(blocks),
        };
        if (submit is not null)
            modal["submit"] = Plain(submit, LongestTitle);
        return modal;
    }

    public static JsonObject Home(IEnumerable<JsonObject> blocks) => new() { ["type"] = "home", ["blocks"] = Array(blocks) };

    public static JsonArray Array(IEnumerable<JsonObject> blocks) => new([.. blocks]);

    /// <summary>Shortened to <paramref name="longest"/> UTF-16 units with an ellipsis, never within a surrogate pair.</summary>
    public static string Cut(string text, int longest)
    {
        if (text.Length <= longest)
            return text;
        var end = longest - 1;
        if (char.IsHighSurrogate(text[end - 1]))
            end--;
        return text[..end].TrimEnd() + "…";
    }

    /// <summary><c>verbatim</c> keeps Slack from finding channels, people and <c>@here</c> in the text by itself.</summary>
    private static JsonObject Text(string mrkdwn) =>
        new()
        {
            ["type"] = "mrkdwn",
            ["text"] = Nonempty(mrkdwn),
            ["verbatim"] = true,
        };

    private static JsonObject Plain(string text, int longest) =>
        new()
        {
            ["type"] = "plain_text",
            ["text"] = Nonempty(Cut(text, longest)),
            ["emoji"] = false,
        };

    private static JsonObject Option((string Label, string Value) option) =>
        new() { ["text"] = Plain(option.Label, LongestButton), ["value"] = option.Value };

    /// <summary>Slack refuses empty texts.</summary>
    private static string Nonempty(string text) => string.IsNullOrWhiteSpace(text) ? "…" : text;

    private static JsonObject Named(JsonObject block, string? blockId)
    {
        if (blockId is not null)
            block["block_id"] = blockId;
        return block;
    }
}
