using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatBot.TestKit.Hosting;

namespace ChatBot.TestKit.Teams;

/// <summary>Signs tokens as the Bot Framework does, and tokens that it would never sign.</summary>
public sealed class TokenIssuer : IDisposable
{
    public const string Issuer = "https://api.botframework.com";

    private readonly LentKey _key;

    public TokenIssuer(string keyId = "key-1", params string[] endorsements)
        : this(2048, keyId, endorsements) { }

    /// <param name="bits">Size of the key; issuers have 2048 or more.</param>
    public TokenIssuer(int bits, string keyId, params string[] endorsements)
    {
        _key = new LentKey(bits);
        KeyId = keyId;
        Endorsements = endorsements;
    }

    public string KeyId { get; }

    public string[] Endorsements { get; }

    /// <summary>The public key as a key set's entry.</summary>
    public JsonObject PublicKey()
    {
        var parameters = _key.Rsa.ExportParameters(false);
        return new JsonObject
        {
            ["kty"] = "RSA",
            ["use"] = "sig",
            ["kid"] = KeyId,
            ["n"] = Encode(parameters.Modulus!),
            ["e"] = Encode(parameters.Exponent!),
            ["endorsements"] = new JsonArray([.. Endorsements.Select(name => (JsonNode)name)]),
        };
    }

    /// <summary>The public key in PEM, which a confused verifier might take as an HMAC secret.</summary>
    public byte[] PublicPem() => Encoding.ASCII.GetBytes(_key.Rsa.ExportSubjectPublicKeyInfoPem());

    /// <summary>A signed token of these parts.</summary>
    public string Sign(object header, object claims)
    {
        var signed = $"{Encode(Json(header))}.{Encode(Json(claims))}";
        var signature = _key.Rsa.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{signed}.{Encode(signature)}";
    }

    /// <summary>Claims as they should be, changed by <paramref name="change"/>.</summary>
    public string Token(string audience, string serviceUrl, Action<JsonObject>? change = null, Action<JsonObject>? changeHeader = null)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var header = new JsonObject
        {
            ["alg"] = "RS256",
            ["typ"] = "JWT",
            ["kid"] = KeyId,
        };
        var claims = new JsonObject
        {
            ["iss"] = Issuer,
            ["aud"] = audience,
            ["exp"] = now + 3600,
            ["nbf"] = now - 10,
            ["serviceurl"] = serviceUrl,
        };
        change?.Invoke(claims);
        changeHeader?.Invoke(header);
        return Sign(header, claims);
    }

    public static string Encode(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    public static byte[] Json(object value) => JsonSerializer.SerializeToUtf8Bytes(value);

    public void Dispose() => _key.Dispose();
}
