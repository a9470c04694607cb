using System.Text;
using ChatBot.Bot.Channels.Rendering;

namespace ChatBot.Bot.Channels.Slack.Rendering;

/// <summary>
/// Text as Slack's mrkdwn (docs.slack.dev/messaging/formatting-message-text). All of it is escaped, so that nothing a document or a person
/// wrote can mention or ping anybody.
/// </summary>
public static class Mrkdwn
{
    private const int LongestUrl = 1000;

    /// <summary>The three characters by which Slack tells markup from text.</summary>
    public static string Escape(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");

    /// <summary>
    /// Escaped text of at most <paramref name="longest"/> UTF-16 units, cut between two characters and not within an escape.
    /// </summary>
    public static string Plain(string text, int longest)
    {
        var escaped = Escape(text);
        if (escaped.Length <= longest)
            return escaped;
        var built = new StringBuilder(longest);
        foreach (var rune in text.EnumerateRunes())
        {
            var next = Escape(rune.ToString());
            if (built.Length + next.Length >= longest)
                break;
            built.Append(next);
        }
        return built.Append('…').ToString();
    }

    /// <summary>Markdown as at most <paramref name="longest"/> UTF-16 units of mrkdwn.</summary>
    public static string Of(string markdown, int longest = Blocks.LongestText) => Of(MarkdownReader.Read(markdown), longest);

    /// <inheritdoc cref="Of(string, int)"/>
    public static string Of(Document document, int longest = Blocks.LongestText)
    {
        var written = MrkdwnWriter.Write(document);
        // The document is shortened, not what was written: no escape, link or fence is cut in two. In proportion, and a little more.
        for (var keep = longest; written.Length > longest && keep > 0; keep = (int)((long)keep * longest / (written.Length + 1) * 0.97))
            written = MrkdwnWriter.Write(document.Shorten(keep));
        return written.Length <= longest ? written : Plain(document.ToText(), longest);
    }

    /// <summary>The same for people who decide: where a link leads stands behind its words.</summary>
    public static string WithAddresses(string markdown, int longest) => Of(MarkdownReader.Read(markdown).WithAddresses(), longest);

    /// <summary>A link where the address is a web page; else the title alone.</summary>
    public static string Link(string title, string uri)
    {
        var label = Escape(title.ReplaceLineEndings(" ").Replace('|', '¦').Trim());
        if (label.Length == 0)
            label = "source";
        return Address(uri) is { } address ? $"<{address}|{label}>" : label;
    }

    /// <summary>As it stands in a link; null where it is no web page's, or too long for one.</summary>
    internal static string? Address(string? uri) =>
        uri?.Length <= LongestUrl && WebAddress.Of(uri) is { Length: <= LongestUrl } address
            ? address.Replace("&", "&amp;").Replace("<", "%3C").Replace(">", "%3E").Replace("|", "%7C")
            : null;
}
