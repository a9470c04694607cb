using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using ChatBot.Privacy;

namespace ChatBot.Bot.Channels.Teams.Authenticating;

/// <summary>A public key of an issuer.</summary>
/// <param name="Endorsements">Channels that the key may speak for; null where the issuer names none.</param>
public sealed record SigningKey(string Id, RSA Key, IReadOnlyList<string>? Endorsements);

/// <summary>
/// The issuers' public keys: OpenID metadata (OpenID Connect Discovery 1.0) and its key set (RFC 7517), kept for a day. A key
/// id that is not known makes it look again at once, at most every <see cref="NotBefore"/>, so that a rollover is picked up
/// and a flood of made-up ids does not become a flood of requests. Keys that cannot be renewed stay in use.
/// </summary>
public sealed partial class SigningKeys(HttpClient http, TimeProvider time, ILogger<SigningKeys> log)
{
    internal static readonly TimeSpan Renewal = TimeSpan.FromHours(24);
    internal static readonly TimeSpan NotBefore = TimeSpan.FromSeconds(30);

    private const int LeastBits = 2048;

    private readonly ConcurrentDictionary<string, Issuer> _issuers = new();

    /// <summary>The key, or null when the issuer has none of that id.</summary>
    /// <exception cref="HttpRequestException">No keys could be had at all.</exception>
    public async Task<SigningKey?> FindAsync(string metadataUrl, string keyId, CancellationToken cancel)
    {
        var issuer = _issuers.GetOrAdd(metadataUrl, _ => new Issuer());
        var age = time.GetUtcNow() - issuer.Fetched;
        if (age < Renewal && issuer.Keys.TryGetValue(keyId, out var known))
            return known;
        await issuer.Turn.WaitAsync(cancel);
        try
        {
            age = time.GetUtcNow() - issuer.Fetched;
            if (age >= (issuer.Keys.ContainsKey(keyId) ? Renewal : NotBefore))
                await RenewAsync(issuer, metadataUrl, cancel);
            return issuer.Keys.GetValueOrDefault(keyId);
        }
        finally
        {
            issuer.Turn.Release();
        }
    }

    private async Task RenewAsync(Issuer issuer, string metadataUrl, CancellationToken cancel)
    {
        try
        {
            using var metadata = JsonDocument.Parse(await http.GetByteArrayAsync(metadataUrl, cancel));
            var keySetUrl = new Uri(metadata.RootElement.GetProperty("jwks_uri").GetString()!);
            if (keySetUrl.Scheme != Uri.UriSchemeHttps && !keySetUrl.IsLoopback)
                throw new JsonException("jwks_uri is not https");
            using var keys = JsonDocument.Parse(await http.GetByteArrayAsync(keySetUrl, cancel));
            issuer.Keys = Read(keys.RootElement);
            issuer.Fetched = time.GetUtcNow();
        }
        catch (Exception fault)
            when (fault is HttpRequestException or JsonException or KeyNotFoundException or UriFormatException or InvalidOperationException
                || (fault is OperationCanceledException && !cancel.IsCancellationRequested)
            )
        {
            RenewalFailed(FaultTrace.Of(fault), metadataUrl);
            if (issuer.Keys.Count == 0)
                throw new HttpRequestException("the issuer's keys cannot be had", fault);
            // The old keys go on; the next look is not before the usual pause.
            issuer.Fetched = time.GetUtcNow() - Renewal + NotBefore;
        }
    }

    private static Dictionary<string, SigningKey> Read(JsonElement keySet)
    {
        var keys = new Dictionary<string, SigningKey>();
        foreach (var key in keySet.GetProperty("keys").EnumerateArray())
        {
            if (
                Text(key, "kty") != "RSA"
                || Text(key, "kid") is not { } id
                || Text(key, "n") is not { } modulus
                || Text(key, "e") is not { } exponent
                || (Text(key, "use") ?? "sig") != "sig"
                || !Base64Url.TryRead(modulus, out var n)
                || !Base64Url.TryRead(exponent, out var e)
                || n.Length * 8 < LeastBits
            )
                continue;
            var endorsements =
                key.TryGetProperty("endorsements", out var list) && list.ValueKind == JsonValueKind.Array
                    ? list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!).ToList()
                    : null;
            keys[id] = new SigningKey(id, RSA.Create(new RSAParameters { Modulus = n, Exponent = e }), endorsements);
        }
        return keys;
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private sealed class Issuer
    {
        public SemaphoreSlim Turn { get; } = new(1, 1);
        public IReadOnlyDictionary<string, SigningKey> Keys { get; set; } = new Dictionary<string, SigningKey>();
        public DateTimeOffset Fetched { get; set; } = DateTimeOffset.MinValue;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The signing keys described at {Url} cannot be had: {Trace}")]
    private partial void RenewalFailed(string trace, string url);
}
