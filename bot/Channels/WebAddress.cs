namespace ChatBot.Bot.Channels;

/// <summary>Addresses that a click in a chat may open.</summary>
internal static class WebAddress
{
    /// <summary>
    /// The address in ASCII where it is a web page's, else null. One that is in ASCII already stays as it is: written anew, %2D would
    /// become a dash, which means something in a text directive.
    /// </summary>
    public static string? Of(string? uri) =>
        Uri.TryCreate(uri, UriKind.Absolute, out var page) && page.Scheme is "http" or "https"
            ? uri!.All(letter => letter is > ' ' and < '\x7f' and not ('<' or '>' or '\\' or '"' or '|'))
                ? uri
                : page.AbsoluteUri
            : null;
}
