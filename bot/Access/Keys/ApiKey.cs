using System.Security.Cryptography;
using System.Text;

namespace ChatBot.Bot.Access.Keys;

/// <summary>A key that an admin made. The key itself is shown once and stored as a hash.</summary>
/// <param name="Role">One of <see cref="Roles"/>.</param>
/// <param name="Workspace">The only one that it opens.</param>
/// <param name="LastUsed">Null before the first use; exact to some minutes.</param>
/// <param name="Revoked">Null while it opens.</param>
public sealed record ApiKey(
    string Id,
    string Name,
    string Role,
    string Workspace,
    DateTimeOffset Created,
    string CreatedBy,
    DateTimeOffset? LastUsed,
    DateTimeOffset? Revoked
);

/// <summary>Why a key cannot be made.</summary>
public enum KeyFault
{
    NameMissing,
    NameInvalid,
    RoleUnknown,
}

public static class KeyFaults
{
    /// <summary>What to do about it.</summary>
    public static string Message(this KeyFault fault) =>
        fault switch
        {
            KeyFault.NameMissing => "Say what the key is for (name).",
            KeyFault.NameInvalid => $"The name takes at most {ApiKeys.MaxName} printable characters.",
            _ => $"The role must be one of {string.Join(", ", Roles.All)}.",
        };
}

/// <summary>
/// <c>cbk_</c>, the id by which it is found, and 256 random bits. So long a secret needs no slow hash: nobody tries them all.
/// </summary>
internal static class KeyText
{
    public const string Prefix = "cbk_";

    private const int IdLength = 12;

    public static (string Id, string Key) Make()
    {
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdLength / 2));
        return (id, $"{Prefix}{id}_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32))}");
    }

    /// <summary>The id, or null for what is no key of ours.</summary>
    public static string? IdOf(string presented) =>
        presented.StartsWith(Prefix, StringComparison.Ordinal)
        && presented.Length > Prefix.Length + IdLength
        && presented[Prefix.Length + IdLength] == '_'
            ? presented.Substring(Prefix.Length, IdLength)
            : null;

    public static string HashOf(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    /// <summary>Compares in constant time.</summary>
    public static bool IsHashOf(string hash, string key) =>
        CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(hash), Encoding.ASCII.GetBytes(HashOf(key)));
}
