using System.Text.RegularExpressions;
using ChatBot.Bot.Channels.Slack.Protocol;

namespace ChatBot.Bot.Channels.Slack.Receiving;

/// <summary>Messages that hang below a message: forwarded with it, or what a link in it leads to. Web pages are not among them.</summary>
public static partial class SharedMessages
{
    /// <summary>What they say, one below the other; empty where there is none.</summary>
    public static string Of(MessageEvent said) =>
        string.Join("\n\n", All(said).Select(shared => TypedText.Of(WordsOf(shared), null)).Where(text => text.Length > 0));

    /// <summary>The text without the links that lead to them, which say nothing once the message itself is there.</summary>
    public static string WithoutLinks(MessageEvent said)
    {
        var text = said.Text ?? "";
        foreach (var link in All(said).Select(shared => shared.FromUrl).Where(link => link is { Length: > 0 }))
            text = Link().Replace(text, found => Address(found.Groups["url"].Value) == Address(link!) ? " " : found.Value);
        return text;
    }

    private static IEnumerable<SlackAttachment> All(MessageEvent said) =>
        said.Attachments?.Where(attachment => attachment is { IsShare: true } or { IsMsgUnfurl: true }) ?? [];

    private static string WordsOf(SlackAttachment shared) =>
        shared.Text is { Length: > 0 } text ? text : Heading().Replace(shared.Fallback ?? "", "");

    /// <summary>Links are written with and without what tells the thread.</summary>
    private static string Address(string link) => link.Replace("&amp;", "&").Split('?')[0];

    [GeneratedRegex(@"<(?<url>https?://[^<>|]+)(\|[^<>]*)?>", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Link();

    /// <summary>"[March 9th, 2024 8:00 AM] pat: ".</summary>
    [GeneratedRegex(@"^\[[^\]\n]{1,80}\] [^:\n]{1,80}: ", RegexOptions.None, 200)]
    private static partial Regex Heading();
}
