using System.Text.Json;
using ChatBot.Answering.Evaluation;
using ChatBot.TestKit;

namespace ChatBot.Benchmarks.Comparison;

/// <summary>
/// The SQuAD paragraphs, spread evenly among made-up documents, so that no engine gains by the order in which it met them; or the pages of
/// a documentation that no weight of this program was fitted on.
/// </summary>
internal static class ComparedCorpus
{
    /// <summary>Writes <paramref name="count"/> documents as JSON Lines, all the paragraphs at least.</summary>
    public static void Write(string path, int count)
    {
        var paragraphs = File.ReadAllLines(SharedData.PathOf("squad/corpus.jsonl"));
        var fillers = Math.Max(0, count - paragraphs.Length);
        var fillerPath = $"{path}.fillers";
        FillerCorpus.Write(fillerPath, paragraphs.Length, paragraphs.Length + fillers);
        using var filler = File.ReadLines(fillerPath).GetEnumerator();
        using var file = new StreamWriter(path);
        for (var (i, written) = (0, 0); i < paragraphs.Length; i++)
        {
            for (; written < (long)fillers * (i + 1) / paragraphs.Length && filler.MoveNext(); written++)
                file.WriteLine(filler.Current);
            file.WriteLine(paragraphs[i]);
        }
        File.Delete(fillerPath);
    }

    /// <summary>Writes the first of the fixed questions.</summary>
    public static void WriteCases(string path, int count) =>
        File.WriteAllLines(path, File.ReadLines(SharedData.PathOf("squad/cases-1000.jsonl")).Take(count));

    /// <summary>Writes 211 Markdown pages, each one document, and the 52 questions about them that they answer.</summary>
    public static async Task WriteDocumentationAsync(string corpus, string cases)
    {
        var folder = SharedData.PathOf("docs_dlt/docs");
        var pages = Directory
            .EnumerateFiles(folder, "*.md*", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .ToDictionary(path => Path.GetRelativePath(folder, path).Replace('\\', '/'), File.ReadAllText);
        await File.WriteAllLinesAsync(
            corpus,
            pages.Select(page =>
                JsonSerializer.Serialize(
                    new
                    {
                        id = page.Key,
                        title = TitleOf(page.Value) ?? page.Key,
                        text = page.Value,
                    }
                )
            )
        );
        await using var file = new StreamWriter(cases);
        await foreach (var one in EvaluationCase.ReadAsync(SharedData.PathOf("docs_dlt/facts.jsonl")))
            if (one.Answerable)
                await file.WriteLineAsync(
                    JsonSerializer.Serialize(
                        one with
                        {
                            ExpectedDocuments =
                            [
                                .. pages.Keys.Where(page => one.ExpectedDocuments!.Any(its => FactMatch.IsPage(page, its))),
                            ],
                        },
                        JsonSerializerOptions.Web
                    )
                );
    }

    /// <summary>Of its front matter.</summary>
    private static string? TitleOf(string page) =>
        page.Split('\n')
            .FirstOrDefault(line => line.StartsWith("title:", StringComparison.Ordinal))
            ?["title:".Length..].Trim(' ', '"', '\r');
}
