using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ChatBot.Trainer.Publishing.FineTuning;

/// <param name="SessionToken">Of temporary credentials; empty for others.</param>
public sealed record AwsCredentials(string AccessKey, string SecretKey, string SessionToken = "");

/// <summary>
/// Signs requests as AWS wants them, Signature Version 4:
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html
/// </summary>
internal sealed class AwsSignature(AwsCredentials credentials, string region, string service, TimeProvider time)
{
    private const string Algorithm = "AWS4-HMAC-SHA256";

    /// <summary>Adds the headers; the request's address and other headers stay as they are from then on.</summary>
    /// <param name="bodyHash">SHA-256 of the body, lower-case hexadecimal.</param>
    public void Sign(HttpRequestMessage request, string bodyHash)
    {
        var now = time.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var uri = request.RequestUri ?? throw new ArgumentException("A request without an address cannot be signed.", nameof(request));
        request.Headers.Host = uri.IsDefaultPort ? uri.Host : uri.Authority;
        request.Headers.Add("x-amz-date", now);
        if (service == "s3")
            request.Headers.Add("x-amz-content-sha256", bodyHash);
        if (credentials.SessionToken.Length > 0)
            request.Headers.Add("x-amz-security-token", credentials.SessionToken);
        var headers = request
            .Headers.Where(header =>
                header.Key.Equals("Host", StringComparison.OrdinalIgnoreCase) || header.Key.StartsWith("x-amz-", StringComparison.Ordinal)
            )
            .Select(header => (Name: header.Key.ToLowerInvariant(), Value: string.Join(',', header.Value).Trim()))
            .OrderBy(header => header.Name, StringComparer.Ordinal)
            .ToList();
        var names = string.Join(';', headers.Select(header => header.Name));
        var canonical = string.Join(
            '\n',
            request.Method.Method,
            Path(uri),
            Query(uri),
            string.Concat(headers.Select(header => $"{header.Name}:{header.Value}\n")),
            names,
            bodyHash
        );
        var scope = $"{now[..8]}/{region}/{service}/aws4_request";
        var toSign = $"{Algorithm}\n{now}\n{scope}\n{Hash(Encoding.UTF8.GetBytes(canonical))}";
        var key = Encoding.UTF8.GetBytes("AWS4" + credentials.SecretKey);
        foreach (var part in scope.Split('/'))
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(toSign)));
        request.Headers.TryAddWithoutValidation(
            "Authorization",
            $"{Algorithm} Credential={credentials.AccessKey}/{scope}, SignedHeaders={names}, Signature={signature}"
        );
    }

    public static string Hash(ReadOnlySpan<byte> body) => Convert.ToHexStringLower(SHA256.HashData(body));

    /// <summary>Every service but S3 wants what is encoded in the path encoded once more.</summary>
    private string Path(Uri uri) =>
        service == "s3" ? uri.AbsolutePath : string.Join('/', uri.AbsolutePath.Split('/').Select(Uri.EscapeDataString));

    private static string Query(Uri uri) =>
        string.Join(
            '&',
            uri.Query.TrimStart('?')
                .Split('&', StringSplitOptions.RemoveEmptyEntries)
                .Select(pair => pair.Contains('=') ? pair : pair + "=")
                .Order(StringComparer.Ordinal)
        );
}
