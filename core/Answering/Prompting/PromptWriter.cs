using System.Text;
using System.Text.RegularExpressions;
using ChatBot.Answering.Guarding;
using ChatBot.Answering.Retrieval;
using ChatBot.Knowledge.Indexing;
using ChatBot.Language;
using Microsoft.Extensions.Options;

namespace ChatBot.Answering.Prompting;

/// <summary>Stage 4: the active prompt version, approved examples, and the numbered sources as delimited data.</summary>
public sealed partial class PromptWriter(
    IPromptVersions versions,
    IPromptExamples examples,
    TopicSource topic,
    IOptions<AnswerOptions> options,
    IOptions<RetrievalOptions> retrieval
)
{
    private const int ExampleCount = 3;

    public async Task<Prompt> WriteAsync(
        string workspace,
        string conversation,
        QuestionReading question,
        IReadOnlyList<Passage> passages,
        CancellationToken cancel = default
    )
    {
        var version = await versions.ForAsync(workspace, conversation, cancel);
        var similar = await examples.SimilarAsync(workspace, question, ExampleCount, cancel);
        return new Prompt(version.Id, Fill(version), similar, User(question.Text, [.. passages.Take(retrieval.Value.TopK)]), version.Arm);
    }

    /// <summary>One pass over the template: text that a value brings in is never read as a placeholder.</summary>
    private string Fill(PromptVersion version) =>
        Placeholder()
            .Replace(
                version.Template,
                match =>
                    match.Value switch
                    {
                        "{topic}" => topic.Topic is { } file ? $"{file.Name}. {file.Description}".Trim() : "whatever the sources are about",
                        "{max_words}" => options.Value.MaxWords.ToString(),
                        _ => version.Mistakes,
                    }
            )
            .Trim();

    /// <summary>Sources and question between tags that their own text cannot close.</summary>
    private static string User(string question, IReadOnlyList<Passage> passages)
    {
        var text = new StringBuilder();
        for (var i = 0; i < passages.Count; i++)
            text.Append(
                $"<source number=\"{i + 1}\" "
                    + $"title=\"{Data(passages[i].Title).Replace('"', '\'')}\">\n{Data(passages[i].Text)}\n</source>\n\n"
            );
        return text.Append($"<question>\n{Data(question)}\n</question>").ToString();
    }

    private static string Data(string text) => Tag().Replace(text, "‹$1");

    [GeneratedRegex(@"\{(?:topic|max_words|mistakes)\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"<(/?(?:source|question)\b)", RegexOptions.IgnoreCase)]
    private static partial Regex Tag();
}
