namespace ChatBot.Trainer.Publishing;

/// <summary>Files that appear when they are complete: a killed process or a full disk leaves the one before, or none.</summary>
internal static class WholeFile
{
    /// <summary>Has <paramref name="write"/> write beside <paramref name="path"/> and then gives it the name.</summary>
    public static string Write(string path, Action<string> write)
    {
        var full = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        var unfinished = $"{full}.{Path.GetRandomFileName()}.part";
        try
        {
            write(unfinished);
            File.Move(unfinished, full, overwrite: true);
            return path;
        }
        finally
        {
            File.Delete(unfinished);
        }
    }
}
