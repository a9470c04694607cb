using System.Text;
using ChatBot.Knowledge.Reading.Blocks;
using CsvHelper;

namespace ChatBot.Knowledge.Reading;

/// <summary>
/// Tables as text: a row becomes one line "- column: value; column: value", so that it can be found and quoted on its own.
/// </summary>
public sealed class CsvTableReader : IDocumentReader
{
    private static readonly CsvReaderOptions Settings = CsvReaderOptions.Default with { TrimWhitespace = true };

    public IReadOnlyCollection<string> Extensions { get; } = [".csv", ".tsv"];

    public IEnumerable<SourceDocument> Read(FileContent file, Action<string> leftOut, CancellationToken cancel = default)
    {
        try
        {
            using var csv = CsvReader.FromText(file.Text(), Settings);
            var lines = new StringBuilder();
            while (csv.Read())
            {
                cancel.ThrowIfCancellationRequested();
                AppendRow(csv, lines);
            }
            IReadOnlyList<SourceDocument> documents =
                lines.Length == 0
                    ? []
                    :
                    [
                        new SourceDocument(
                            file.Uri,
                            Titles.FromFileName(file.Name),
                            [new Section([], [new Verbatim(lines.ToString().TrimEnd(), PassageKind.Table)])],
                            Names: $"{file.Name} {string.Join(' ', csv.Headers)}"
                        ),
                    ];
            return documents;
        }
        catch (CsvFormatException error)
        {
            throw new UnreadableDocumentException($"is not a readable table: {error.Message.ReplaceLineEndings(" ")}", error);
        }
    }

    private static void AppendRow(CsvReader csv, StringBuilder lines)
    {
        var start = lines.Length;
        for (var i = 0; i < csv.FieldCount; i++)
        {
            if (csv.GetString(i).ReplaceLineEndings(" ") is not { Length: > 0 } value)
                continue;
            lines.Append(lines.Length == start ? "- " : "; ");
            if (i < csv.Headers.Count && csv.Headers[i].Length > 0)
                lines.Append(csv.Headers[i]).Append(": ");
            lines.Append(value);
        }
        if (lines.Length > start)
            lines.Append('\n');
    }
}
