using System.Security.Cryptography;
using System.Text;
using ChatBot.Settings;

namespace ChatBot.Privacy;

/// <summary>Where the key of the <see cref="Pseudonyms"/> comes from: the setting, else a file that only its owner can read.</summary>
public static class PseudonymKey
{
    /// <summary>Name of the file in the data directory.</summary>
    public const string FileName = "pseudonym-key";

    private const int Bytes = 32;
    private const int LeastCharacters = 32;

    /// <summary>
    /// The key as bytes, the same for all programs that start at once (<see cref="SecretFile"/>).
    /// </summary>
    /// <exception cref="InvalidDataException">The file is there and holds no key; a new one would cut all users off from their
    /// past.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder or the file belongs to somebody else.</exception>
    public static byte[] Read(PrivacyOptions options, DataOptions data)
    {
        if (options.PseudonymKey.Length > 0)
            return Encoding.UTF8.GetBytes(options.PseudonymKey);
        var path = data.PathOf(FileName);
        SecretFile.MakeOnce(path, () => Encoding.ASCII.GetBytes(RandomNumberGenerator.GetHexString(Bytes * 2, lowercase: true) + "\n"));
        var text = File.ReadAllText(path).Trim();
        return text.Length >= LeastCharacters
            ? Encoding.UTF8.GetBytes(text)
            : throw new InvalidDataException(
                $"{path} holds no pseudonym key (at least {LeastCharacters} characters): restore it from a backup, or delete it "
                    + "to start with new pseudonyms."
            );
    }
}
