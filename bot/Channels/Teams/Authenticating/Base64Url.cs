namespace ChatBot.Bot.Channels.Teams.Authenticating;

/// <summary>Base64url as RFC 7515 wants it: no padding, no white space.</summary>
internal static class Base64Url
{
    public static bool TryRead(string text, out byte[] bytes)
    {
        bytes = [];
        if (
            text.Length == 0
            || !text.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_')
            || !System.Buffers.Text.Base64Url.IsValid(text)
        )
            return false;
        bytes = System.Buffers.Text.Base64Url.DecodeFromChars(text);
        return true;
    }
}
