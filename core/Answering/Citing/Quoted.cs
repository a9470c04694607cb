using ChatBot.Knowledge.Chunking;
using ChatBot.Language;
using Markdig;

namespace ChatBot.Answering.Citing;

/// <summary>What an answer quotes of a passage, as the reader of the document sees it there.</summary>
internal static class Quoted
{
    /// <summary>First words of a sentence that an answer holds in a row: it quotes the sentence, whole or in part.</summary>
    private const int Telling = 6;

    /// <summary>Texts of documents have no emphasis: stars and underscores in them are the author's own.</summary>
    private static readonly MarkdownPipeline Plain = PlainPipeline();

    /// <summary>
    /// The first sentence of the passage that stands in the answer, else the one that shares most words with it: one line without marks.
    /// </summary>
    public static string First(string answer, string passage)
    {
        var lines = Sentences.Split(passage).SelectMany(sentence => Lines(sentence.In(passage), sentence.Kind)).ToList();
        var said = Spelled(answer);
        var stems = Terms.Content(answer);
        return lines.FirstOrDefault(line => Stands(line, said))
            ?? lines.MaxBy(line => Terms.Content(line).Keys.Sum(stem => stems.ContainsKey(stem) ? 1 : 0))
            ?? "";
    }

    private static bool Stands(string line, string said)
    {
        var words = Spelled(line).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length > 1 && said.Contains($" {string.Join(' ', words.Take(Telling))} ", StringComparison.Ordinal);
    }

    private static string Spelled(string text) => $" {string.Join(' ', Terms.Of(text).Select(term => term.Word))} ";

    /// <summary>What a page shows in one piece: a sentence, a cell, a line of code.</summary>
    private static IEnumerable<string> Lines(string text, SentenceKind kind)
    {
        var pieces = kind switch
        {
            SentenceKind.Code => text.Split('\n').Where(line => Sentences.Fence(line.Trim()).Length == 0),
            SentenceKind.TableRow => text.Split('|').Select(Shown),
            SentenceKind.Prose => [Shown(text)],
            _ => text.Split('\n').Select(Shown),
        };
        return pieces
            .Select(piece => string.Join(' ', piece.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))
            .Where(piece => piece.Length > 0);
    }

    private static string Shown(string markdown) => Markdown.ToPlainText(markdown.Trim(), Plain);

    private static MarkdownPipeline PlainPipeline()
    {
        var builder = new MarkdownPipelineBuilder().DisableHtml();
        builder.InlineParsers.TryRemove<Markdig.Parsers.Inlines.EmphasisInlineParser>();
        return builder.Build();
    }
}
