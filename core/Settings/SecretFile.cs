using System.Runtime.InteropServices;

namespace ChatBot.Settings;

/// <summary>A key that lies in a file of its own, readable by its owner only.</summary>
public static partial class SecretFile
{
    /// <summary>
    /// Makes the file where there is none. It is written whole beside its place and then linked there, which exactly one of several
    /// programs that start at once can do: all of them read the same key afterwards, and none half of it.
    /// </summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder belongs to somebody else.</exception>
    public static void MakeOnce(string path, Func<byte[]> content)
    {
        if (File.Exists(path))
            return;
        PrivateFiles.MakeFolder(Path.GetDirectoryName(path)!);
        var draft = $"{path}.{Guid.NewGuid():N}";
        try
        {
            using (var file = PrivateFiles.Create(draft))
            {
                file.Write(content());
                file.Flush(flushToDisk: true);
            }
            if (!Place(draft, path) && !File.Exists(path))
                throw new IOException($"{path} cannot be made.");
        }
        finally
        {
            File.Delete(draft);
        }
    }

    /// <returns>False where another program was faster.</returns>
    private static bool Place(string draft, string path)
    {
        // File.Move looks for the target and then renames, which two programs can do one over the other; link(2) is one step.
        if (!OperatingSystem.IsWindows() && Link(draft, path) == 0)
            return true;
        if (File.Exists(path))
            return false;
        try
        {
            File.Move(draft, path, overwrite: false); // Windows, and file systems without links
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }
    }

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string existing, string place);
}
