using System.Globalization;

namespace ChatBot.Bot.Channels.Teams.Rendering;

/// <summary>Text on its way into a card or a message.</summary>
internal static class CardText
{
    /// <summary>Shortened to <paramref name="longest"/> UTF-16 units, at a whole character, with an ellipsis.</summary>
    public static string Shorten(string text, int longest)
    {
        if (text.Length <= longest)
            return text;
        var cut =
            StringInfo.GetNextTextElementLength(text.AsSpan(longest - 1)) > 1 && char.IsLowSurrogate(text[longest - 1])
                ? longest - 2
                : longest - 1;
        return text[..cut].TrimEnd() + "…";
    }

    /// <summary>In one line.</summary>
    public static string Line(string text, int longest) => Shorten(text.ReplaceLineEndings(" "), longest);

    public static string Words(int count) => count == 1 ? "1 word" : $"{count} words";
}
