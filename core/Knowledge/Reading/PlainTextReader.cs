using ChatBot.Knowledge.Reading.Blocks;

namespace ChatBot.Knowledge.Reading;

/// <summary>Plain text; the first line is the title where it looks like one.</summary>
public sealed class PlainTextReader : IDocumentReader
{
    private const int LongestTitle = 100;

    public IReadOnlyCollection<string> Extensions { get; } = [".txt", ".text", ".rst", ".adoc", ".log", "readme", "license", "changelog"];

    public IEnumerable<SourceDocument> Read(FileContent file, Action<string> leftOut, CancellationToken cancel = default)
    {
        var text = file.Text().Trim();
        var lines = text.Split('\n', 3);
        var first = lines[0].Trim().TrimStart('#', '=').Trim();
        var titled =
            lines.Length > 1
            && first.Length is > 2 and <= LongestTitle
            && first[^1] is not ('.' or ',' or ';' or ':')
            && (lines[1].AsSpan().IsWhiteSpace() || !lines[1].AsSpan().Trim().ContainsAnyExcept("=-~"));
        IReadOnlyList<SourceDocument> documents =
            text.Length == 0
                ? []
                :
                [
                    new SourceDocument(
                        file.Uri,
                        titled ? first : Titles.FromFileName(file.Name),
                        [new Section([], [new Verbatim(titled ? text[lines[0].Length..].Trim() : text)])]
                    ),
                ];
        return documents;
    }
}
