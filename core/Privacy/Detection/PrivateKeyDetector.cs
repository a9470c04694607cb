namespace ChatBot.Privacy.Detection;

/// <summary>Private key blocks (RFC 7468 and the OpenSSH and PGP forms), whole or cut off before their end line.</summary>
internal static class PrivateKeyDetector
{
    private const string Dashes = "-----";
    private const int LongestLabel = 40;

    public static void Find(Findings findings)
    {
        var text = findings.Text;
        for (var at = text.IndexOf("-----BEGIN ", StringComparison.Ordinal); at >= 0; )
        {
            var next = at + Dashes.Length;
            var labelEnd = text.IndexOf(Dashes, next, Math.Min(LongestLabel + Dashes.Length, text.Length - next), StringComparison.Ordinal);
            if (labelEnd > 0 && text.AsSpan(next..labelEnd).Contains("PRIVATE KEY", StringComparison.Ordinal))
            {
                next = End(text, labelEnd + Dashes.Length);
                findings.Claim(PersonalData.Secret, at, next);
            }
            at = text.IndexOf("-----BEGIN ", next, StringComparison.Ordinal);
        }
    }

    /// <summary>Behind the END line, or behind the last character that can belong to the key.</summary>
    private static int End(string text, int start)
    {
        var at = start;
        // The headers, the base64 body and, in source code, the \n and quotes of a literal.
        while (
            at < text.Length
            && (
                char.IsAsciiLetterOrDigit(text[at])
                || text[at] is '+' or '/' or '=' or '\r' or '\n' or ' ' or '\t' or ':' or ',' or '\\' or '"' or '.' or '(' or ')'
                || (text[at] == '-' && !text.AsSpan(at).StartsWith(Dashes))
            )
        )
            at++;
        if (text.AsSpan(at).StartsWith("-----END "))
        {
            var close = text.IndexOf(
                Dashes,
                at + Dashes.Length,
                Math.Min(LongestLabel + Dashes.Length, text.Length - at - Dashes.Length),
                StringComparison.Ordinal
            );
            if (close > 0)
                return close + Dashes.Length;
        }
        // Cut off: take the lines of pure base64 and leave the prose behind them.
        var body = text.AsSpan(start..at);
        var taken = 0;
        for (var line = 0; line < body.Length; )
        {
            var length = body[line..].IndexOf('\n');
            if (length < 0)
                length = body.Length - line;
            var content = body.Slice(line, length).Trim();
            if (content.Length > 0 && (content.Length < 16 || content.IndexOfAnyExcept(Base64) >= 0))
                break;
            if (content.Length > 0)
                taken = line + body.Slice(line, length).TrimEnd().Length;
            line += length + 1;
        }
        return start + taken;
    }

    private static readonly System.Buffers.SearchValues<char> Base64 = System.Buffers.SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="
    );
}
