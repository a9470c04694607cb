using System.Security.Cryptography;
using System.Text;
using ChatBot.Privacy;
using ChatBot.Settings;
using Microsoft.Extensions.Options;

namespace ChatBot.Bot.Channels.Slack.Installing;

/// <summary>
/// Encrypts the tokens of installations, bound to their team: a row copied to another team does not open. The key lies beside the
/// database, readable by its owner only, so that a copy of the database alone opens nothing; several instances share it
/// (<see cref="SharedSecrets"/>).
/// </summary>
public sealed class TokenCipher(IOptions<DataOptions> data)
{
    public const string FileName = "slack-token-key";

    private readonly Lazy<byte[]> _key = new(() => ReadOrMake(data.Value.PathOf(FileName)));

    public string Encrypt(string token, string team) => new SecretSeal(_key.Value).Close(Encoding.UTF8.GetBytes(token), team);

    /// <exception cref="CryptographicException">Made with another key, for another team, or changed.</exception>
    public string Decrypt(string encrypted, string team) => Encoding.UTF8.GetString(new SecretSeal(_key.Value).Open(encrypted, team));

    internal static byte[] MakeKey() => RandomNumberGenerator.GetBytes(SecretSeal.KeyBytes);

    /// <summary>Signs the state that a browser carries through an installation.</summary>
    public byte[] Sign(ReadOnlySpan<byte> state) => HMACSHA256.HashData(_key.Value, state);

    /// <summary>Of two processes that start at once the first one's key counts, and none reads half of it.</summary>
    private static byte[] ReadOrMake(string path)
    {
        SecretFile.MakeOnce(path, MakeKey);
        var key = File.ReadAllBytes(path);
        return key.Length == SecretSeal.KeyBytes
            ? key
            : throw new InvalidDataException(
                $"{path} holds no key of {SecretSeal.KeyBytes} bytes: restore it from a backup, or delete it and install the app anew."
            );
    }
}
