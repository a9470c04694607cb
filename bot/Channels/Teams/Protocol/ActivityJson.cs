using System.Text.Json;
using Microsoft.Bot.Schema;
using Microsoft.Bot.Schema.Teams;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace ChatBot.Bot.Channels.Teams.Protocol;

/// <summary>
/// Activities as Bot Builder has them, and the JSON that they come from and go out as. A text that looks like a date stays the text that it
/// is.
/// </summary>
internal static class ActivityJson
{
    private static readonly JsonSerializerSettings AsWritten = new() { DateParseHandling = DateParseHandling.None, MaxDepth = 64 };

    /// <summary>Null where it is no activity with a type, a conversation and an address to answer to.</summary>
    public static Activity? Read(string json)
    {
        try
        {
            return
                JsonConvert.DeserializeObject<Activity>(json, AsWritten)
                    is { Type.Length: > 0, Conversation.Id.Length: > 0, ServiceUrl.Length: > 0 } activity
                ? activity
                : null;
        }
        catch (Exception fault)
            when (fault is Newtonsoft.Json.JsonException or InvalidCastException or FormatException or OverflowException)
        {
            return null;
        }
    }

    /// <summary>What we say, for the connector. Cards go out as they were written, not read and written once more.</summary>
    public static Activity Written(this OutboundActivity activity)
    {
        var written = JsonConvert.DeserializeObject<Activity>(WireJson.Write(activity with { Attachments = null }), AsWritten)!;
        written.Attachments = activity
            .Attachments?.Select(attached => new Attachment(attached.ContentType, content: new JRaw(WireJson.Write(attached.Content))))
            .ToList();
        return written;
    }

    /// <summary>What an invoke or a card's submit carries; null where it carries nothing.</summary>
    public static JsonElement? Carried(this Activity activity) =>
        activity.Value is { } value ? System.Text.Json.JsonSerializer.Deserialize<JsonElement>(JsonConvert.SerializeObject(value)) : null;

    public static TeamsChannelData? TeamsData(this Activity activity) => (activity.ChannelData as JObject)?.ToObject<TeamsChannelData>();

    /// <summary>All tenants that it names; Teams names one.</summary>
    public static IReadOnlySet<string> TenantIds(this Activity activity) =>
        new[] { activity.TeamsData()?.Tenant?.Id, activity.Conversation?.TenantId }
            .OfType<string>()
            .Where(id => id.Length > 0)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);

    public static string TenantId(this Activity activity) => activity.TeamsData()?.Tenant?.Id ?? activity.Conversation?.TenantId ?? "";
}
