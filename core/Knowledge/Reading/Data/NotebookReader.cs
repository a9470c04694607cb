using ChatBot.Knowledge.Reading.Blocks;
using ChatBot.Knowledge.Reading.Markdown;

namespace ChatBot.Knowledge.Reading.Data;

/// <summary>Jupyter notebooks: cells of Markdown with their headings, code in its language, the beginning of what it printed.</summary>
public sealed class NotebookReader : IDocumentReader
{
    /// <summary>Lines, and characters, of an output that are kept.</summary>
    private const int OutputLines = 12;

    private const int OutputLength = 800;

    public IReadOnlyCollection<string> Extensions { get; } = [".ipynb"];

    public IEnumerable<SourceDocument> Read(FileContent file, Action<string> leftOut, CancellationToken cancel = default)
    {
        using var text = file.OpenText();
        if (new JsonValues(text, whole: true, leftOut, cancel).All().FirstOrDefault() is not DataMap notebook)
            throw new UnreadableDocumentException("is no notebook: save it again and ingest it again");
        // Format 3 has its cells in worksheets.
        var cells = notebook["cells"] is { } list
            ? list.Items
            : notebook["worksheets"]?.Items.SelectMany(sheet => sheet["cells"]?.Items ?? []).ToList() ?? [];
        var language = Language(notebook["metadata"]);
        var outline = Outline.Of(cells.SelectMany(cell => Blocks(cell, language)));
        if (outline.Sections.Count == 0 && outline.Title is null)
            yield break;
        yield return new SourceDocument(
            file.Uri,
            notebook["metadata"]?["title"]?.Text ?? outline.Title ?? Titles.FromFileName(file.Name),
            outline.Sections,
            Names: file.Name
        );
    }

    private static IEnumerable<Block> Blocks(DataNode cell, string language)
    {
        var source = Joined(cell["source"] ?? cell["input"]);
        switch (cell["cell_type"]?.Text)
        {
            case "markdown":
                foreach (var block in MarkdownBlocks.Of(source))
                    yield return block;
                break;
            case "heading":
                yield return new Heading(int.TryParse(cell["level"]?.Text, out var level) ? level : 1, [new Words(source)]);
                break;
            case "code":
                yield return new CodeBlock(source, cell["language"]?.Text ?? language);
                foreach (var output in cell["outputs"]?.Items ?? [])
                    if (Printed(output) is { Length: > 0 } printed)
                        yield return new CodeBlock(Short(printed), "text");
                break;
            default: // raw cells are for converters
                break;
        }
    }

    private static string Printed(DataNode output) =>
        output["output_type"]?.Text == "error" || output["output_type"]?.Text == "pyerr"
            ? $"{output["ename"]?.Text}: {output["evalue"]?.Text}"
            : Joined(output["text"] ?? output["data"]?["text/plain"]);

    private static string Short(string printed)
    {
        var lines = printed.Split('\n');
        var text = string.Join('\n', lines.Take(OutputLines));
        return text.Length > OutputLength ? text[..OutputLength].TrimEnd() + "…"
            : lines.Length > OutputLines ? text + "\n…"
            : text;
    }

    /// <summary>Texts stand whole or as a list of their lines.</summary>
    private static string Joined(DataNode? text) =>
        text switch
        {
            DataList lines => string.Concat(lines.Values.Select(line => line.Text)),
            _ => text?.Text ?? "",
        };

    private static string Language(DataNode? metadata) =>
        metadata?["language_info"]?["name"]?.Text
        ?? metadata?["kernelspec"]?["language"]?.Text
        ?? metadata?["kernelspec"]?["name"]?.Text?.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '.')
        ?? "python";
}
