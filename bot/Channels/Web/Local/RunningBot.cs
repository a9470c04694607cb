using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ChatBot.Settings;

namespace ChatBot.Bot.Channels.Web.Local;

/// <summary>
/// A bot that serves, as it tells the command line on the same machine: a file in its data folder, which nobody but its account reads, from
/// its start to its end.
/// </summary>
/// <param name="Process">Its id: where no such process runs any more, the file was left behind.</param>
/// <param name="Address">A loopback address.</param>
/// <param name="Secret">Proves that a caller may read the data folder; another one at every start.</param>
/// <param name="Sections">Sections of settings that it knows.</param>
/// <param name="Settings">What it was set to, by key: a keyed hash of each value.</param>
internal sealed record RunningBot(
    int Process,
    string Address,
    string Secret,
    IReadOnlyList<string> Sections,
    IReadOnlyDictionary<string, string> Settings
)
{
    /// <summary>Where a caller puts <see cref="Secret"/>.</summary>
    public const string SecretHeader = "X-ChatBot-Secret";

    private const string FileName = "running.json";

    /// <returns>Null where none says that it runs.</returns>
    public static RunningBot? Find(DataOptions data)
    {
        try
        {
            return Read(data) is { } bot && Runs(bot.Process) ? bot : null;
        }
        catch (Exception unread) when (unread is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Tells of this process; the file appears whole.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder belongs to somebody else.</exception>
    public void Write(DataOptions data)
    {
        var draft = data.PathOf($"{FileName}.{Guid.NewGuid():N}");
        using (var file = PrivateFiles.Create(draft))
            file.Write(Encoding.UTF8.GetBytes(WireJson.Write(this)));
        File.Move(draft, data.PathOf(FileName), overwrite: true);
    }

    /// <summary>Takes the file away, unless another instance on the same folder has told of itself meanwhile.</summary>
    public void Erase(DataOptions data)
    {
        try
        {
            if (Read(data)?.Secret == Secret)
                File.Delete(data.PathOf(FileName));
        }
        catch (Exception kept) when (kept is IOException or UnauthorizedAccessException or JsonException)
        {
            // It is known as left behind by its process.
        }
    }

    /// <summary>Whether the bot was set to the same value.</summary>
    public bool IsSetTo(string key, string? value) =>
        Settings.GetValueOrDefault(key.ToLowerInvariant()) is { } known ? known == Hash(Secret, value) : string.IsNullOrEmpty(value);

    /// <summary>Without the secret it says nothing of a value, which may be a key.</summary>
    public static string Hash(string secret, string? value) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(value ?? "")))[..32];

    private static RunningBot? Read(DataOptions data) =>
        File.Exists(data.PathOf(FileName)) ? WireJson.Read<RunningBot>(File.ReadAllText(data.PathOf(FileName))) : null;

    private static bool Runs(int process)
    {
        try
        {
            using var found = System.Diagnostics.Process.GetProcessById(process);
            return !found.HasExited;
        }
        catch (Exception gone) when (gone is ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }
}
