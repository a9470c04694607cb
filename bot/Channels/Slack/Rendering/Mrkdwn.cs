using System.Text;
using System.Text.RegularExpressions;

namespace ChatBot.Bot.Channels.Slack.Rendering;

/// <summary>
/// Markdown as Slack's mrkdwn: <c>**bold**</c> → <c>*bold*</c>, links, lists, headings, code. All text is escaped, so that
/// nothing a document or a person wrote can mention or ping anybody. Linear in the text's length.
/// </summary>
public static partial class Mrkdwn
{
    private const int LongestUrl = 1000;

    /// <summary>The three characters by which Slack tells markup from text (docs.slack.dev/messaging/formatting-message-text).</summary>
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

    /// <summary>
    /// At most <paramref name="longest"/> UTF-16 units of mrkdwn: the Markdown is shortened before it is converted, so that no escape, link
    /// or fence is cut in two.
    /// </summary>
    public static string Of(string markdown, int longest = Blocks.LongestText)
    {
        var source = Blocks.Cut(markdown, longest * 4); // marks that go make it shorter, by less than that
        for (var round = 0; round < 12; round++)
        {
            var converted = Convert(source);
            if (converted.Length <= longest)
                return converted;
            // In proportion, a little more, and at least one character less each time.
            var keep = Math.Min(source.Length - 1, (int)((long)source.Length * longest / converted.Length * 0.97));
            source = Blocks.Cut(source, Math.Max(keep, 2));
        }
        return Plain(markdown, longest);
    }

    /// <summary>A link where the address is a web page; else the title alone.</summary>
    public static string Link(string title, string uri)
    {
        var label = Escape(title.ReplaceLineEndings(" ").Replace('|', '¦').Trim());
        if (label.Length == 0)
            label = "source";
        return Address(uri) is { } address ? $"<{address}|{label}>" : label;
    }

    private static string Convert(string markdown)
    {
        var built = new StringBuilder(markdown.Length + 64);
        var inFence = false;
        foreach (var line in markdown.ReplaceLineEndings("\n").Split('\n'))
        {
            if (built.Length > 0)
                built.Append('\n');
            if (line.TrimStart().StartsWith("```", StringComparison.Ordinal))
            {
                inFence = !inFence; // the language behind the fence would be shown as code
                built.Append("```");
            }
            else
                built.Append(inFence ? Escape(line).Replace("```", "'''") : ConvertLine(line));
        }
        if (inFence)
            built.Append("\n```");
        return built.ToString();
    }

    private static string ConvertLine(string line)
    {
        if (Heading().Match(line) is { Success: true } heading)
            return $"*{Inline(heading.Groups[1].Value.Replace("*", ""))}*";
        if (Item().Match(line) is { Success: true } item)
            return $"{item.Groups[1].Value}• {Inline(item.Groups[2].Value)}";
        return line.StartsWith("> ", StringComparison.Ordinal) ? "&gt; " + Inline(line[2..]) : Inline(line);
    }

    /// <summary>Code is taken out first: nothing within it is markup.</summary>
    private static string Inline(string text)
    {
        var built = new StringBuilder(text.Length + 16);
        var at = 0;
        while (at < text.Length)
        {
            var open = text.IndexOf('`', at);
            var close = open < 0 ? -1 : text.IndexOf('`', open + 1);
            if (close < 0)
                break;
            built.Append(Marked(text[at..open])).Append('`').Append(Escape(text[(open + 1)..close])).Append('`');
            at = close + 1;
        }
        return built.Append(Marked(text[at..])).ToString();
    }

    /// <summary>Links first, since what is within an address is no markup; then bold, slanted, struck.</summary>
    private static string Marked(string text)
    {
        var built = new StringBuilder(text.Length + 16);
        var at = 0;
        foreach (Match link in Links().Matches(text))
        {
            built.Append(Emphasised(text[at..link.Index]));
            built.Append(
                link.Groups["url"].Success ? Link(link.Groups["title"].Value, link.Groups["url"].Value)
                : Address(link.Value) is { } bare ? $"<{bare}>"
                : Escape(link.Value)
            );
            at = link.Index + link.Length;
        }
        return built.Append(Emphasised(text[at..])).ToString();
    }

    private static string Emphasised(string text)
    {
        var marked = Marks()
            .Replace(
                Escape(text),
                mark => mark.Groups["bold"].Success ? $"*{mark.Groups["bold"].Value}*" : $"_{mark.Groups["slanted"].Value}_"
            );
        return Struck().Replace(marked, "~$1~");
    }

    private static string? Address(string uri) =>
        uri.Length <= LongestUrl && WebAddress.Of(uri) is { Length: <= LongestUrl } address
            ? address.Replace("&", "&amp;").Replace("<", "%3C").Replace(">", "%3E").Replace("|", "%7C")
            : null;

    [GeneratedRegex(@"^#{1,6}\s+(.+?)\s*#*$", RegexOptions.NonBacktracking)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^(\s*)[-*+]\s+(.*)$", RegexOptions.NonBacktracking)]
    private static partial Regex Item();

    [GeneratedRegex(
        @"\[(?<title>[^\[\]\n]{1,300})\]\((?<url>https?://[^\s()<>]+(\([^\s()<>]*\)[^\s()<>]*)?)\)"
            + @"|https?://[^\s<>()""'`]+[^\s<>()""'`.,;:!?\]]",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex Links();

    /// <summary>The longer mark first, so that bold is not read as slanted twice.</summary>
    [GeneratedRegex(
        @"\*\*(?<bold>[^\s*](?:[^*\n]*[^\s*])?)\*\*|__(?<bold>[^\s_](?:[^_\n]*[^\s_])?)__|\*(?<slanted>[^\s*](?:[^*\n]*[^\s*])?)\*",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Marks();

    [GeneratedRegex(@"~~([^~\n]+)~~", RegexOptions.NonBacktracking)]
    private static partial Regex Struck();
}
