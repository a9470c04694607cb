using System.Xml;

namespace ChatBot.Knowledge.Reading.Office;

/// <summary>What has to be known of a sheet before its rows are read: hidden columns, merged cells, how many rows there are.</summary>
internal sealed class SheetLayout
{
    /// <summary>Merged areas that are kept; a sheet with more is a picture.</summary>
    private const int MostMerged = 200_000;

    public static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        IgnoreWhitespace = false,
    };

    private readonly List<(int From, int To)> _hidden = [];
    private readonly List<Merged> _merged = [];
    private readonly List<(Merged Area, SheetCell Cell)> _open = [];
    private int _next;

    private sealed record Merged(int Top, int Left, int Bottom, int Right);

    public SheetLayout(Stream sheet, bool from1904, CancellationToken cancel)
    {
        From1904 = from1904;
        using var xml = XmlReader.Create(sheet, Settings);
        while (xml.Read())
        {
            if (xml.NodeType != XmlNodeType.Element)
                continue;
            if (xml.LocalName == "row")
            {
                Rows++;
                cancel.ThrowIfCancellationRequested();
            }
            else if (xml.LocalName == "col" && (xml.GetAttribute("hidden") is "1" or "true" || xml.GetAttribute("width") == "0"))
                _hidden.Add((Attribute(xml, "min") - 1, Attribute(xml, "max") - 1));
            else if (xml.LocalName is "autoFilter" or "tablePart")
                NamesColumns = true;
            else if (xml.LocalName == "mergeCell" && _merged.Count < MostMerged && Area(xml.GetAttribute("ref")) is { } area)
                _merged.Add(area);
        }
        _merged.Sort((a, b) => a.Top != b.Top ? a.Top.CompareTo(b.Top) : a.Left.CompareTo(b.Left));
    }

    public bool From1904 { get; }
    public int Rows { get; }

    /// <summary>Its author made a table or a filter of it, so its first row names the columns.</summary>
    public bool NamesColumns { get; }

    public bool IsHidden(int column) => _hidden.Exists(range => column >= range.From && column <= range.To);

    /// <summary>How many columns the cell at a place spans.</summary>
    public int Span(int row, int column) =>
        _merged.Find(area => area.Top == row && area.Left == column) is { } found ? found.Right - found.Left + 1 : 1;

    /// <summary>The cells of a row, with those that reach down from rows above. Rows are asked for from top to bottom.</summary>
    public List<SheetCell> Filled(int row, List<SheetCell> cells)
    {
        if (_merged.Count == 0)
            return cells;
        _open.RemoveAll(open => open.Area.Bottom < row);
        foreach (var (area, cell) in _open)
            if (!cells.Exists(known => known.Column == area.Left))
                cells.Add(cell);
        while (_next < _merged.Count && _merged[_next].Top <= row)
        {
            var area = _merged[_next++];
            if (area.Top == row && area.Bottom > row && cells.Find(cell => cell.Column == area.Left) is { Text: not null } found)
                _open.Add((area, found));
        }
        cells.Sort((a, b) => a.Column.CompareTo(b.Column));
        return cells;
    }

    /// <summary>"BC12" → 54; null where there are no letters.</summary>
    public static int? Column(string? reference)
    {
        var column = 0;
        foreach (var c in reference ?? "")
        {
            if (!char.IsAsciiLetter(c))
                break;
            column = column * 26 + (char.ToUpperInvariant(c) - 'A' + 1);
            if (column > 16384)
                return null;
        }
        return column == 0 ? null : column - 1;
    }

    private static Merged? Area(string? reference)
    {
        if (reference?.Split(':') is not [var first, var last])
            return null;
        return Column(first) is { } left && Column(last) is { } right && Row(first) is { } top && Row(last) is { } bottom
            ? new Merged(top, left, bottom, right)
            : null;
    }

    private static int? Row(string reference) =>
        int.TryParse(reference.AsSpan(reference.AsSpan().IndexOfAnyInRange('0', '9') is >= 0 and var at ? at : 0), out var row)
            ? row
            : null;

    private static int Attribute(XmlReader xml, string name) => int.TryParse(xml.GetAttribute(name), out var number) ? number : 0;
}
