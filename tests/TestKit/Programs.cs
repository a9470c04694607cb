namespace ChatBot.TestKit;

/// <summary>Programs of this machine.</summary>
public static class Programs
{
    private static readonly string[] Endings = OperatingSystem.IsWindows() ? [".exe", ".cmd", ""] : [""];

    /// <summary>The first of some programs that is there: a name is looked for on the PATH, a path as it stands.</summary>
    public static string? Find(IEnumerable<string> names) => Find(names, Environment.GetEnvironmentVariable("PATH") ?? "");

    internal static string? Find(IEnumerable<string> names, string path) =>
        names
            .SelectMany(name =>
                Path.IsPathRooted(name)
                    ? [name]
                    : path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
                        .SelectMany(folder => Endings.Select(ending => Path.Combine(folder, name + ending)))
            )
            .FirstOrDefault(File.Exists);
}
