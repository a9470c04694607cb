using System.Text.Json;
using System.Text.RegularExpressions;

namespace ChatBot.TestKit.Slack;

/// <summary>
/// Says what Slack would refuse: the limits that the Block Kit reference and the method pages document. Written from that
/// reference, not from the code that is tested.
/// </summary>
public static partial class BlockLimits
{
    private const int LongestMessage = 13_200;

    /// <summary>Faults of a message's <c>text</c> and <c>blocks</c>; empty where Slack would take it.</summary>
    public static IReadOnlyList<string> OfMessage(JsonElement message)
    {
        var faults = new List<string>();
        var text = message.TryGetProperty("text", out var given) ? given.GetString() ?? "" : "";
        var hasBlocks = message.TryGetProperty("blocks", out var blocks) && blocks.ValueKind == JsonValueKind.Array;
        if (text.Length == 0 && !hasBlocks)
            faults.Add("no_text");
        if (text.Length > 40_000)
            faults.Add($"text has {text.Length} characters");
        Pings(text, "text", faults);
        if (!hasBlocks)
            return faults;
        if (blocks.GetArrayLength() is 0 or > 50)
            faults.Add($"{blocks.GetArrayLength()} blocks");
        var sum = OfBlocks(blocks, inView: false, faults);
        if (sum > LongestMessage)
            faults.Add($"all text together has {sum} characters");
        return faults;
    }

    /// <summary>Faults of a modal or a Home tab.</summary>
    public static IReadOnlyList<string> OfView(JsonElement view)
    {
        var faults = new List<string>();
        var type = view.GetProperty("type").GetString();
        if (type is not ("modal" or "home"))
            faults.Add($"view type {type}");
        var blocks = view.GetProperty("blocks");
        if (blocks.GetArrayLength() is 0 or > 100)
            faults.Add($"{blocks.GetArrayLength()} blocks in a view");
        OfBlocks(blocks, inView: true, faults);
        Longest(view, "private_metadata", 3000, faults);
        Longest(view, "callback_id", 255, faults);
        if (type == "home")
            return faults;
        foreach (var part in (string[])["title", "submit", "close"])
            if (view.TryGetProperty(part, out var text))
                OfText(text, part, 24, ["plain_text"], faults);
            else if (
                part == "title"
                || (part == "submit" && blocks.EnumerateArray().Any(block => block.GetProperty("type").GetString() == "input"))
            )
                faults.Add($"a modal without {part}");
        return faults;
    }

    private static int OfBlocks(JsonElement blocks, bool inView, List<string> faults)
    {
        var sum = 0;
        var (blockIds, at) = (new HashSet<string>(), 0);
        foreach (var block in blocks.EnumerateArray())
        {
            var where = $"/blocks/{at++}";
            if (Id(block, "block_id", where, faults) is { } id && !blockIds.Add(id))
                faults.Add($"{where} repeats block_id {id}");
            sum += OfBlock(block, where, inView, faults);
        }
        return sum;
    }

    private static int OfBlock(JsonElement block, string where, bool inView, List<string> faults)
    {
        switch (block.GetProperty("type").GetString())
        {
            case "section":
                Only(block, where, faults, "type", "block_id", "text", "accessory", "fields", "expand");
                if (block.TryGetProperty("accessory", out var accessory))
                    OfElement(accessory, where + "/accessory", ["button", "static_select"], faults);
                return OfText(block.GetProperty("text"), where, 3000, ["plain_text", "mrkdwn"], faults);
            case "header":
                Only(block, where, faults, "type", "block_id", "text");
                return OfText(block.GetProperty("text"), where, 150, ["plain_text"], faults);
            case "divider":
                Only(block, where, faults, "type", "block_id");
                return 0;
            case "context":
                Only(block, where, faults, "type", "block_id", "elements");
                if (block.GetProperty("elements").GetArrayLength() is 0 or > 10)
                    faults.Add($"{where} has {block.GetProperty("elements").GetArrayLength()} elements");
                return block
                    .GetProperty("elements")
                    .EnumerateArray()
                    .Sum(element => OfText(element, where, 3000, ["plain_text", "mrkdwn"], faults));
            case "actions":
                Only(block, where, faults, "type", "block_id", "elements");
                OfElements(block.GetProperty("elements"), where, 25, ["button", "static_select", "overflow"], faults);
                return 0;
            case "context_actions" when !inView:
                Only(block, where, faults, "type", "block_id", "elements");
                OfElements(block.GetProperty("elements"), where, 5, ["feedback_buttons", "icon_button"], faults);
                return 0;
            case "input" when inView:
                Only(block, where, faults, "type", "block_id", "label", "element", "optional", "hint", "dispatch_action");
                OfText(block.GetProperty("label"), where + "/label", 2000, ["plain_text"], faults);
                if (block.TryGetProperty("hint", out var hint))
                    OfText(hint, where + "/hint", 2000, ["plain_text"], faults);
                OfElement(block.GetProperty("element"), where + "/element", ["plain_text_input", "static_select"], faults);
                return 0;
            case var other:
                faults.Add($"{where} is a {other}");
                return 0;
        }
    }

    private static void OfElements(JsonElement elements, string where, int most, string[] types, List<string> faults)
    {
        if (elements.GetArrayLength() == 0 || elements.GetArrayLength() > most)
            faults.Add($"{where} has {elements.GetArrayLength()} elements");
        var ids = new HashSet<string>();
        foreach (var element in elements.EnumerateArray())
        {
            OfElement(element, where, types, faults);
            if (!ids.Add(element.GetProperty("action_id").GetString()!))
                faults.Add($"{where} repeats action_id {element.GetProperty("action_id")}");
        }
    }

    private static void OfElement(JsonElement element, string where, string[] types, List<string> faults)
    {
        var type = element.GetProperty("type").GetString()!;
        if (!types.Contains(type))
            faults.Add($"{where} has a {type}");
        Id(element, "action_id", where, faults);
        switch (type)
        {
            case "button":
                Only(element, where, faults, "type", "action_id", "text", "value", "style", "url", "confirm", "accessibility_label");
                OfText(element.GetProperty("text"), where, 75, ["plain_text"], faults);
                Longest(element, "value", 2000, faults);
                if (element.TryGetProperty("style", out var style) && style.GetString() is not ("primary" or "danger"))
                    faults.Add($"{where} has the style {style}");
                break;
            case "feedback_buttons":
                Only(element, where, faults, "type", "action_id", "positive_button", "negative_button");
                foreach (var side in (string[])["positive_button", "negative_button"])
                {
                    OfText(element.GetProperty(side).GetProperty("text"), where, 75, ["plain_text"], faults);
                    Longest(element.GetProperty(side), "value", 2000, faults);
                    Longest(element.GetProperty(side), "accessibility_label", 75, faults);
                }
                break;
            case "overflow":
                Only(element, where, faults, "type", "action_id", "options", "confirm");
                if (element.GetProperty("options").GetArrayLength() is 0 or > 5)
                    faults.Add($"{where} has {element.GetProperty("options").GetArrayLength()} options");
                foreach (var option in element.GetProperty("options").EnumerateArray())
                {
                    OfText(option.GetProperty("text"), where, 75, ["plain_text"], faults);
                    Longest(option, "value", 150, faults);
                }
                break;
            case "static_select":
                Only(element, where, faults, "type", "action_id", "placeholder", "options", "initial_option");
                OfText(element.GetProperty("placeholder"), where, 150, ["plain_text"], faults);
                var options = element.GetProperty("options").EnumerateArray().ToList();
                if (options.Count is 0 or > 100)
                    faults.Add($"{where} has {options.Count} options");
                foreach (var option in options)
                {
                    OfText(option.GetProperty("text"), where, 75, ["plain_text"], faults);
                    Longest(option, "value", 150, faults);
                }
                if (
                    element.TryGetProperty("initial_option", out var initial)
                    && options.All(option => option.GetRawText() != initial.GetRawText())
                )
                    faults.Add($"{where} begins with an option that it does not offer");
                break;
            case "plain_text_input":
                Only(
                    element,
                    where,
                    faults,
                    "type",
                    "action_id",
                    "multiline",
                    "max_length",
                    "min_length",
                    "initial_value",
                    "placeholder",
                    "dispatch_action_config"
                );
                Longest(element, "initial_value", 3000, faults);
                if (element.TryGetProperty("max_length", out var most) && most.GetInt32() is < 1 or > 3000)
                    faults.Add($"{where} takes {most} characters");
                break;
        }
    }

    private static int OfText(JsonElement text, string where, int longest, string[] types, List<string> faults)
    {
        var type = text.GetProperty("type").GetString()!;
        if (!types.Contains(type))
            faults.Add($"{where} has a text of type {type}");
        Only(text, where, faults, type == "mrkdwn" ? ["type", "text", "verbatim"] : ["type", "text", "emoji"]);
        var words = text.GetProperty("text").GetString() ?? "";
        if (words.Length == 0 || words.Length > longest)
            faults.Add($"{where} has a text of {words.Length} characters, 1 to {longest} are allowed");
        if (type == "mrkdwn")
        {
            Pings(words, where, faults);
            if (!text.TryGetProperty("verbatim", out var verbatim) || !verbatim.GetBoolean())
                faults.Add($"{where} lets Slack look for mentions");
        }
        return words.Length;
    }

    /// <summary>In angle brackets may stand a link, a date, and in a message's own text a person whom the bot tells something.</summary>
    private static void Pings(string mrkdwn, string where, List<string> faults)
    {
        foreach (Match found in Brackets().Matches(mrkdwn))
            if (!Allowed().IsMatch(found.Value) && !(where == "text" && OnePerson().IsMatch(found.Value) && found.Index == 0))
                faults.Add($"{where} pings or breaks: {found.Value[..Math.Min(found.Length, 60)]}");
        if (mrkdwn.Count(character => character == '<') != Brackets().Count(mrkdwn))
            faults.Add($"{where} has an open bracket");
    }

    private static string? Id(JsonElement holder, string name, string where, List<string> faults)
    {
        if (!holder.TryGetProperty(name, out var id))
            return null;
        if (id.GetString() is not { Length: > 0 and <= 255 })
            faults.Add($"{where} has a {name} of {id.GetString()?.Length} characters");
        return id.GetString();
    }

    private static void Longest(JsonElement holder, string name, int most, List<string> faults)
    {
        if (holder.TryGetProperty(name, out var value) && value.GetString()!.Length > most)
            faults.Add($"{name} has {value.GetString()!.Length} characters, {most} are allowed");
    }

    private static void Only(JsonElement holder, string where, List<string> faults, params string[] known)
    {
        foreach (var property in holder.EnumerateObject())
            if (!known.Contains(property.Name))
                faults.Add($"{where} has an unknown {property.Name}");
    }

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Brackets();

    [GeneratedRegex(@"^<(https?://[^\s<>|]+(\|[^<>|\n]+)?|!date\^\d+\^[^<>|]+\|[^<>|]+)>$")]
    private static partial Regex Allowed();

    [GeneratedRegex("^<@[UW][A-Z0-9]+>$")]
    private static partial Regex OnePerson();
}
