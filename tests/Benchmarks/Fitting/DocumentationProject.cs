using System.IO.Compression;
using System.Text.Json;
using ChatBot.Answering.Evaluation;

namespace ChatBot.Benchmarks.Fitting;

/// <summary>
/// The documentation of a project with questions about it, as people ask them: <c>Documentation/PROJECT.zip</c> holds the pages,
/// <c>PROJECT.jsonl</c> the questions with the facts that a right answer holds.
/// </summary>
/// <param name="Pages">A folder.</param>
internal sealed record DocumentationProject(string Name, string Pages, IReadOnlyList<DocumentationQuestion> Questions)
{
    public static IReadOnlyList<DocumentationProject> ReadAll(string folder)
    {
        var pages = Directory.CreateTempSubdirectory("chatbot-documentation-").FullName;
        return
        [
            .. Directory
                .EnumerateFiles(folder, "*.zip")
                .Order(StringComparer.Ordinal)
                .Select(zip =>
                {
                    var name = Path.GetFileNameWithoutExtension(zip);
                    ZipFile.ExtractToDirectory(zip, Path.Combine(pages, name));
                    File.Delete(Path.Combine(pages, name, "LICENSE")); // no page of the documentation
                    return new DocumentationProject(
                        name,
                        Path.Combine(pages, name),
                        [
                            .. File.ReadLines(Path.ChangeExtension(zip, "jsonl"))
                                .Where(line => line.Length > 0)
                                .Select(DocumentationQuestion.Read),
                        ]
                    );
                }),
        ];
    }
}

/// <param name="Facts">A right answer holds one form of each group.</param>
/// <param name="Pages">Those that hold a right answer, the best one first.</param>
/// <param name="Paraphrase">It shares hardly a word with the section that answers it.</param>
internal sealed record DocumentationQuestion(
    string Question,
    string Kind,
    IReadOnlyList<IReadOnlyList<string>> Facts,
    IReadOnlyList<string> Pages,
    bool Answerable,
    bool Paraphrase = false,
    IReadOnlyList<string>? MustNot = null
)
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    /// <summary>Share of the facts that an answer holds; 0 where it says what it must not.</summary>
    public double Held(string answer)
    {
        var match = new FactMatch(answer);
        return Facts.Count == 0 || (MustNot ?? []).Any(match.Holds) ? 0 : Facts.Average(group => group.Any(match.Holds) ? 1.0 : 0);
    }

    public static DocumentationQuestion Read(string line) => JsonSerializer.Deserialize<DocumentationQuestion>(line, Web)!;
}
