namespace ChatBot.TestKit;

/// <summary>
/// Finds the optional folder of measuring data, <c>shared/data</c>, that may lie beside the repository (or beside any folder above it).
/// The product never needs it; a test that does says so with <see cref="SharedFactAttribute"/> and is skipped without it.
/// </summary>
public static class SharedData
{
    /// <summary>The folder that holds ChatBot.sln, or null when the tests run from somewhere else.</summary>
    public static string? RepositoryRoot { get; } =
        Ancestors(AppContext.BaseDirectory).FirstOrDefault(folder => File.Exists(Path.Combine(folder, "ChatBot.sln")));

    /// <summary>The nearest <c>shared/data</c> in a folder above the repository root, or null.</summary>
    public static string? Folder { get; } =
        Ancestors(Directory.GetParent(RepositoryRoot ?? AppContext.BaseDirectory)?.FullName)
            .Select(folder => Path.Combine(folder, "shared", "data"))
            .FirstOrDefault(Directory.Exists);

    /// <summary>True when <paramref name="relative"/> (say <c>pii/cases.jsonl</c>), file or folder, is there.</summary>
    public static bool Has(string relative) => Folder is not null && Path.Exists(Path.Combine(Folder, relative));

    /// <summary>The full path of <paramref name="relative"/>; a clear error when it is absent.</summary>
    public static string PathOf(string relative) =>
        Has(relative)
            ? Path.Combine(Folder!, relative)
            : throw new FileNotFoundException(
                $"shared/data/{relative} is not beside the repository; mark the test [SharedFact(\"{relative}\")]."
            );

    private static IEnumerable<string> Ancestors(string? start)
    {
        for (var folder = start is null ? null : new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            yield return folder.FullName;
    }
}

/// <summary>A fact that needs a file or folder of <see cref="SharedData"/>, and is skipped where that is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedFactAttribute : FactAttribute
{
    public SharedFactAttribute(string relative) => Skip = SkipReason(relative);

    internal static string? SkipReason(string relative) =>
        SharedData.Has(relative) ? null : $"Needs shared/data/{relative} beside the repository.";
}

/// <summary>A theory that needs a file or folder of <see cref="SharedData"/>, and is skipped where that is absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedTheoryAttribute : TheoryAttribute
{
    public SharedTheoryAttribute(string relative) => Skip = SharedFactAttribute.SkipReason(relative);
}
