using System.Security.Cryptography;
using System.Text;

namespace ChatBot.Privacy;

/// <summary>
/// Seals what a row must give back and the database must not show: messages that wait, replies on their way, addresses. Sealed text
/// begins with <see cref="Mark"/>; what an older version stored in clear does not, and is read as it is.
/// </summary>
/// <param name="pseudonymKey">The secret that all instances share; the sealing key is derived from it.</param>
public sealed class RowSeal(byte[] pseudonymKey)
{
    /// <summary>Stands before sealed text; the figure counts ways of sealing.</summary>
    public const string Mark = "sealed:1:";

    private readonly SecretSeal _seal = new(
        HKDF.DeriveKey(HashAlgorithmName.SHA256, pseudonymKey, SecretSeal.KeyBytes, info: "texts and addresses in rows"u8.ToArray())
    );

    /// <param name="place">What the text belongs to, say kind and workspace; opening it needs the same.</param>
    public string Close(string text, string place) => Mark + _seal.Close(Encoding.UTF8.GetBytes(text), place);

    /// <exception cref="CryptographicException">Sealed with another key, for another place, or changed.</exception>
    public string Open(string stored, string place)
    {
        if (!stored.StartsWith(Mark, StringComparison.Ordinal))
            return stored;
        try
        {
            return Encoding.UTF8.GetString(_seal.Open(stored[Mark.Length..], place));
        }
        catch (FormatException broken)
        {
            throw new CryptographicException("not a sealed text", broken);
        }
    }
}
