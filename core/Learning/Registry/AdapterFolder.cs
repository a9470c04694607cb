using System.Security.Cryptography;
using ChatBot.Settings;
using Microsoft.Extensions.Options;

namespace ChatBot.Learning.Registry;

/// <summary>
/// Where adapters lie: <c>adapters/{workspace}/{id}/</c> in the data folder, each with <c>adapter.gguf</c>, <c>manifest.json</c>, the files
/// of PEFT and a README. Instances that serve one workspace share the folder or are each given it.
/// </summary>
public sealed class AdapterFolder(IOptions<DataOptions> data)
{
    /// <summary>The adapter itself.</summary>
    public const string AdapterFile = "adapter.gguf";

    private const int MaxId = 80;

    /// <summary>The folder of all.</summary>
    public string Root => data.Value.PathOf("adapters");

    /// <summary>The folder of one; workspaces are written so that none leads out of <see cref="Root"/>.</summary>
    /// <exception cref="RegistryException">The id is none.</exception>
    public string Of(string workspace, string id) =>
        IsId(id)
            ? Path.Combine(Root, "of-" + Uri.EscapeDataString(workspace), id)
            : throw new RegistryException($"An adapter's id takes 1 to {MaxId} letters, digits, - and _.");

    /// <summary>The file of one.</summary>
    public string FileOf(string workspace, string id) => Path.Combine(Of(workspace, id), AdapterFile);

    /// <summary>What keeps a registered file from being used, in one line without its path; null for nothing.</summary>
    public string? Fault(AdapterManifest manifest)
    {
        if (manifest.AdapterSha256 is not { } registered)
            return "it has no file of its own; only the server that it was made at can serve it";
        try
        {
            var found = HashOf(FileOf(manifest.Workspace, manifest.Id));
            return found == registered ? null : "its file is not the one that was registered (SHA-256 differs)";
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            return "its file is missing";
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return "its file cannot be read";
        }
    }

    /// <summary>SHA-256 of a file, lower-case hexadecimal.</summary>
    public static string HashOf(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }

    private static bool IsId(string id) =>
        id.Length is > 0 and <= MaxId && id.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_');
}
