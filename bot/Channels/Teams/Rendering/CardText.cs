using System.Globalization;
using System.Text;

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

    /// <summary>As it is read, where Markdown would be obeyed: a title cannot make a link or end one.</summary>
    public static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var character in text.ReplaceLineEndings(" "))
        {
            if (character is '\\' or '[' or ']' or '(' or ')' or '*' or '_' or '`' or '~' or '#' or '<' or '>' or '!')
                plain.Append('\\');
            plain.Append(character);
        }
        return plain.ToString();
    }

    /// <summary>A Markdown link where the address is a web page; else the title alone.</summary>
    public static string Link(string title, string uri) =>
        WebAddress.Of(uri) is { } address ? $"[{Plain(title)}]({address.Replace("(", "%28").Replace(")", "%29")})" : Plain(title);

    public static string Words(int count) => count == 1 ? "1 word" : $"{count} words";
}
