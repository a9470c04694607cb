using System.Security.Cryptography;
using System.Text;
using ChatBot.Settings;
using Microsoft.Extensions.Options;

namespace ChatBot.Bot.Admin.Access;

/// <summary>The one key that admits admins: configured, or made at first start and kept in a file that only the owner reads.</summary>
public sealed class AdminKey
{
    public const string FileName = "admin-key";

    private readonly byte[] _hash;

    /// <exception cref="IOException">The key file cannot be read or made.</exception>
    public AdminKey(IOptions<AdminOptions> admin, IOptions<DataOptions> data)
    {
        var configured = admin.Value.ApiKey.Trim();
        File = configured.Length > 0 ? null : data.Value.PathOf(FileName);
        _hash = Hash(File is null ? configured : ReadOrMake(File));
    }

    /// <summary>Where the key lies; null where it is configured.</summary>
    public string? File { get; }

    /// <summary>Compares in constant time; the hash hides even the length.</summary>
    public bool Matches(string presented) => CryptographicOperations.FixedTimeEquals(Hash(presented), _hash);

    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    /// <summary>Two processes may start at once: the file appears whole or not at all, and the first one wins.</summary>
    private static string ReadOrMake(string path)
    {
        if (!System.IO.File.Exists(path))
            Make(path);
        var key = System.IO.File.ReadAllText(path).Trim();
        return key.Length > 0 ? key : throw new IOException($"{path} is empty: delete it and start again, or set Admin:ApiKey.");
    }

    private static void Make(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var draft = $"{path}.{Guid.NewGuid():N}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var writer = new StreamWriter(draft, Encoding.ASCII, options))
            writer.WriteLine(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24)));
        try
        {
            System.IO.File.Move(draft, path, overwrite: false);
        }
        catch (IOException) when (System.IO.File.Exists(path))
        {
            System.IO.File.Delete(draft);
        }
    }
}
