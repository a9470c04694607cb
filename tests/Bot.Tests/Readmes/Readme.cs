using System.Text.RegularExpressions;
using ChatBot.TestKit;

namespace ChatBot.Bot.Tests.Readmes;

/// <summary>A README of the source tree, as its readers see it: sections, tables, code spans.</summary>
/// <param name="Path">From the repository's root, with slashes.</param>
internal sealed partial record Readme(string Path, string Text)
{
    private static readonly string Root = SharedData.RepositoryRoot ?? "";

    /// <summary>The README at the top.</summary>
    public static Readme Top => Of("README.md");

    public static Readme Of(string path) => new(path, File.ReadAllText(System.IO.Path.Combine(Root, path)));

    /// <summary>Every README of the tree but those in folders of builds.</summary>
    public static IReadOnlyList<Readme> All() =>
        [
            .. new[] { "README.md" }
                .Concat(
                    new[] { "bot", "core", "trainer", "tests" }.SelectMany(house =>
                        Directory.EnumerateFiles(System.IO.Path.Combine(Root, house), "README.md", SearchOption.AllDirectories)
                    )
                )
                .Select(file => System.IO.Path.GetRelativePath(Root, System.IO.Path.Combine(Root, file)).Replace('\\', '/'))
                .Where(path => !path.Split('/').Any(part => part is "bin" or "obj" or "node_modules"))
                .Select(Of),
        ];

    /// <summary>The text below a heading, up to the next of its level.</summary>
    public string Section(string heading)
    {
        var parts = Text.Split($"\n## {heading}\n", 2);
        return parts.Length == 2
            ? parts[1].Split("\n## ", 2)[0]
            : throw new InvalidOperationException($"{Path} has no section \"{heading}\".");
    }

    /// <summary>The cells of a text's table rows.</summary>
    public static IReadOnlyList<string[]> Rows(string text) =>
        [.. Row().Matches(text).Select(row => row.Groups[1].Value.Split('|').Select(cell => cell.Trim()).ToArray())];

    /// <summary>What stands in backticks, outside of blocks of code.</summary>
    public static IReadOnlyList<string> Spans(string text) =>
        [.. Span().Matches(Block().Replace(text, "")).Select(span => span.Groups[1].Value)];

    [GeneratedRegex(@"^\| ?(?!word |-|\|)(.*)\|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"`([^`\n]+)`")]
    private static partial Regex Span();

    [GeneratedRegex(@"^ *```.*?^ *```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
