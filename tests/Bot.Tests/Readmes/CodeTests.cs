using System.Reflection;
using System.Text.RegularExpressions;
using ChatBot.Bot.Hosting.Problems;
using ChatBot.Learning;
using ChatBot.TestKit;

namespace ChatBot.Bot.Tests.Readmes;

/// <summary>The codes of errors: the README lists them all, and the code has them from one place.</summary>
public sealed partial class CodeTests
{
    [SourceFact]
    public void The_readme_lists_the_codes_of_all_errors()
    {
        var listed = Readme
            .Rows(Readme.Top.Section("HTTP API"))
            .Where(row => row.Length == 2 && !row[0].Contains('`'))
            .SelectMany(row => Readme.Spans(row[1]))
            .Where(span => Code().IsMatch(span))
            .ToList();

        Assert.Equal(listed.Distinct(), listed);
        Assert.Equal(Codes().Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    [SourceFact]
    public void No_problem_is_made_with_a_code_of_its_own() =>
        Assert.DoesNotContain(
            new[] { "bot", "core" }.SelectMany(house =>
                Directory.EnumerateFiles(Path.Combine(SharedData.RepositoryRoot!, house), "*.cs", SearchOption.AllDirectories)
            ),
            file => Made().IsMatch(File.ReadAllText(file))
        );

    private static IEnumerable<string> Codes() =>
        new[] { typeof(ProblemCodes), typeof(RefusalCodes) }
            .SelectMany(codes => codes.GetFields(BindingFlags.Public | BindingFlags.Static))
            .Select(code => (string)code.GetRawConstantValue()!)
            .Distinct();

    [GeneratedRegex("^[a-z]+(_[a-z]+)*$")]
    private static partial Regex Code();

    [GeneratedRegex(@"(Problem\s*\.(Of|Invalid|Missing)|(Rating|Proposal|Decision)Result\.Invalid)\(\s*(StatusCodes\.\w+,\s*)?\$?""")]
    private static partial Regex Made();
}
