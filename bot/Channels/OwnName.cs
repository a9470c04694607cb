using System.Text.RegularExpressions;

namespace ChatBot.Bot.Channels;

/// <summary>Takes the bot's own name out of a text, wherever it stands, with the comma or colon that belonged to it.</summary>
public static partial class OwnName
{
    /// <summary>What a channel writes in place of each mention of the bot: a sign that no text has.</summary>
    public const char Mark = '\uE000';

    /// <returns>The text without marks, trimmed.</returns>
    public static string Out(string marked)
    {
        if (!marked.Contains(Mark))
            return marked.Trim();
        var text = InFront().Replace(marked, "");
        text = Between().Replace(text, " ");
        text = Behind().Replace(text, "");
        return Within().Replace(text, " ").Replace(Mark.ToString(), "").Trim();
    }

    /// <summary>"NAME, how …", "NAME: how …", in front of the text or of a line.</summary>
    [GeneratedRegex(@"^[ \t]*\uE000[ \t,:;\uE000]*([-–—][ \t]+)?", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 200)]
    private static partial Regex InFront();

    /// <summary>"How do I, NAME, …".</summary>
    [GeneratedRegex(@",[ \t]*(\uE000[ \t]*)+,[ \t]*", RegexOptions.ExplicitCapture, 200)]
    private static partial Regex Between();

    /// <summary>"…, NAME?", "hey NAME, …", and at the end.</summary>
    [GeneratedRegex(@"(?<![ \t,])[ \t,]*(\uE000[ \t]*)+(?=[?.!,;:)]|\r?$)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 200)]
    private static partial Regex Behind();

    [GeneratedRegex(@"(?<![ \t])[ \t]*(\uE000[ \t]*)+", RegexOptions.ExplicitCapture, 200)]
    private static partial Regex Within();
}
