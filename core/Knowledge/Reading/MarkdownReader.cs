using System.Text;
using ChatBot.Knowledge.Reading.Blocks;
using Markdig;
using Markdig.Extensions.Yaml;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace ChatBot.Knowledge.Reading;

/// <summary>
/// Markdown and MDX: front matter gives title and category, headings give sections; code fences and tables stay as written.
/// </summary>
public sealed class MarkdownReader : IDocumentReader
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UseYamlFrontMatter()
        .UsePipeTables()
        .UsePreciseSourceLocation()
        .Build();
    private static readonly IDeserializer Yaml = new DeserializerBuilder().Build();

    public IReadOnlyCollection<string> Extensions { get; } = [".md", ".mdx", ".markdown"];

    public IEnumerable<SourceDocument> Read(FileContent file, Action<string> leftOut, CancellationToken cancel = default)
    {
        var text = file.Text();
        var matter = FrontMatter(text);
        var (heading, sections) = Sections(text);
        var title = Text(matter, "title") ?? heading ?? Titles.FromFileName(file.Name);
        IReadOnlyList<SourceDocument> documents =
        [
            new SourceDocument(
                file.Uri,
                title,
                sections,
                Text(matter, "category"),
                string.Join(' ', Words(matter, "keywords").Concat(Words(matter, "tags")))
            ),
        ];
        return documents;
    }

    /// <summary>Sections of a Markdown text, and its first heading where the text starts with one.</summary>
    /// <param name="titled">The title is known from elsewhere: a first heading is a section like the others.</param>
    public static (string? Title, IReadOnlyList<Section> Sections) Sections(string text, bool titled = false)
    {
        text = WithoutComponents(text);
        var sections = new List<Section>();
        var path = new List<(int Level, string Title)>();
        string? title = null;
        var from = 0;
        foreach (var block in Markdown.Parse(text, Pipeline))
        {
            if (block is YamlFrontMatterBlock or HtmlBlock { Type: HtmlBlockType.Comment })
            {
                Close(block.Span.Start);
                from = Math.Min(text.Length, block.Span.End + 1);
            }
            if (block is not HeadingBlock heading)
                continue;
            Close(heading.Span.Start);
            from = Math.Min(text.Length, heading.Span.End + 1);
            var name = Plain(heading.Inline);
            if (!titled && title is null && sections.Count == 0 && heading.Level == 1)
            {
                title = name; // the document's own title is not a section below itself
                continue;
            }
            path.RemoveAll(above => above.Level >= heading.Level);
            path.Add((heading.Level, name));
        }
        Close(text.Length);
        return (title, sections);

        void Close(int end)
        {
            var body = end > from ? text[from..end].Trim() : "";
            if (body.Length > 0)
                sections.Add(new Section([.. path.Select(above => above.Title)], [new Verbatim(body)]));
        }
    }

    /// <summary>
    /// MDX imports and components, and comments, are for the site's builder, not for readers. They leave before the parser sees
    /// them: it would take what follows a tag on the next line, a code fence even, for HTML. A quoted note is read like any text.
    /// </summary>
    private static string WithoutComponents(string text)
    {
        var kept = new StringBuilder(text.Length);
        var (fenced, quoted) = (false, false);
        foreach (var written in text.AsSpan().EnumerateLines())
        {
            var line = !fenced || quoted ? WithoutQuoteMarks(written) : written;
            var start = line.TrimStart();
            if (start.StartsWith("```") || start.StartsWith("~~~"))
                (fenced, quoted) = (!fenced, line.Length < written.Length);
            if (
                fenced
                || !(IsComponent(start) || (start.StartsWith("<!--") && start.TrimEnd().EndsWith("-->")) || start is [':', ':', ':', ..])
            )
                kept.Append(line.TrimEnd());
            if (fenced || kept.Length < 2 || kept[^1] != '\n' || kept[^2] != '\n')
                kept.Append('\n');
        }
        return kept.ToString();
    }

    /// <summary>"> a note" is "a note", and "> [!TIP]", which only says how to draw the note, is nothing.</summary>
    private static ReadOnlySpan<char> WithoutQuoteMarks(ReadOnlySpan<char> line)
    {
        var quoted = false;
        while (line.TrimStart() is ['>', .. var rest])
        {
            line = rest is [' ', .. var text] ? text : rest;
            quoted = true;
        }
        return quoted && line.StartsWith("[!") && line.TrimEnd().EndsWith("]") ? [] : line;
    }

    private static bool IsComponent(ReadOnlySpan<char> line) =>
        line is ['<', >= 'A' and <= 'Z', ..]
        || line is ['<', '/', >= 'A' and <= 'Z', ..]
        || (
            line.StartsWith("import ")
            && line.Contains(" from ", StringComparison.Ordinal)
            && line.TrimEnd().TrimEnd(';') is [.., '\'' or '"']
        );

    private static string Plain(ContainerInline? inlines)
    {
        if (inlines is null)
            return "";
        var text = string.Concat(
            inlines
                .Descendants()
                .Select(inline =>
                    inline switch
                    {
                        LiteralInline literal => literal.Content.ToString(),
                        CodeInline code => code.Content,
                        LineBreakInline => " ",
                        _ => "",
                    }
                )
        );
        // Docusaurus writes explicit anchors behind headings: "Title {#anchor}".
        var anchor = text.LastIndexOf("{#", StringComparison.Ordinal);
        return (anchor > 0 ? text[..anchor] : text).Trim();
    }

    private static IReadOnlyDictionary<string, object?> FrontMatter(string text)
    {
        if (!text.StartsWith("---\n", StringComparison.Ordinal))
            return new Dictionary<string, object?>();
        var end = text.IndexOf("\n---", 3, StringComparison.Ordinal);
        if (end < 0)
            return new Dictionary<string, object?>();
        try
        {
            return Yaml.Deserialize<Dictionary<string, object?>?>(text[4..Math.Max(4, end)]) ?? [];
        }
        catch (YamlException)
        {
            return new Dictionary<string, object?>(); // broken front matter costs its title, not the page
        }
    }

    private static string? Text(IReadOnlyDictionary<string, object?> matter, string key) =>
        matter.TryGetValue(key, out var value) && value is string { Length: > 0 } text && !string.IsNullOrWhiteSpace(text)
            ? text.Trim()
            : null;

    private static IEnumerable<string> Words(IReadOnlyDictionary<string, object?> matter, string key) =>
        matter.GetValueOrDefault(key) switch
        {
            string one => [one],
            IEnumerable<object?> many => many.OfType<string>(),
            _ => [],
        };
}
