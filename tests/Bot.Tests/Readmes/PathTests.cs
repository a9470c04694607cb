using System.Text.RegularExpressions;
using ChatBot.TestKit;
using Microsoft.Extensions.FileSystemGlobbing;
using Microsoft.Extensions.FileSystemGlobbing.Abstractions;

namespace ChatBot.Bot.Tests.Readmes;

/// <summary>Files and folders that READMEs name are there.</summary>
public sealed partial class PathTests
{
    /// <summary>What is made by running or by people, and what only looks like a path.</summary>
    private static readonly HashSet<string> Elsewhere =
    [
        "./data",
        "data/admin-key",
        "TestResults/",
        "10.0.0.0/8",
        "T0123/U0456",
        "T0123/C0789",
        "Migrations/NNN_name.sql",
    ];

    [SourceFact]
    public void Every_file_and_folder_that_a_readme_names_exists()
    {
        var named = Readme
            .All()
            .SelectMany(readme => Readme.Spans(readme.Text).Select(span => (readme.Path, Span: span)))
            .Where(named => Shape().IsMatch(named.Span) && !Elsewhere.Contains(named.Span))
            .Distinct()
            .ToList();

        Assert.True(named.Count > 100, $"{named.Count} paths are named");
        Assert.Equal([], named.Where(named => !IsThere(named.Path, named.Span)));
    }

    /// <summary>
    /// From the README's folder, from its house or from the root; a single name anywhere below the README. A type's file may be named
    /// without its ending.
    /// </summary>
    private static bool IsThere(string readme, string named)
    {
        var root = SharedData.RepositoryRoot!;
        var own = Path.Combine(root, Path.GetDirectoryName(readme)!);
        var house = Path.Combine(root, readme.Contains('/') ? readme.Split('/')[0] : "bot");
        var path = named.TrimEnd('/');
        return new[] { own, house, root }.Any(folder => Exists(folder, path) || Exists(folder, path + ".cs"))
            || (!path.Contains('/') && Directory.EnumerateFileSystemEntries(own, path, SearchOption.AllDirectories).Any());
    }

    private static bool Exists(string folder, string path)
    {
        if (!path.Contains('*'))
            return Path.Exists(Path.Combine(folder, path));
        return Directory.Exists(folder)
            && new Matcher().AddInclude(path).Execute(new DirectoryInfoWrapper(new DirectoryInfo(folder))).HasMatches;
    }

    [GeneratedRegex(@"^(?=.*/|.*\.(cs|js|css|csproj|props|sln|yml|razor|md)$)[\w.*-]+(/[\w.*-]+)*/?$")]
    private static partial Regex Shape();
}
