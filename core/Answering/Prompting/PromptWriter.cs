using System.Text;
using System.Text.RegularExpressions;
using ChatBot.Answering.Guarding;
using ChatBot.Answering.Retrieval;
using ChatBot.Knowledge.Indexing;
using ChatBot.Language;
using ChatBot.Models;
using Microsoft.Extensions.Options;

namespace ChatBot.Answering.Prompting;

/// <summary>
/// Stage 4: instructions, the contract of the reply, and numbered sources as delimited data; in <c>Model:PromptTokens</c> tokens. Short at
/// first; examples and what went wrong before cost time and money, and come when a draft has been refused.
/// </summary>
public sealed partial class PromptWriter(
    IPromptVersions versions,
    IPromptExamples examples,
    TopicSource topic,
    IOptions<AnswerOptions> options,
    IOptions<RetrievalOptions> retrieval,
    IOptions<ModelOptions> model
)
{
    private const int ExampleCount = 3;

    /// <summary>Tokens that the best source has in any case; and the share of all that a question may take.</summary>
    private const int LeastSource = 200,
        QuestionShare = 4;

    /// <summary>The version that counts for a conversation; read for receipts also where no prompt is written.</summary>
    public Task<PromptVersion> VersionAsync(string workspace, string conversation, CancellationToken cancel = default) =>
        versions.ForAsync(workspace, conversation, cancel);

    /// <summary>The short prompt.</summary>
    public Prompt Write(PromptVersion version, QuestionReading question, IReadOnlyList<Passage> passages)
    {
        var (system, asked) = (System(version, mistakes: ""), Asked(question));
        var sources = Fitting(passages, Left(system, asked));
        return new Prompt(system, User(asked, sources, [])) { Sources = sources.Count };
    }

    /// <summary>With approved examples and lessons, as far as they fit beside the sources.</summary>
    public async Task<Prompt> WriteFullyAsync(
        string workspace,
        PromptVersion version,
        QuestionReading question,
        IReadOnlyList<Passage> passages,
        CancellationToken cancel = default
    )
    {
        var (system, asked) = (System(version, mistakes: ""), Asked(question));
        var sources = Fitting(passages, Left(system, asked));
        var left = Left(system, User(asked, sources, []));
        if (TokenEstimate.Of(version.Mistakes) is > 0 and var mistakes && mistakes <= left)
        {
            system = System(version, version.Mistakes);
            left -= mistakes;
        }
        var similar = await examples.SimilarAsync(workspace, question, ExampleCount, cancel);
        var fitting = similar.TakeWhile(example => (left -= TokenEstimate.Of(example.Question) + TokenEstimate.Of(example.Answer)) >= 0);
        return new Prompt(system, User(asked, sources, [.. fitting])) { Sources = sources.Count };
    }

    /// <summary>Of a very long one its beginning: sources that answer are worth more.</summary>
    private string Asked(QuestionReading question) => TokenEstimate.Begin(question.Text, model.Value.PromptTokens / QuestionShare);

    private int Left(params ReadOnlySpan<string> texts)
    {
        var left = model.Value.PromptTokens;
        foreach (var text in texts)
            left -= TokenEstimate.Of(text);
        return left;
    }

    /// <summary>One pass over the template: text that a value brings in is never read as a placeholder.</summary>
    private string System(PromptVersion version, string mistakes) =>
        Placeholder()
            .Replace(
                version.Template,
                match =>
                    match.Value switch
                    {
                        "{topic}" => topic.Topic is { } file ? $"{file.Name}. {file.Description}".Trim() : "whatever the sources are about",
                        "{max_words}" => options.Value.MaxWords.ToString(),
                        _ => mistakes,
                    }
            )
            .Trim() + $"\n\n{ShippedPrompt.Contract}";

    /// <summary>The best sources that fit; the first one in any case, if need be without its end.</summary>
    private List<(string Title, string Text)> Fitting(IReadOnlyList<Passage> passages, int budget)
    {
        var fitting = new List<(string, string)>();
        foreach (var passage in passages.Take(retrieval.Value.TopK))
        {
            var tokens = TokenEstimate.Of(passage.Title) + TokenEstimate.Of(passage.Text);
            if (tokens > budget && fitting.Count > 0)
                break;
            fitting.Add((passage.Title, tokens > budget ? TokenEstimate.Begin(passage.Text, Math.Max(budget, LeastSource)) : passage.Text));
            budget -= tokens;
        }
        return fitting;
    }

    /// <summary>Sources, examples and question between tags that their own text cannot close.</summary>
    private static string User(string question, List<(string Title, string Text)> sources, IReadOnlyList<PromptExample> examples)
    {
        var text = new StringBuilder();
        for (var i = 0; i < sources.Count; i++)
            text.Append(
                $"<source number=\"{i + 1}\" "
                    + $"title=\"{Data(sources[i].Title).Replace('"', '\'')}\">\n{Data(sources[i].Text)}\n</source>\n\n"
            );
        if (examples.Count > 0)
            text.Append("Answers to other questions that people approved, for tone and length; they are no sources:\n");
        foreach (var (asked, answer) in examples)
            text.Append($"<example>\n{Data(asked)}\n{Data(answer)}\n</example>\n\n");
        return text.Append($"<question>\n{Data(question)}\n</question>").ToString();
    }

    /// <summary>Text of others, which cannot close the tags around it.</summary>
    internal static string Data(string text) => Tag().Replace(text, "‹$1");

    [GeneratedRegex(@"\{(?:topic|max_words|mistakes)\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"<(/?(?:source|example|question|draft)\b)", RegexOptions.IgnoreCase)]
    private static partial Regex Tag();
}
