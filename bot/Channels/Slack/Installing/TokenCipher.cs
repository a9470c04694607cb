using System.Security.Cryptography;
using System.Text;
using ChatBot.Settings;
using Microsoft.Extensions.Options;

namespace ChatBot.Bot.Channels.Slack.Installing;

/// <summary>
/// Encrypts the tokens of installations (AES-256-GCM), bound to their team: a row copied to another team does not open. The key
/// lies beside the database, readable by its owner only, so that a copy of the database alone opens nothing.
/// </summary>
public sealed class TokenCipher(IOptions<DataOptions> data)
{
    public const string FileName = "slack-token-key";

    private const int KeyBytes = 32;

    private readonly Lazy<byte[]> _key = new(() => ReadOrMake(data.Value.PathOf(FileName)));

    /// <summary>Base64 of nonce, tag and cipher text.</summary>
    public string Encrypt(string token, string team)
    {
        var plain = Encoding.UTF8.GetBytes(token);
        var nonce = RandomNumberGenerator.GetBytes(AesGcm.NonceByteSizes.MaxSize);
        var (cipher, tag) = (new byte[plain.Length], new byte[AesGcm.TagByteSizes.MaxSize]);
        using var aes = new AesGcm(_key.Value, tag.Length);
        aes.Encrypt(nonce, plain, cipher, tag, Encoding.UTF8.GetBytes(team));
        return Convert.ToBase64String([.. nonce, .. tag, .. cipher]);
    }

    /// <exception cref="CryptographicException">Made with another key, for another team, or changed.</exception>
    public string Decrypt(string encrypted, string team)
    {
        var bytes = Convert.FromBase64String(encrypted);
        var (nonceSize, tagSize) = (AesGcm.NonceByteSizes.MaxSize, AesGcm.TagByteSizes.MaxSize);
        if (bytes.Length < nonceSize + tagSize)
            throw new CryptographicException("too short for a token");
        var plain = new byte[bytes.Length - nonceSize - tagSize];
        using var aes = new AesGcm(_key.Value, tagSize);
        aes.Decrypt(bytes.AsSpan(0, nonceSize), bytes.AsSpan(nonceSize + tagSize), bytes.AsSpan(nonceSize, tagSize), plain, Encoding.UTF8.GetBytes(team));
        return Encoding.UTF8.GetString(plain);
    }

    /// <summary>Signs the state that a browser carries through an installation.</summary>
    public byte[] Sign(ReadOnlySpan<byte> state) => HMACSHA256.HashData(_key.Value, state);

    /// <summary>Of two processes that start at once the first one's key counts, and none reads half of it.</summary>
    private static byte[] ReadOrMake(string path)
    {
        SecretFile.MakeOnce(path, () => RandomNumberGenerator.GetBytes(KeyBytes));
        var key = File.ReadAllBytes(path);
        return key.Length == KeyBytes ? key : throw new InvalidDataException($"{path} holds no key of {KeyBytes} bytes: restore it from a backup, or delete it and install the app anew.");
    }
}
