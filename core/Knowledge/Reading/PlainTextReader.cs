using ChatBot.Knowledge.Reading.Blocks;
using ChatBot.Knowledge.Reading.Markdown;
using ChatBot.Knowledge.Reading.Markup;

namespace ChatBot.Knowledge.Reading;

/// <summary>Plain text; the first line is the title where it looks like one. A README that is Markdown is read as that.</summary>
public sealed class PlainTextReader : IDocumentReader
{
    /// <summary>Characters of a document; a longer file is several, so that it need not fit into memory.</summary>
    private const int Longest = 1_000_000;

    /// <summary>Files that programs come with, by names of their own.</summary>
    private const string Names =
        "readme license licence copying copyright notice authors thanks changelog changes news history install contributing faq todo bugs";

    public IReadOnlyCollection<string> Extensions { get; } = [".txt", ".text", ".log", .. Names.Split(' ')];

    public IEnumerable<SourceDocument> Read(FileContent file, Action<string> leftOut, CancellationToken cancel = default)
    {
        using var text = file.OpenText();
        var isLog = Path.GetExtension(file.Name).Equals(".log", StringComparison.OrdinalIgnoreCase);
        string? title = null;
        foreach (var (index, part) in Parts(text).Index())
        {
            cancel.ThrowIfCancellationRequested();
            var outline = OutlineOf(part, file, isLog, first: index == 0);
            title ??= outline.Title ?? Titles.FromFileName(file.Name);
            if (outline.Sections.Count > 0)
                yield return new SourceDocument(index == 0 ? file.Uri : $"{file.Uri}#part-{index + 1}", title, outline.Sections);
        }
    }

    private static Outline OutlineOf(string text, FileContent file, bool isLog, bool first)
    {
        if (!isLog && Path.GetExtension(file.Name).Length == 0 && LooksLikeMarkdown(text))
            return Outline.Of(MarkdownBlocks.Of(text), titled: !first);
        return Outline.Of(PlainText.Of(text, keepLines: isLog, titled: !first || isLog), titled: !first || isLog);
    }

    /// <summary>A heading behind hashes, or a fence of code: nobody writes those in a plain text.</summary>
    private static bool LooksLikeMarkdown(string text)
    {
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (line.StartsWith("```") || line.StartsWith("[!["))
                return true;
            if (line is ['#', ..] && line.IndexOfAnyExcept('#') is > 0 and <= 6 and var level && line[level] == ' ')
                return true;
            if (!line.IsWhiteSpace() && line.Length > 200)
                return false;
        }
        return false;
    }

    /// <summary>Whole paragraphs, up to about the length of a document.</summary>
    private static IEnumerable<string> Parts(TextReader text)
    {
        var part = new System.Text.StringBuilder();
        while (text.ReadLine() is { } line)
        {
            if (part.Length > Longest && (line.Length == 0 || part.Length > 2 * Longest))
            {
                yield return part.ToString();
                part.Clear();
            }
            // A line without an end is cut; where does not matter to who reads on.
            for (; part.Length + line.Length > 4 * Longest; line = line[Longest..])
            {
                yield return part.Append(line, 0, Longest).ToString();
                part.Clear();
            }
            part.Append(line).Append('\n');
        }
        if (part.Length > 0)
            yield return part.ToString();
    }
}
