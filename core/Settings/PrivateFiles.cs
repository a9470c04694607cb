namespace ChatBot.Settings;

/// <summary>
/// What the bot writes is for the account that it runs as: folders with mode 700, files with 600, whatever the umask. On Windows a folder
/// has the rights of the one it lies in.
/// </summary>
public static class PrivateFiles
{
    private const UnixFileMode FileRights = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode FolderRights = FileRights | UnixFileMode.UserExecute;

    /// <summary>Makes the folder, and those above it that are missing; one that is there stays as it is.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder above belongs to somebody else.</exception>
    public static DirectoryInfo MakeFolder(string path) =>
        OperatingSystem.IsWindows() ? Directory.CreateDirectory(path) : Directory.CreateDirectory(path, FolderRights);

    /// <summary>
    /// A new, empty file, open for writing; one of that name is deleted first, since a file that is there keeps the mode it has.
    /// </summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder belongs to somebody else.</exception>
    public static FileStream Create(string path)
    {
        File.Delete(path);
        return new FileStream(path, Options(FileMode.CreateNew));
    }

    /// <summary>Makes an empty file where there is none: whoever opens it by its name then writes into a private one.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder belongs to somebody else.</exception>
    public static void MakeEmpty(string path)
    {
        if (!File.Exists(path))
            new FileStream(path, Options(FileMode.OpenOrCreate)).Dispose();
    }

    /// <summary>
    /// Takes rights of others away from a folder and the files that lie directly in it, as an older version or a person made them. What
    /// belongs to somebody else, or lies on a disk that is not written to, stays as it is; links are not followed.
    /// </summary>
    public static void Tighten(string folder)
    {
        if (OperatingSystem.IsWindows() || !Directory.Exists(folder))
            return;
        Tighten(new DirectoryInfo(folder), FolderRights);
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles())
            Tighten(file, FileRights);
    }

    /// <inheritdoc cref="Tighten(string)"/>
    public static void TightenFile(string path) => Tighten(new FileInfo(path), FileRights);

    private static FileStreamOptions Options(FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = FileRights;
        return options;
    }

    private static void Tighten(FileSystemInfo entry, UnixFileMode most)
    {
        try
        {
            if (!OperatingSystem.IsWindows() && entry is { Exists: true, LinkTarget: null } && (entry.UnixFileMode & ~most) != 0)
                entry.UnixFileMode &= most;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // Somebody else's: not ours to change.
        }
    }
}
