using System.Text.Json.Nodes;
using ChatBot.Bot.Channels.Rendering;

namespace ChatBot.Bot.Channels.Teams.Rendering;

/// <summary>
/// A document as elements of a card. A card's own text knows neither code nor tables, and would obey markup that a document brought along;
/// here nothing is markup any more.
/// </summary>
internal sealed class CardElements
{
    /// <summary>Lists and quotes within each other, until what is left of a phone's width is words.</summary>
    private const int Deepest = 5;

    /// <summary>About what a container or a pair of columns takes beside its content.</summary>
    private const int ContainerSize = 90;
    private const int LineSize = 80;
    private const int ItemSize = 260;

    private readonly CardSpace _space;

    private CardElements(CardSpace space) => _space = space;

    /// <summary>Never empty.</summary>
    /// <param name="bytes">Of JSON, about; an ellipsis stands where more would follow.</param>
    public static JsonArray Of(Document document, int bytes = int.MaxValue)
    {
        var space = new CardSpace(bytes);
        var elements = new CardElements(space).Directed(document.Blocks);
        if (space is { IsFull: true, IsTold: false })
            elements.Add(CardLines.Of("…", CardLook.Plain));
        else if (elements.Count == 0)
            elements.Add(CardLines.Of(" ", CardLook.Plain));
        return elements;
    }

    /// <summary>What is read from the right stands in containers that say so; code is read from the left all the same.</summary>
    private JsonArray Directed(IReadOnlyList<Block> blocks)
    {
        if (!blocks.Any(ReadingDirection.IsFromTheRight))
            return Write(blocks, 0, isRtl: false);
        var elements = new JsonArray();
        var isRtl = false;
        for (var at = 0; at < blocks.Count && !_space.IsFull; )
        {
            isRtl = ReadingDirection.Of(blocks[at]) ?? isRtl;
            var group = blocks.Skip(at).TakeWhile(block => (ReadingDirection.Of(block) ?? isRtl) == isRtl).ToList();
            at += group.Count;
            if (Write(group, 0, isRtl) is { Count: > 0 } items)
                elements.Add(Container(items, isRtl: isRtl));
        }
        return elements;
    }

    private JsonArray Write(IReadOnlyList<Block> blocks, int depth, bool isRtl)
    {
        var elements = new JsonArray();
        var isParted = false;
        foreach (var block in blocks)
        {
            if (_space.IsFull)
                break;
            var isFirst = true;
            foreach (var element in Of(block, depth, isRtl))
            {
                if (isFirst && elements.Count > 0)
                    element["spacing"] =
                        isParted || block is Block.Heading ? "Medium"
                        : depth > 0 ? "Small"
                        : "Default";
                if (isFirst && isParted)
                    element["separator"] = true;
                elements.Add(element);
                (isFirst, isParted) = (false, false);
            }
            isParted |= block is Block.Rule && elements.Count > 0;
        }
        return elements;
    }

    private IEnumerable<JsonObject> Of(Block block, int depth, bool isRtl) =>
        block switch
        {
            Block.List or Block.Quote when depth >= Deepest => CardLines.Of(
                MarkdownReader.AsWritten(new Document([block]).ToText()).Blocks is [Block.Paragraph words] ? words.Content : [],
                CardLook.Plain,
                _space
            ),
            Block.Paragraph paragraph => CardLines.Of(paragraph.Content, CardLook.Plain, _space),
            Block.Heading heading => CardLines.Of(
                heading.Content,
                new CardLook(Marks.Bold, Size: heading.Level <= 2 ? "Medium" : null),
                _space
            ),
            Block.Code code => Code(code, isRtl),
            Block.Quote quote => Quote(quote, depth, isRtl),
            Block.List list => list
                .Items.Select((item, index) => Item(ListMarker.Of(list, index), item, index, depth, isRtl))
                .OfType<JsonObject>(),
            Block.Table table => CardTable.Of(table, isRtl, _space),
            _ => [],
        };

    /// <summary>A line is an element of its own, and its blanks are such as no client drops.</summary>
    private IEnumerable<JsonObject> Code(Block.Code code, bool isRtl)
    {
        if (code.Text.Length == 0 || !_space.Take(ContainerSize))
            yield break;
        var lines = new JsonArray();
        foreach (var line in code.Text.Split('\n'))
        {
            if (!_space.Take(LineSize))
                break;
            var written = CardLines.Line(CardLines.Runs([new Inline.Text(Blanks.Kept(line), Marks.Code)], CardLook.Plain, _space));
            if (lines.Count > 0)
                written["spacing"] = "None";
            lines.Add(written);
        }
        yield return Container(lines, "emphasis", isRtl ? false : null);
    }

    private IEnumerable<JsonObject> Quote(Block.Quote quote, int depth, bool isRtl)
    {
        if (_space.Take(ContainerSize) && Write(quote.Blocks, depth + 1, isRtl) is { Count: > 0 } items)
            yield return Container(items, "accent");
    }

    /// <summary>What belongs to an item stands below its first line, beside the marker.</summary>
    private JsonObject? Item(string marker, ListItem item, int index, int depth, bool isRtl)
    {
        if (!_space.Take(ItemSize))
            return null;
        var content = Write(item.Blocks, depth + 1, isRtl);
        var columns = new JsonArray(Column($"{marker.Length * 8 + 10}px", [CardLines.Of(marker, CardLook.Plain)]));
        if (content.Count > 0)
            columns.Add(Column("stretch", content));
        var written = new JsonObject { ["type"] = "ColumnSet", ["columns"] = columns };
        if (index > 0)
            written["spacing"] = "Small";
        return written;
    }

    private static JsonObject Column(string width, JsonArray items) =>
        new()
        {
            ["type"] = "Column",
            ["width"] = width,
            ["spacing"] = "None",
            ["items"] = items,
        };

    private static JsonObject Container(JsonArray items, string? style = null, bool? isRtl = null)
    {
        var container = new JsonObject { ["type"] = "Container", ["items"] = items };
        if (style is not null)
            container["style"] = style;
        if (isRtl is { } rtl)
            container["rtl"] = rtl;
        return container;
    }
}

internal static class Blanks
{
    /// <summary>Indentation and columns of code: clients make one blank out of many, and drop those at the beginning.</summary>
    public static string Kept(string line)
    {
        line = line.Replace("\t", "    ");
        if (line.Trim().Length == 0)
            return "\u00A0";
        var kept = line.ToCharArray();
        for (var at = 0; at < kept.Length; at++)
            if (line[at] == ' ' && (at == 0 || line[at - 1] == ' ' || (at + 1 < line.Length && line[at + 1] == ' ')))
                kept[at] = '\u00A0';
        return new string(kept);
    }
}
