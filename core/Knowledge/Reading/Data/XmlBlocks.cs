using ChatBot.Knowledge.Reading.Blocks;

namespace ChatBot.Knowledge.Reading.Data;

/// <summary>An element's text as blocks: headings by titles, paragraphs, lists, tables, code; what holds no texts as records.</summary>
internal static class XmlBlocks
{
    /// <summary>A value of data is hardly longer.</summary>
    private const int LongValue = 300;

    /// <param name="level">Of the headings of its titles.</param>
    public static IEnumerable<Block> Of(XmlPart part, int level)
    {
        if (XmlNames.Hidden.Contains(part.Name))
            return [];
        if (XmlNames.Code.Contains(part.Name))
            return [new CodeBlock(part.Text, part["language"] ?? part["lang"] ?? "")];
        if (XmlNames.Tables.Contains(part.Name))
            return Tables(part);
        if (XmlNames.Lists.Contains(part.Name))
            return Listed(part, level);
        if (XmlNames.Pairs.Contains(part.Name))
            return Pairs(part, level);
        if (XmlNames.Asides.Contains(part.Name) && IsText(part))
            return
            [
                new Aside(
                    part.Part("title")?.Text.Trim() ?? char.ToUpperInvariant(part.Name[0]) + part.Name[1..],
                    [.. Within(part, level + 1, untitled: true)]
                ),
            ];
        if (XmlNames.Quotes.Contains(part.Name))
            return [new Quote([.. Within(part, level + 1)])];
        return Within(part, level);
    }

    private static IEnumerable<Block> Within(XmlPart part, int level, bool untitled = false)
    {
        if (!part.HasParts)
            return Leaf(part);
        if (!IsText(part))
            return Data(part, level);
        return Text(part, level, untitled);
    }

    private static IEnumerable<Block> Text(XmlPart part, int level, bool untitled)
    {
        var title = part.Part("title", "head", "heading") ?? part.Part("info")?.Part("title");
        var named = untitled || title is not null ? null : part["title"] ?? part["name"];
        if (!untitled && title is not null)
            yield return new Heading(level, XmlInlines.Of(title));
        else if (named is { Length: > 0 })
            yield return new Heading(level, [new Words(named)]);
        var run = new List<object>();
        foreach (var content in part.Content)
        {
            if (content is string || content is XmlPart inline && part.IsMixed && !IsBlock(inline))
            {
                run.Add(content);
                continue;
            }
            if (Paragraph(run) is { } before)
                yield return before;
            run.Clear();
            var child = (XmlPart)content;
            if (child == title || untitled && child.Name == "title")
                continue;
            if (XmlNames.Paragraphs.Contains(child.Name) && !child.Parts.Any(IsBlock))
            {
                if (Paragraph(child.Content) is { } paragraph)
                    yield return paragraph;
                continue;
            }
            if (child.Name is ['h', >= '1' and <= '6'])
            {
                yield return new Heading(child.Name[1] - '0', XmlInlines.Of(child));
                continue;
            }
            foreach (var block in Of(child, title is null && named is null ? level : level + 1))
                yield return block;
        }
        if (Paragraph(run) is { } last)
            yield return last;
    }

    /// <summary>An element with nothing but words, or nothing at all: a paragraph, or a field by its name.</summary>
    private static IEnumerable<Block> Leaf(XmlPart part)
    {
        var text = part.Text.Trim();
        if (XmlNames.Paragraphs.Contains(part.Name) || XmlNames.Titles.Contains(part.Name) || text.Length > LongValue)
            return text.Length == 0 ? [] : [new Paragraph(XmlInlines.Of(part))];
        var fields = DataRecords.Fields(Node(part), part.Name);
        return fields.Count == 0 ? [] : [new DataRecord(fields, IsRow: false)];
    }

    /// <summary>Data as records: neighbours of one name are rows below it.</summary>
    private static IEnumerable<Block> Data(XmlPart part, int level)
    {
        foreach (var section in DataRecords.Sections(Node(part)))
        {
            foreach (var (depth, heading) in section.Headings.Index())
                yield return new Heading(level + 1 + depth, [new Words(heading)]);
            foreach (var block in section.Blocks)
                yield return block;
        }
    }

    /// <summary>Data as a value: fields by the names of elements and attributes, a list where a name comes again.</summary>
    public static DataNode Node(XmlPart part)
    {
        var text = part.HasParts ? "" : part.Text.Trim();
        var attributes = part.Attributes.Where(attribute => attribute.Value.Length > 0 && attribute.Name != "schemaLocation").ToList();
        if (!part.HasParts && attributes.Count == 0)
            return new DataScalar(text);
        var map = new DataMap();
        foreach (var (name, value) in attributes)
            map.Entries.Add((name, new DataScalar(value)));
        if (text.Length > 0)
            map.Entries.Add(("", new DataScalar(text)));
        foreach (var group in part.Parts.GroupBy(child => child.Name))
        {
            var nodes = group.Select(Node).ToList();
            if (nodes.Count == 1)
            {
                map.Entries.Add((group.Key, nodes[0]));
                continue;
            }
            var list = new DataList();
            list.Values.AddRange(nodes);
            map.Entries.Add((group.Key, list));
        }
        return map;
    }

    private static IEnumerable<Block> Listed(XmlPart list, int level)
    {
        if (list.Part("title")?.Text.Trim() is { Length: > 0 } title)
            yield return new Paragraph(title);
        var numbered =
            list.Name is "orderedlist" or "ol" or "steps" or "substeps" or "procedure"
            || list["list-type"] == "order"
            || list["type"] == "ordered";
        var number = int.TryParse(list["start"] ?? list["startingnumber"], out var start) ? start - 1 : 0;
        yield return new ListBlock([
            .. list
                .Parts.Where(item => XmlNames.Items.Contains(item.Name))
                .Select(item => new ListItem(numbered ? $"{++number}." : "", [.. Text(item, level + 1, untitled: false)])),
        ]);
    }

    /// <summary>Terms and what they mean.</summary>
    private static IEnumerable<Block> Pairs(XmlPart list, int level)
    {
        var term = "";
        foreach (
            var part in list.Parts.SelectMany(entry =>
                entry.Name is "varlistentry" or "dlentry" or "glossentry" or "def-item" ? entry.Parts : [entry]
            )
        )
        {
            if (part.Name is "term" or "dt" or "glossterm")
                term = term.Length == 0 ? part.Text.Trim() : $"{term}, {part.Text.Trim()}";
            else if (term.Length > 0)
            {
                yield return new Aside(term, [.. Text(part, level + 1, untitled: false)]);
                term = "";
            }
        }
    }

    private static IEnumerable<Block> Tables(XmlPart table)
    {
        if (table.Part("title", "caption")?.Text.Trim() is { Length: > 0 } title)
            yield return new Paragraph(title);
        var rows = new List<IReadOnlyList<IReadOnlyList<Inline>>>();
        var heads = 0;
        Add(table, false);
        if (rows.Count > 0)
            yield return new Table(rows, heads);

        void Add(XmlPart part, bool isHead)
        {
            foreach (var child in part.Parts)
            {
                if (!XmlNames.Rows.Contains(child.Name))
                {
                    Add(child, child.Name == "thead");
                    continue;
                }
                var cells = child.Parts.Where(cell => XmlNames.Cells.Contains(cell.Name)).ToList();
                if (
                    heads == rows.Count
                    && cells.Count > 0
                    && (isHead || child.Name == "sthead" || cells.TrueForAll(cell => cell.Name == "th"))
                )
                    heads++;
                rows.Add([.. cells.Select(XmlInlines.Of)]);
            }
        }
    }

    private static Paragraph? Paragraph(List<object> content)
    {
        var inlines = XmlInlines.Of(content);
        return BlockWriter.Line(inlines).Length == 0 ? null : new Paragraph(inlines);
    }

    private static bool IsBlock(XmlPart part) =>
        XmlNames.IsText(part.Name)
        || XmlNames.Items.Contains(part.Name)
        || XmlNames.Asides.Contains(part.Name)
        || part.Name is "blockquote" or "figure" or "example";

    /// <summary>Whether words stand between elements anywhere in it, an element of a text does, or a value too long for data.</summary>
    private static bool IsText(XmlPart part) =>
        part.IsMixed
        || part.Parts.Any(child =>
            XmlNames.IsText(child.Name) || (child.HasParts ? IsText(child) : child.Content.Sum(text => ((string)text).Length) > LongValue)
        );
}
