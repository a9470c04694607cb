using System.Buffers;
using System.Globalization;
using ChatBot.Language;

namespace ChatBot.Privacy.Detection;

/// <summary>
/// Keys and tokens that their issuer gave a recognisable start, so that scanners like this one can find them. A bare hash has none: a git
/// commit stays.
/// </summary>
internal static class TokenDetector
{
    private const string Alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private const string Hexadecimal = "0123456789abcdef";
    private const string UrlSafe = Alphanumeric + "_-";

    private sealed record Form(string Prefix, SearchValues<char> Body, int Least);

    private static readonly Form[] Forms = [.. WordList.Load("token-prefixes").Lines.SelectMany(Read)];

    private static readonly SearchValues<string> Starts = SearchValues.Create(
        [.. Forms.Select(form => form.Prefix), "eyJ"],
        StringComparison.Ordinal
    );

    private static readonly SearchValues<char> JwtPart = SearchValues.Create(UrlSafe);
    private static readonly SearchValues<char> JwtParts = SearchValues.Create(UrlSafe + ".");

    public static void Find(Findings findings)
    {
        var text = findings.Text;
        for (var at = 0; at < text.Length; )
        {
            var step = text.AsSpan(at).IndexOfAny(Starts);
            if (step < 0)
                return;
            at += step;
            var end = IsStart(text, at) ? End(text, at) : -1;
            if (end > 0)
                findings.Claim(PersonalData.Secret, at, end);
            at = end > 0 ? end : at + 1;
        }
    }

    /// <summary>No letter or digit before it; a webhook's path and a connection string's value always follow something.</summary>
    private static bool IsStart(string text, int at) =>
        at == 0 || text[at] == '/' || !(char.IsLetterOrDigit(text[at - 1]) || text[at - 1] is '_' or '-');

    private static int End(string text, int at)
    {
        if (text.AsSpan(at).StartsWith("eyJ"))
            return EndOfJwt(text, at);
        foreach (var form in Forms)
        {
            if (!text.AsSpan(at).StartsWith(form.Prefix))
                continue;
            var start = at + form.Prefix.Length;
            var length = text.AsSpan(start).IndexOfAnyExcept(form.Body);
            if (length < 0)
                length = text.Length - start;
            var body = text.AsSpan(start, length).TrimEnd(".-_/");
            if (body.Length >= form.Least && body.IndexOfAnyInRange('0', '9') >= 0)
                return start + body.Length;
        }
        return -1;
    }

    /// <summary>JSON Web Token (RFC 7519): two or three base64url parts, the first of them an encoded JSON object.</summary>
    private static int EndOfJwt(string text, int at)
    {
        var rest = text.AsSpan(at);
        var header = rest.IndexOfAnyExcept(JwtPart);
        if (header < 10 || rest[header] != '.')
            return -1;
        var length = rest.IndexOfAnyExcept(JwtParts);
        var token = (length < 0 ? rest : rest[..length]).TrimEnd('.');
        return token.Length - header > 4 ? at + token.Length : -1;
    }

    /// <summary>A line: the characters of the body ("a" letters and digits, "h" hexadecimal ones), its least length, the starts.</summary>
    private static IEnumerable<Form> Read(string line)
    {
        var words = WordList.WordsOf(line);
        var characters = words[0]
            .Select(c =>
                c switch
                {
                    'a' => Alphanumeric,
                    'h' => Hexadecimal,
                    _ => c.ToString(),
                }
            );
        var body = SearchValues.Create(string.Concat(characters));
        return words.Skip(2).Select(prefix => new Form(prefix, body, int.Parse(words[1], CultureInfo.InvariantCulture)));
    }
}
