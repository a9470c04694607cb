using System.Text;
using ChatBot.Knowledge.Reading.Blocks;

namespace ChatBot.Knowledge.Reading;

/// <summary>
/// Source code: cut at functions and classes, each under its name, so that a question about a file or a function is answered
/// from it. A first section in prose says what the file defines, in the words of its own comments.
/// </summary>
public sealed class SourceCodeReader : IDocumentReader
{
    /// <summary>Neighbouring short definitions share a section up to this many characters.</summary>
    private const int ShortSection = 900;

    /// <summary>Definitions and lines that an overview names.</summary>
    private const int OverviewEntries = 30;

    public IReadOnlyCollection<string> Extensions { get; } = [.. SourceLanguage.Extensions];

    public IEnumerable<SourceDocument> Read(FileContent file, Action<string> leftOut, CancellationToken cancel = default)
    {
        var text = file.Text().TrimEnd();
        if (text.Length == 0)
            return [];
        var language = SourceLanguage.Of(file.Name);
        var lines = text.Split('\n');
        var definitions = language.Definitions(lines);
        var sections = new List<Section>();
        if (Overview(file.Name, language, lines, definitions) is { Length: > 0 } overview)
            sections.Add(new Section([], [new Verbatim(overview)]));
        sections.AddRange(Cut(language, lines, definitions));
        return [new SourceDocument(file.Uri, file.Name, sections, Names: $"{file.Name} {Path.GetFileNameWithoutExtension(file.Name)}")];
    }

    private static string Overview(string name, SourceLanguage language, string[] lines, IReadOnlyList<Definition> definitions)
    {
        var text = new StringBuilder();
        if (HeaderComment.Read(language, lines) is { Length: > 0 } about)
            text.Append('`')
                .Append(name)
                .Append("`: ")
                .Append(about.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase) ? about[(name.Length + 1)..].TrimStart() : about)
                .Append("\n\n");
        var outer = definitions.Where(definition => definition.Kind.Length > 0).ToList();
        if (outer.Count > 0)
            text.Append('`').Append(name).Append("` defines:\n\n");
        foreach (var definition in outer.Take(OverviewEntries))
        {
            text.Append("- ").Append(definition.Kind).Append(" `").Append(definition.Signature).Append('`');
            if (language.SummaryOf(lines, definition) is { Length: > 0 } summary)
                text.Append(": ").Append(summary);
            text.Append('\n');
        }
        return text.ToString().TrimEnd();
    }

    private static IEnumerable<Section> Cut(SourceLanguage language, string[] lines, IReadOnlyList<Definition> definitions)
    {
        var from = 0;
        var names = new List<string>();
        foreach (var definition in definitions)
        {
            var length = 0;
            for (var line = from; line < definition.Start; line++)
                length += lines[line].Length + 1;
            if (length >= ShortSection || (length > 0 && names.Count > 0 && definition.Indent == 0 && length >= ShortSection / 3))
            {
                yield return Code(language, lines[from..definition.Start], names);
                from = definition.Start;
                names = [];
            }
            names.Add(definition.Name);
        }
        yield return Code(language, lines[from..], names);
    }

    private static Section Code(SourceLanguage language, string[] lines, IReadOnlyList<string> names)
    {
        var text = string.Join('\n', lines).Trim('\n');
        var fence = text.Contains("```", StringComparison.Ordinal) ? "~~~~" : "```";
        return new Section(
            names.Count == 0 ? [] : [string.Join(", ", names.Distinct().Take(4))],
            [new Verbatim($"{fence}{language.Name}\n{text}\n{fence}", PassageKind.Code)],
            string.Join(' ', names)
        );
    }
}

/// <param name="Start">First line, with the comments and decorators that belong to it.</param>
/// <param name="Line">The line that names it.</param>
/// <param name="Kind">function, class, table, …</param>
/// <param name="Signature">Name with parameters where they stand on the same line.</param>
internal sealed record Definition(int Start, int Line, int Indent, string Kind, string Name, string Signature);
