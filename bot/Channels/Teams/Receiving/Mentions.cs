using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Bot.Schema;

namespace ChatBot.Bot.Channels.Teams.Receiving;

/// <summary>A mention as its entity tells of it.</summary>
/// <param name="Text">As it should stand in the text, <c>&lt;at&gt;name&lt;/at&gt;</c>; some clients leave it out.</param>
internal sealed record NamedSomebody(string? Id, string? Name, string? Text);

/// <summary>
/// The words of a message without the mention of the bot; other people's names stay. An entity says who is meant, the text where: the two
/// need not agree byte for byte, so they are brought together by number, by name, by part of a name, and at last by their order.
/// </summary>
internal static partial class Mentions
{
    public static bool NameUs(Activity activity) => Of(activity).Any(named => IsUs(named, activity.Recipient?.Id));

    public static bool NameOthers(Activity activity) => Of(activity).Any(named => !IsUs(named, activity.Recipient?.Id));

    public static string Strip(Activity activity) =>
        Strip(
            activity.Text ?? "",
            [.. Of(activity)],
            activity.Recipient?.Id,
            // Teams escapes what people type where it also sends the message as HTML
            activity.TextFormat == "xml"
                || activity.Attachments?.Any(attachment => attachment.ContentType == MessageHtml.Type) == true
        );

    /// <param name="bot">Id of the bot in the conversation.</param>
    /// <param name="escaped">Whether the text is written with HTML's entities.</param>
    public static string Strip(string text, IReadOnlyList<NamedSomebody> mentions, string? bot, bool escaped)
    {
        text = Placeholder().Replace(text, " ");
        var tags = Tag().Matches(text).ToList();
        var meant = Meant(tags, mentions);
        var next = 0;
        text = Tag().Replace(text, tag => IsUs(meant[next++], bot) ? OwnName.Mark.ToString() : tag.Groups["name"].Value);
        foreach (var us in mentions.Where(named => IsUs(named, bot) && !meant.Contains(named)))
            text = WithoutPlain(text, us);
        if (escaped)
            text = WebUtility.HtmlDecode(text);
        return OwnName.Out(text.Replace('\u00A0', ' '));
    }

    /// <summary>Whom each tag means; null for nobody known.</summary>
    private static NamedSomebody?[] Meant(List<Match> tags, IReadOnlyList<NamedSomebody> mentions)
    {
        var meant = new NamedSomebody?[tags.Count];
        var left = mentions.ToList();
        Match((tag, named) => IdOf(tag) is { } id && named.Text is { } text && IdOf(Tag().Match(text)) == id, once: true);
        Match((tag, named) => Name(tag) is { Length: > 0 } name && (name == Plain(named.Text) || name == Plain(named.Name)), once: true);
        Match((tag, named) => int.TryParse(IdOf(tag), out var id) && mentions.ElementAtOrDefault(id) == named, once: true);
        Match(IsPart, once: true);
        // one entity can stand for a name that is written twice, or in parts
        Match((tag, named) => Name(tag) is { Length: > 0 } name && (name == Plain(named.Text) || name == Plain(named.Name)), once: false);
        Match(IsPart, once: false);
        if (left.Count == meant.Count(named => named is null))
            Match((_, _) => true, once: true);
        return meant;

        void Match(Func<Match, NamedSomebody, bool> fits, bool once)
        {
            for (var i = 0; i < tags.Count; i++)
            {
                if (meant[i] is not null || (once ? left : mentions).FirstOrDefault(named => fits(tags[i], named)) is not { } found)
                    continue;
                meant[i] = found;
                left.RemoveAll(named => ReferenceEquals(named, found));
            }
        }
    }

    /// <summary>"Data" and "Bot" of "Data Bot".</summary>
    private static bool IsPart(Match tag, NamedSomebody named) =>
        Name(tag).Split(' ', StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } parts
        && Plain(named.Name ?? named.Text).Split(' ') is var whole
        && parts.All(whole.Contains);

    /// <summary>Clients without tags write the name with an @, or as the entity has it.</summary>
    private static string WithoutPlain(string text, NamedSomebody us)
    {
        foreach (var written in new[] { us.Text, "@" + us.Name, "@" + WebUtility.HtmlEncode(us.Name ?? "") })
            if (written is { Length: > 1 } && text.IndexOf(written, StringComparison.OrdinalIgnoreCase) is >= 0 and var at)
                return text[..at] + OwnName.Mark + text[(at + written.Length)..];
        return text;
    }

    private static bool IsUs(NamedSomebody? named, string? bot) =>
        named?.Id is { Length: > 0 } id && id.Equals(bot, StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<NamedSomebody> Of(Activity activity) =>
        activity.GetMentions().Select(mention => new NamedSomebody(mention.Mentioned?.Id, mention.Mentioned?.Name, mention.Text));

    private static string Name(Match tag) => Plain(tag.Groups["name"].Value);

    private static string? IdOf(Match tag) => tag.Success && tag.Groups["id"] is { Success: true } id ? id.Value : null;

    /// <summary>A name without tags, entities, letter case and the width of its blanks.</summary>
    private static string Plain(string? written) =>
        string.Join(
                ' ',
                WebUtility.HtmlDecode(AnyTag().Replace(written ?? "", "")).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            )
            .TrimStart('@')
            .ToLowerInvariant();

    [GeneratedRegex(
        @"<at\b(\s+id\s*=\s*[""']?(?<id>[^""'<>\s]*)[""']?)?[^<>]*>(?<name>[^<]*(<(?!/?at\b)[^<]*)*)</at\s*>",
        RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 200
    )]
    private static partial Regex Tag();

    [GeneratedRegex(@"</?at\b[^<>]*>", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 200)]
    private static partial Regex AnyTag();

    /// <summary>Where an attachment stands in the text: a quoted message, a forwarded one, a file.</summary>
    [GeneratedRegex(@"<attachment\b[^<>]*>(\s*</attachment\s*>)?", RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 200)]
    private static partial Regex Placeholder();
}
