using System.Collections.Concurrent;
using System.Text.Json;

namespace ChatBot.Learning.Registry;

/// <summary>
/// SHA-256 of the served model, by which an adapter knows its base. Gigabytes take seconds to read, so it is worked out once for a path,
/// length and time of writing, and kept in the folder of adapters for the next start.
/// </summary>
public sealed class BaseModelHash(AdapterFolder folder)
{
    private const string FileName = "base-hashes.json";

    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> _known = new();

    /// <returns>Lower-case hexadecimal.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public async Task<string> OfAsync(string path, CancellationToken cancel = default)
    {
        var file = new FileInfo(path);
        var key = $"{file.FullName}|{file.Length}|{file.LastWriteTimeUtc.Ticks}";
        var work = _known.GetOrAdd(key, _ => new Lazy<Task<string>>(() => Task.Run(() => ReadOrMake(key, file.FullName))));
        try
        {
            return await work.Value.WaitAsync(cancel);
        }
        catch (Exception) when (!cancel.IsCancellationRequested)
        {
            _known.TryRemove(new(key, work)); // a file that cannot be read now may be readable later
            throw;
        }
    }

    private string ReadOrMake(string key, string path)
    {
        var kept = Kept();
        if (kept.TryGetValue(key, out var known))
            return known;
        var hash = AdapterFolder.HashOf(path);
        try
        {
            Directory.CreateDirectory(folder.Root);
            var part = Path.Combine(folder.Root, $".{FileName}.{Guid.NewGuid():N}");
            File.WriteAllText(part, WireJson.Write(new Dictionary<string, string> { [key] = hash }));
            File.Move(part, Path.Combine(folder.Root, FileName), overwrite: true);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // It is worked out again at the next start.
        }
        return hash;
    }

    private Dictionary<string, string> Kept()
    {
        try
        {
            return WireJson.Read<Dictionary<string, string>>(File.ReadAllText(Path.Combine(folder.Root, FileName)));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException)
        {
            return []; // not there yet, or not whole
        }
    }
}
