using System.Text.RegularExpressions;

namespace ChatBot.Bot.Channels.Slack.Receiving;

/// <summary>What a person typed, out of what Slack made of it: entities and links in angle brackets, three characters escaped.</summary>
public static partial class TypedText
{
    /// <summary>Plain text, without mentions of <paramref name="bot"/>.</summary>
    public static string Of(string text, string? bot)
    {
        text = SkinTone().Replace(text, "");
        text = Markup().Replace(text, found => Read(found.Groups["what"].Value, found.Groups["label"].Value, bot));
        text = text.Replace("&lt;", "<").Replace("&gt;", ">").Replace("&amp;", "&").Replace('\u00A0', ' ');
        return OwnName.Out(text);
    }

    /// <summary>User ids that the text mentions.</summary>
    public static IEnumerable<string> Mentions(string text) =>
        Markup().Matches(text).Select(found => found.Groups["what"].Value).Where(what => what.StartsWith('@')).Select(what => what[1..]);

    private static string Read(string what, string label, string? bot) =>
        what[0] switch
        {
            '@' when what[1..] == bot => OwnName.Mark.ToString(),
            '@' => label.Length > 0 ? "@" + label : "@somebody",
            '#' => "#" + (label.Length > 0 ? label : "channel"),
            '!' => label.Length > 0 ? label : "@" + what[1..].Split('^')[0],
            _ => label.Length > 0 ? label : what,
        };

    /// <summary>How the sign in front of it is drawn.</summary>
    [GeneratedRegex(":skin-tone-[2-6]:", RegexOptions.NonBacktracking)]
    private static partial Regex SkinTone();

    [GeneratedRegex(@"<(?<what>[^<>|]+)(\|(?<label>[^<>]*))?>", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Markup();
}
