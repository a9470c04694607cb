using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Bot.Schema;

namespace ChatBot.Bot.Channels.Teams.Receiving;

/// <summary>
/// What hangs at a message: the same message as HTML, messages that it quotes or forwards, and what the bot cannot read. Only the last is
/// an attachment to people.
/// </summary>
internal sealed class AttachedContent
{
    private const string Card = "application/vnd.microsoft.card.";

    private readonly List<(string Author, string Text)> _quoted = [];
    private readonly List<Enclosure> _enclosed = [];

    public AttachedContent(IEnumerable<(string Type, string? Name, string Content)> attachments)
    {
        var all = attachments.ToList();
        var html = all.Where(attached => attached.Type == MessageHtml.Type).Select(attached => attached.Content).ToList();
        foreach (var page in html)
        foreach (var (author, text) in MessageHtml.Quoted(page))
            Add(author, text);
        var sticker = html.Exists(MessageHtml.HasSticker);
        foreach (var (type, name, content) in all)
            switch (type)
            {
                case MessageHtml.Type:
                    break;
                case "messageReference":
                    Add("", HtmlOf(content, "messagePreview", "messageContent"));
                    break;
                case "forwardedMessageReference":
                    Add("", HtmlOf(content, "originalMessageContent", "originalMessagePreview"));
                    break;
                case Card + "audio":
                    _enclosed.Add(Enclosure.Voice);
                    break;
                case Card + "video" or Card + "animation":
                    _enclosed.Add(type == Card + "video" ? Enclosure.Video : Enclosure.Sticker);
                    break;
                // cards show what the message says or links to; references of other kinds point to meetings and the like
                case var _ when type.StartsWith(Card, StringComparison.Ordinal) || type.EndsWith("Reference", StringComparison.Ordinal):
                    break;
                default:
                    _enclosed.Add(sticker && type.StartsWith("image/", StringComparison.Ordinal) ? Enclosure.Sticker : KindOf(type, name));
                    break;
            }
        if (sticker && _enclosed.Count == 0)
            _enclosed.Add(Enclosure.Sticker);
        Pictograms = string.Concat(html.Select(MessageHtml.Pictograms));
    }

    public static AttachedContent Of(Activity activity) =>
        new(
            (activity.Attachments ?? [])
                .Where(attachment => attachment.ContentType is { Length: > 0 })
                .Select(attachment => (attachment.ContentType, (string?)attachment.Name, attachment.Content?.ToString() ?? ""))
        );

    /// <summary>What was quoted and forwarded, one below the other; empty for nothing.</summary>
    public string Quoted => string.Join("\n\n", _quoted.Select(quote => quote.Text));

    /// <summary>What cannot be read.</summary>
    public IReadOnlyCollection<Enclosure> Enclosed => _enclosed;

    /// <summary>The signs that a message shows as pictures.</summary>
    public string Pictograms { get; }

    /// <summary>Some clients write what is quoted, with or without its author, in front of the person's own words.</summary>
    public string OwnWords(string text)
    {
        foreach (var (author, quoted) in _quoted)
            text = (After(text, author + quoted) ?? After(text, quoted) ?? text).Trim();
        return text;
    }

    private void Add(string author, string text)
    {
        if (text.Length > 0 && !_quoted.Exists(quote => After(quote.Text, text) is not null))
            _quoted.Add((author, text));
    }

    /// <summary>What follows in a text behind the beginning, blanks apart; null where it begins otherwise.</summary>
    private static string? After(string text, string beginning)
    {
        var at = 0;
        foreach (var c in beginning.Where(c => !char.IsWhiteSpace(c)))
        {
            while (at < text.Length && char.IsWhiteSpace(text[at]))
                at++;
            if (at == text.Length || text[at] != c)
                return null;
            at++;
        }
        return text[at..];
    }

    private static string HtmlOf(string content, params string[] fields)
    {
        try
        {
            if (JsonNode.Parse(content) is JsonObject reference)
                foreach (var field in fields)
                    if (
                        reference[field] is JsonValue value
                        && value.TryGetValue(out string? html)
                        && MessageHtml.Text(html) is { Length: > 0 } text
                    )
                        return text;
        }
        catch (JsonException)
        {
            // what a client writes otherwise is not quoted, and the message's own words are answered
        }
        return "";
    }

    /// <summary>A file from the store tells its kind only by its name.</summary>
    private static Enclosure KindOf(string type, string? name) =>
        Enclosures.Of(type) is not Enclosure.File and var told
            ? told
            : Path.GetExtension(name ?? "").ToLowerInvariant() switch
            {
                ".png" or ".jpg" or ".jpeg" or ".bmp" or ".webp" or ".heic" or ".svg" => Enclosure.Picture,
                ".gif" => Enclosure.Sticker,
                ".mp3" or ".m4a" or ".wav" or ".ogg" or ".opus" or ".aac" or ".amr" => Enclosure.Voice,
                ".mp4" or ".mov" or ".webm" or ".mkv" => Enclosure.Video,
                _ => Enclosure.File,
            };
}
