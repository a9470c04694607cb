using System.Security.Cryptography;
using System.Text;
using ChatBot.Settings;
using Microsoft.Extensions.Options;

namespace ChatBot.Bot.Access.Keys;

/// <summary>
/// The keys that admit: the admin's, configured or made at first start and kept in a file that only the owner reads, and the
/// reviewers', where one is configured.
/// </summary>
public sealed class AdminKey
{
    public const string FileName = "admin-key";

    private readonly byte[] _hash;
    private readonly byte[]? _reviewers;

    /// <exception cref="IOException">The key file cannot be read or made.</exception>
    public AdminKey(IOptions<AdminOptions> admin, IOptions<DataOptions> data)
    {
        var configured = admin.Value.ApiKey.Trim();
        File = configured.Length > 0 ? null : data.Value.PathOf(FileName);
        _hash = Hash(File is null ? configured : ReadOrMake(File));
        _reviewers = admin.Value.ReviewerKey.Trim() is { Length: > 0 } reviewers ? Hash(reviewers) : null;
    }

    /// <summary>Where the key lies; null where it is configured.</summary>
    public string? File { get; }

    /// <summary>Compares in constant time; the hash hides even the length.</summary>
    public bool Matches(string presented) => CryptographicOperations.FixedTimeEquals(Hash(presented), _hash);

    /// <summary>The role (<see cref="Roles"/>) that a presented key gives, or null for a wrong one.</summary>
    public string? RoleOf(string presented)
    {
        var hash = Hash(presented);
        var (isAdmin, isReviewer) = (
            CryptographicOperations.FixedTimeEquals(hash, _hash),
            _reviewers is not null && CryptographicOperations.FixedTimeEquals(hash, _reviewers)
        );
        return isAdmin ? Roles.Admin
            : isReviewer ? Roles.Reviewer
            : null;
    }

    /// <summary>Tells one key of a role from the next without giving it away: a session that was opened with an old key ends.</summary>
    public string? Generation(string role) =>
        (role == Roles.Admin ? _hash : _reviewers) is { } hash
            ? Convert.ToHexStringLower(SHA256.HashData([.. "session"u8, .. hash]))[..16]
            : null;

    internal static byte[] Make() => Encoding.ASCII.GetBytes(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24)) + "\n");

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    /// <summary>Two processes may start at once: the file appears whole or not at all, and the first one wins.</summary>
    private static string ReadOrMake(string path)
    {
        SecretFile.MakeOnce(path, Make);
        var key = System.IO.File.ReadAllText(path).Trim();
        return key.Length > 0 ? key : throw new IOException($"{path} is empty: delete it and start again, or set Admin:ApiKey.");
    }
}
