using System.Net;
using System.Text.RegularExpressions;
using ChatBot.Bot.Channels.Teams.Protocol;

namespace ChatBot.Bot.Channels.Teams.Receiving;

/// <summary>The words of a message without the mention of the bot; other people's names stay.</summary>
internal static partial class Mentions
{
    public static string Strip(Activity activity)
    {
        var text = activity.Text ?? "";
        foreach (var mention in Of(activity))
            if (mention.Mentioned?.Id == activity.Recipient?.Id && mention.Text is { Length: > 0 } written)
                text = text.Replace(written, " ", StringComparison.Ordinal);
        text = Tag().Replace(text, "$1");
        // Teams escapes what people type where it also sends the message as HTML.
        if (activity.TextFormat == "xml" || activity.Attachments?.Any(attachment => attachment.ContentType == "text/html") == true)
            text = WebUtility.HtmlDecode(text);
        return text.Replace('\u00A0', ' ').Trim();
    }

    public static bool NameUs(Activity activity) =>
        Of(activity).Any(mention => mention.Mentioned?.Id is { } id && id == activity.Recipient?.Id);

    public static bool NameOthers(Activity activity) => Of(activity).Any(mention => mention.Mentioned?.Id != activity.Recipient?.Id);

    private static IEnumerable<Entity> Of(Activity activity) => (activity.Entities ?? []).Where(entity => entity.Type == "mention");

    [GeneratedRegex("<at[^>]*>(.*?)</at>", RegexOptions.IgnoreCase | RegexOptions.Singleline, matchTimeoutMilliseconds: 200)]
    private static partial Regex Tag();
}
