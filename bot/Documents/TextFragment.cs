namespace ChatBot.Bot.Documents;

/// <summary>
/// A text directive, <c>:~:text=</c>: the browser scrolls to the words and marks them (https://wicg.github.io/scroll-to-text-fragment/).
/// </summary>
internal static class TextFragment
{
    /// <summary>Words that are named whole; of more, the first and the last, so that what is between may be written otherwise.</summary>
    private const int Whole = 8;

    private const int First = 5;
    private const int Last = 3;

    /// <summary>Characters beyond which a text without spaces is not named.</summary>
    private const int Longest = 160;

    /// <summary>Empty where there is nothing to find.</summary>
    /// <param name="quote">One line as a reader sees it.</param>
    public static string Of(string quote)
    {
        var words = quote.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0 || words.Any(word => word.Length > Longest))
            return "";
        return ":~:text=" + (words.Length <= Whole ? Encoded(words) : $"{Encoded(words[..First])},{Encoded(words[^Last..])}");
    }

    /// <summary>A dash, a comma and an ampersand mean something in a directive; the first is the one that a URL leaves as it is.</summary>
    private static string Encoded(IEnumerable<string> words) => Uri.EscapeDataString(string.Join(' ', words)).Replace("-", "%2D");
}
