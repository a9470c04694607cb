using ChatBot.Knowledge.Reading.Blocks;

namespace ChatBot.Knowledge.Reading.Code;

/// <summary>
/// Source code: cut at functions and classes, each under its name, so that a question about a file or a function is answered
/// from it. A first section in prose says what the file defines, in the words of its own comments.
/// </summary>
public sealed class SourceCodeReader : IDocumentReader
{
    /// <summary>Definitions that an overview names.</summary>
    private const int OverviewEntries = 30;

    public IReadOnlyCollection<string> Extensions { get; } = [.. SourceLanguage.Extensions];

    public IEnumerable<SourceDocument> Read(FileContent file, Action<string> leftOut, CancellationToken cancel = default)
    {
        var text = file.Text().TrimEnd();
        if (text.Length == 0)
            return [];
        var language = SourceLanguage.Of(file.Name);
        var lines = text.Split('\n');
        var definitions = SourceDefinitions.Of(language, lines);
        var sections = new List<Section>();
        if (Overview(file.Name, language, lines, definitions) is { Count: > 0 } overview)
            sections.Add(new Section([], overview));
        sections.AddRange(new SourceSections(language, lines, definitions).Cut());
        return [new SourceDocument(file.Uri, file.Name, sections, Names: $"{file.Name} {Path.GetFileNameWithoutExtension(file.Name)}")];
    }

    private static List<Block> Overview(string name, SourceLanguage language, string[] lines, IReadOnlyList<Definition> definitions)
    {
        var blocks = HeaderComment.Read(language, lines).ToList();
        if (blocks is [Paragraph { Content: [Words about, ..] rest }, ..])
        {
            var said = about.Text.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase)
                ? about.Text[(name.Length + 1)..].TrimStart()
                : about.Text;
            blocks[0] = new Paragraph([new CodeSpan(name), new Words($": {said}"), .. rest.Skip(1)]);
        }
        if (definitions.Count == 0)
            return blocks;
        blocks.Add(new Paragraph([new CodeSpan(name), new Words(" defines:")]));
        blocks.Add(
            new ListBlock([
                .. definitions
                    .Take(OverviewEntries)
                    .Select(definition => new ListItem("", [Entry(definition, DefinitionComment.Read(language, lines, definition))])),
            ])
        );
        return blocks;
    }

    private static Paragraph Entry(Definition definition, string summary) =>
        new([new Words(definition.Kind + " "), new CodeSpan(definition.Signature), new Words(summary.Length > 0 ? ": " + summary : "")]);
}
