using ChatBot.Knowledge.Reading.Blocks;
using ChatBot.Knowledge.Reading.Markdown;

namespace ChatBot.Knowledge.Reading.Data;

/// <summary>How values become documents: objects with a text are documents of their own, others are records.</summary>
internal static class JsonDocuments
{
    /// <summary>Records, and characters of them, that one document holds.</summary>
    private const int MostSections = 1000;

    private const int MostCharacters = 1_000_000;

    /// <summary>The documents among a file's values in their order, then the others as records.</summary>
    public static IEnumerable<SourceDocument> Of(FileContent file, IEnumerable<DataNode> values)
    {
        var open = new List<Section>();
        var scalars = new List<ListItem>();
        var characters = 0;
        var from = 1;
        var number = 0;
        using var all = values.GetEnumerator();
        var isThere = all.MoveNext();
        while (isThere)
        {
            var value = all.Current;
            isThere = all.MoveNext();
            if (AsDocument(value) is { } document)
            {
                yield return document;
                continue;
            }
            if (ApiDescription.IsOne(value))
            {
                yield return ApiDescription.Read(file, value);
                continue;
            }
            number++;
            if (value is DataScalar scalar)
            {
                if (scalar.Text is { Length: > 0 } text)
                    scalars.Add(new ListItem("", text));
                characters += scalar.Value.Length;
            }
            else
            {
                Close();
                var sections = DataRecords.Sections(value, isOneOfMany: isThere || number > 1);
                open.AddRange(sections);
                characters += sections.Sum(section => section.Text.Length);
            }
            if (open.Count + scalars.Count < MostSections && characters < MostCharacters)
                continue;
            Close();
            if (open.Count > 0)
                yield return Records(file, open, from);
            open = [];
            characters = 0;
            from = number + 1;
        }
        Close();
        if (open.Count > 0)
            yield return Records(file, open, from);

        void Close()
        {
            if (scalars.Count > 0)
                open.Add(new Section([], [new ListBlock([.. scalars])]));
            scalars.Clear();
        }
    }

    /// <summary>A corpus line <c>{"id", "title"?, "text", "category"?}</c> as a document; null for anything else.</summary>
    private static SourceDocument? AsDocument(DataNode value)
    {
        if (Said(value["text"]) is not { } text || Said(value["id"]) is not { } id)
            return null;
        var outline = Outline.Of(MarkdownBlocks.Of(text));
        return new SourceDocument(id, Said(value["title"]) ?? outline.Title ?? id, outline.Sections, Said(value["category"]));
    }

    private static string? Said(DataNode? value) =>
        value is DataScalar { IsWord: false, IsNothing: false } scalar && !string.IsNullOrWhiteSpace(scalar.Value) ? scalar.Value : null;

    private static SourceDocument Records(FileContent file, IReadOnlyList<Section> sections, int from)
    {
        var title = Titles.FromFileName(file.Name);
        return new SourceDocument(
            from == 1 ? file.Uri : $"{file.Uri}#from record {from}",
            from == 1 ? title : $"{title}, from record {from}",
            sections,
            Names: file.Name
        );
    }
}
