using System.Xml.Linq;
using ChatBot.Knowledge.Reading.Blocks;

namespace ChatBot.Knowledge.Reading.Office;

/// <summary>The body of a Word document as blocks, in one pass.</summary>
internal sealed class WordBlocks(WordStyles styles, WordNumbering numbering, WordNotes notes, IReadOnlyDictionary<string, string> links)
{
    /// <summary>Wrappers, tables and boxes within each other that are followed.</summary>
    private const int Deepest = 32;

    private readonly WordRuns _runs = new(styles, links);
    private readonly WordTables _tables = new(styles);
    private readonly WordLists _lists = new();
    private readonly List<string> _code = [];
    private WordLine? _merged;

    /// <summary>Beside the text or in a cell: headings there make no sections.</summary>
    private bool IsInBox { get; init; }

    /// <summary>The text of the first paragraph that is styled as the document's title.</summary>
    public string? Title { get; private set; }

    public IEnumerable<Block> Of(IEnumerable<XElement> body)
    {
        foreach (var element in body)
        {
            foreach (var block in Read(element, 0))
                yield return block;
        }
        foreach (var block in Ended())
            yield return block;
    }

    /// <summary>A content control that asks for something nobody has filled in yet, or a table of contents.</summary>
    public static bool IsPlaceholder(XElement control)
    {
        var properties = control.Child("sdtPr");
        return properties.Switch("showingPlcHdr") == true
            || properties.Child("docPartObj").Child("docPartGallery").Value() is "Table of Contents";
    }

    private IEnumerable<Block> Read(XElement element, int depth)
    {
        if (depth > Deepest)
            return [];
        switch (element.Kind())
        {
            case "p":
                return Paragraph(element, depth);
            case "tbl":
                return Table(element, depth);
            case "sdt":
                return IsPlaceholder(element) || element.Child("sdtContent") is not { } content ? [] : Children(content, depth);
            case "AlternateContent":
                return WordRuns.Alternative(element) is { } chosen ? Children(chosen, depth) : [];
            case "customXml" or "ins" or "moveTo" or "smartTag":
                return Children(element, depth);
            default:
                return [];
        }
    }

    private IEnumerable<Block> Children(XElement element, int depth) => element.Elements().SelectMany(child => Read(child, depth + 1));

    private List<Block> Paragraph(XElement paragraph, int depth)
    {
        var blocks = new List<Block>();
        var properties = paragraph.Child("pPr");
        var id = properties.Child("pStyle").Value();
        var style = styles.Paragraph(id);
        if (style.Name.StartsWith("toc ", StringComparison.Ordinal) || style.Name == "table of figures")
        {
            _runs.Read(paragraph, style, new WordLine()); // its fields open and close
            _runs.Boxes.Clear();
            _runs.Notes.Clear();
            return blocks;
        }
        if (style.Level is not null)
            _runs.Fields.Clear(); // a table of contents holds no headings: its end is missing
        var line = _merged ?? new WordLine();
        _runs.Read(paragraph, style, line);
        // Without its own end a paragraph goes on with the next one.
        _merged = properties.Child("rPr").Child("del") is not null || properties.Child("rPr").Child("moveFrom") is not null ? line : null;
        if (_merged is not null)
            return blocks;
        var level = properties.Child("outlineLvl").Number() is { } outline
            ? outline < 9
                ? outline + 1
                : null
            : style.Level;
        if (line.HasText || !Inlines.AreBlank(line.Inlines()))
            Place(properties, id, style, level, line, blocks);
        else if (_code.Count > 0 && line.IsCode)
            _code.Add("");
        var beside = Beside(depth);
        if (_lists.IsOpen && beside.Count > 0)
            _lists.AddToLast(beside);
        else
        {
            if (beside.Count > 0)
                blocks.AddRange(Ended());
            blocks.AddRange(beside);
        }
        return blocks;
    }

    private void Place(XElement? properties, string? id, WordStyle style, int? level, WordLine line, List<Block> blocks)
    {
        var inlines = line.Inlines();
        var mark = Mark(properties, id, style, out var listLevel);
        if (style.Name == "title" && Title is null && !IsInBox)
        {
            Title = BlockWriter.Line(inlines);
            return;
        }
        if (level is not null || style.Name == "title")
        {
            blocks.AddRange(Ended());
            IReadOnlyList<Inline> text = string.IsNullOrEmpty(mark) ? inlines : [new Words(mark + " "), .. inlines];
            blocks.Add(IsInBox ? new Paragraph(text) : new Heading(level ?? 1, text));
        }
        else if (mark is not null)
        {
            blocks.AddRange(EndedCode());
            _lists.Add(listLevel, mark, [new Paragraph(inlines)]);
        }
        else if (line.IsCode && line.HasText)
        {
            blocks.AddRange(EndedList());
            _code.Add(WordLine.Text(inlines));
        }
        else
        {
            blocks.AddRange(Ended());
            blocks.Add(new Paragraph(inlines));
        }
    }

    /// <summary>What stands before a paragraph, counted; null where it is in no list.</summary>
    private string? Mark(XElement? properties, string? id, WordStyle style, out int level)
    {
        var own = properties.Child("numPr");
        var instance = own.Child("numId").Number() ?? style.Numbering;
        level = 0;
        if (instance is null or 0)
            return null;
        level = own.Child("ilvl").Number() ?? style.NumberingLevel ?? numbering.LevelOf(instance.Value, id) ?? 0;
        return numbering.Next(instance.Value, level);
    }

    /// <summary>Text boxes and notes of the paragraph that was read last.</summary>
    private List<Block> Beside(int depth)
    {
        if (_runs.Boxes.Count == 0 && _runs.Notes.Count == 0)
            return [];
        var boxes = _runs.Boxes.ToList();
        var signs = _runs.Notes.ToList();
        _runs.Boxes.Clear();
        _runs.Notes.Clear();
        return [.. boxes.Concat(signs.Select(notes.Find).OfType<XElement>()).SelectMany(part => Apart(part, depth))];
    }

    /// <summary>Blocks with lists of their own.</summary>
    private List<Block> Apart(XElement element, int depth)
    {
        if (depth > Deepest)
            return [];
        var inner = new WordBlocks(styles, numbering, notes, links) { IsInBox = true };
        return [.. inner.Children(element, depth + 1), .. inner.Ended()];
    }

    private List<Block> Table(XElement table, int depth)
    {
        var blocks = new List<Block>(Ended());
        if (WordTables.IsLayout(table))
        {
            foreach (var cell in WordTables.AllCells(table))
            {
                blocks.AddRange(Children(cell, depth + 1));
                blocks.AddRange(Ended());
            }
            return blocks;
        }
        blocks.Add(_tables.Of(table, cell => Inlines.Of(Apart(cell, depth + 1))));
        return blocks;
    }

    private List<Block> Ended() => [.. EndedList(), .. EndedCode()];

    private List<Block> EndedList() => _lists.Take() is { } list ? [list] : [];

    private List<Block> EndedCode()
    {
        if (_code.Count == 0)
            return [];
        var code = new CodeBlock(string.Join('\n', _code));
        _code.Clear();
        return [code];
    }
}
