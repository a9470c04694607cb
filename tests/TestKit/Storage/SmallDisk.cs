using System.Diagnostics;

namespace ChatBot.TestKit.Storage;

/// <summary>A disk of its own for a data folder, which a test may fill, free and make read-only. Linux lets root mount one.</summary>
public sealed class SmallDisk : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("chatbot-disk-").FullName;

    private SmallDisk() { }

    /// <summary>A folder on it.</summary>
    public string Folder => Path.Combine(_folder, "data");

    private string Filler => Path.Combine(_folder, "filler");

    /// <returns>Null where this account may not mount.</returns>
    public static SmallDisk? TryMount(int megabytes)
    {
        var disk = new SmallDisk();
        if (OperatingSystem.IsLinux() && Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", disk._folder))
            return disk;
        Directory.Delete(disk._folder);
        return null;
    }

    /// <summary>Leaves no byte free.</summary>
    public void Fill()
    {
        using var filler = new FileStream(Filler, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[4096];
        try
        {
            while (true)
                filler.Write(block);
        }
        catch (IOException)
        {
            // Full.
        }
    }

    public void Free() => File.Delete(Filler);

    /// <summary>Nobody may have a file on it open for writing.</summary>
    public void MakeReadOnly()
    {
        if (!Run("mount", "-o", "remount,ro", _folder))
            throw new IOException($"{_folder} cannot be made read-only");
    }

    public void Dispose()
    {
        if (Run("umount", _folder) || Run("umount", "-l", _folder))
            Directory.Delete(_folder);
    }

    private static bool Run(string command, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true })!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false; // no such program
        }
    }
}

/// <summary>A fact about a SQLite file, and about a disk of its own where <see cref="NeedsDisk"/> says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SqliteFactAttribute : FactAttribute
{
    private bool _needsDisk;

    public SqliteFactAttribute() => Skip = TestStorage.IsPostgres ? "A server's files and disks are its own." : null;

    public bool NeedsDisk
    {
        get => _needsDisk;
        set
        {
            _needsDisk = value;
            if (!value || Skip is not null)
                return;
            using var disk = SmallDisk.TryMount(1);
            Skip = disk is null ? "This account may not mount a disk." : null;
        }
    }
}
