namespace ChatBot.Bot.Channels;

/// <summary>Addresses that a click in a chat may open.</summary>
internal static class WebAddress
{
    /// <summary>
    /// The address in ASCII where it is a web page's, else null. One that is in ASCII already stays as it is: written anew, %2D would
    /// become a dash, which means something in a text directive.
    /// </summary>
    public static string? Of(string? uri)
    {
        if (!Uri.TryCreate(uri, UriKind.Absolute, out var page) || page.Scheme is not ("http" or "https"))
            return null;
        if (uri!.All(letter => letter is > ' ' and < '\x7f' and not ('<' or '>' or '\\' or '"' or '|')))
            return uri;
        try
        {
            return new UriBuilder(page) { Host = page.IdnHost }
                .Uri
                .AbsoluteUri;
        }
        catch (UriFormatException)
        {
            return null; // a host name of signs that no host name may have
        }
    }
}
