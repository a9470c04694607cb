using System.Buffers;

namespace ChatBot.Privacy.Detection;

/// <summary>
/// Keys and tokens that their issuer gave a recognisable start, so that scanners like this one can find them. A bare hash has none: a git
/// commit stays.
/// </summary>
internal static class TokenDetector
{
    private const string Alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private const string UrlSafe = Alphanumeric + "_-";

    private sealed record Form(string Prefix, SearchValues<char> Body, int Least);

    // Starts and body lengths as the issuers publish them for secret scanning; bodies may grow, so only the least length is checked.
    private static readonly Form[] Forms =
    [
        .. Of(Alphanumeric, 16, "AKIA", "ASIA", "ABIA", "ACCA"), // AWS access key ids
        .. Of(Alphanumeric, 30, "ghp_", "gho_", "ghu_", "ghs_", "ghr_"),
        .. Of(Alphanumeric + "_", 22, "github_pat_"),
        .. Of(UrlSafe, 20, "glpat-", "gldt-", "glptt-", "glrt-", "glcbt-"),
        // chat apps
        .. Of(UrlSafe + ".", 12, "xoxa-", "xoxb-", "xoxc-", "xoxd-", "xoxe-", "xoxe.", "xoxo-", "xoxp-", "xoxr-", "xoxs-", "xapp-"),
        .. Of(UrlSafe, 20, "sk-"), // model providers
        .. Of(Alphanumeric, 16, "sk_live_", "sk_test_", "pk_live_", "pk_test_", "rk_live_", "rk_test_", "whsec_"), // payments
        .. Of(UrlSafe, 35, "AIza"),
        .. Of(UrlSafe, 20, "ya29.", "GOCSPX-"), // Google
        .. Of(UrlSafe + ".", 40, "SG."),
        .. Of(Alphanumeric, 30, "hf_"),
        .. Of(Alphanumeric, 36, "npm_"),
        .. Of(UrlSafe, 50, "pypi-"),
        .. Of("0123456789abcdef", 32, "dapi", "dop_v1_"),
        .. Of(Alphanumeric, 32, "shpat_", "shpss_", "shpca_", "shppa_"),
        .. Of(UrlSafe, 24, "hvs.", "hvb.", "hvr."),
        .. Of(Alphanumeric, 50, "AGE-SECRET-KEY-1"),
        .. Of(Alphanumeric + "+/=", 40, "AccountKey=", "SharedAccessKey="),
        .. Of(Alphanumeric + "%", 30, "sig="), // cloud storage
        .. Of(Alphanumeric + "/_", 20, "/services/T", "/workflows/T"), // incoming webhooks
    ];

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

    private static IEnumerable<Form> Of(string body, int least, params string[] prefixes) =>
        prefixes.Select(prefix => new Form(prefix, SearchValues.Create(body), least));
}
