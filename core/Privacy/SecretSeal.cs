using System.Security.Cryptography;
using System.Text;

namespace ChatBot.Privacy;

/// <summary>
/// Encrypts secrets that are stored (AES-256-GCM), each bound to what it belongs to: copied to another place, it does not open.
/// </summary>
/// <param name="key">32 bytes.</param>
public sealed class SecretSeal(byte[] key)
{
    public const int KeyBytes = 32;

    /// <summary>Base64 of nonce, tag and cipher text.</summary>
    /// <param name="context">What the secret belongs to; opening it needs the same.</param>
    public string Close(ReadOnlySpan<byte> secret, string context)
    {
        var nonce = RandomNumberGenerator.GetBytes(AesGcm.NonceByteSizes.MaxSize);
        var (cipher, tag) = (new byte[secret.Length], new byte[AesGcm.TagByteSizes.MaxSize]);
        using var aes = new AesGcm(key, tag.Length);
        aes.Encrypt(nonce, secret, cipher, tag, Encoding.UTF8.GetBytes(context));
        return Convert.ToBase64String([.. nonce, .. tag, .. cipher]);
    }

    /// <exception cref="CryptographicException">Made with another key, for another context, or changed.</exception>
    public byte[] Open(string closed, string context)
    {
        var bytes = Convert.FromBase64String(closed);
        var (nonceSize, tagSize) = (AesGcm.NonceByteSizes.MaxSize, AesGcm.TagByteSizes.MaxSize);
        if (bytes.Length < nonceSize + tagSize)
            throw new CryptographicException("too short for a sealed secret");
        var secret = new byte[bytes.Length - nonceSize - tagSize];
        using var aes = new AesGcm(key, tagSize);
        aes.Decrypt(
            bytes.AsSpan(0, nonceSize),
            bytes.AsSpan(nonceSize + tagSize),
            bytes.AsSpan(nonceSize, tagSize),
            secret,
            Encoding.UTF8.GetBytes(context)
        );
        return secret;
    }
}
