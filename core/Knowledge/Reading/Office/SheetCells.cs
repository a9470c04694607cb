using System.Globalization;
using System.Text;
using System.Xml;

namespace ChatBot.Knowledge.Reading.Office;

/// <param name="Column">From 0.</param>
/// <param name="Text">As the sheet shows it.</param>
/// <param name="IsText">Words, not a number, a date or a truth value.</param>
internal readonly record struct SheetCell(int Column, string Text, bool IsText, bool Bold);

/// <param name="Number">From 1.</param>
/// <param name="Cells">Those that hold something, from left to right.</param>
/// <param name="AfterBlank">Whether an empty row stands above it.</param>
internal sealed record SheetRow(int Number, IReadOnlyList<SheetCell> Cells, bool AfterBlank);

/// <summary>The rows of a sheet as a stream; hidden rows and columns are left out.</summary>
/// <param name="plain">
/// What is stored, not what is shown: dates as 2025-03-14T10:00:00, numbers with all their digits, texts with their lines.
/// </param>
internal sealed class SheetCells(CellStyles styles, SharedTexts texts, SheetLayout layout, bool plain = false)
{
    /// <summary>31 December 9999, and what the serials of old Macintosh books lack.</summary>
    private const double LastDay = 2958465,
        DaysTo1904 = 1462;

    public IEnumerable<SheetRow> Read(Stream sheet, CancellationToken cancel)
    {
        using var xml = XmlReader.Create(sheet, SheetLayout.Settings);
        var number = 0;
        var blank = false;
        while (!xml.EOF)
        {
            if (xml.NodeType != XmlNodeType.Element || xml.LocalName != "row")
            {
                xml.Read();
                continue;
            }
            cancel.ThrowIfCancellationRequested();
            var last = number;
            number = int.TryParse(xml.GetAttribute("r"), out var given) ? given : number + 1;
            blank |= number > last + 1;
            var hidden = xml.GetAttribute("hidden") is "1" or "true" || xml.GetAttribute("ht") == "0";
            var cells = Cells(xml);
            // A merged cell's text stands in each of its rows, also where its own row is hidden.
            var filled = layout.Filled(number, cells);
            if (hidden)
                continue;
            if (filled.Count > 0)
                yield return new SheetRow(number, filled, blank);
            blank = filled.Count == 0;
        }
    }

    private List<SheetCell> Cells(XmlReader xml)
    {
        var cells = new List<SheetCell>();
        if (xml.IsEmptyElement)
        {
            xml.Read();
            return cells;
        }
        var depth = xml.Depth;
        var column = -1;
        xml.Read();
        while (!xml.EOF && xml.Depth > depth)
        {
            if (xml.NodeType != XmlNodeType.Element || xml.LocalName != "c")
            {
                xml.Read();
                continue;
            }
            column = SheetLayout.Column(xml.GetAttribute("r")) ?? column + 1;
            if (Cell(xml, column) is { Text.Length: > 0 } cell && !layout.IsHidden(column))
                cells.Add(cell);
        }
        return cells;
    }

    private SheetCell Cell(XmlReader xml, int column)
    {
        var type = xml.GetAttribute("t") ?? "n";
        var style = int.TryParse(xml.GetAttribute("s"), out var index) ? index : 0;
        string value = "",
            inline = "";
        if (xml.IsEmptyElement)
            xml.Read();
        else
        {
            var depth = xml.Depth;
            xml.Read();
            while (!xml.EOF && xml.Depth > depth)
            {
                if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "v")
                    value = xml.ReadElementContentAsString();
                else if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "is")
                    inline = SharedTexts.Read(xml);
                else if (xml.NodeType == XmlNodeType.Element)
                    xml.Skip(); // the formula
                else
                    xml.Read();
            }
            xml.Read();
        }
        var (text, isText) = type switch
        {
            "s" => (int.TryParse(value, out var shared) ? texts[shared] : "", true),
            "inlineStr" => (inline, true),
            "str" or "e" => (value, type == "str"),
            "b" => (value is "1" or "true" ? "TRUE" : "FALSE", false),
            "d" => (value, false),
            _ => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                ? (plain ? Plain(number, styles.Format(style)) : styles.Format(style).Show(number, layout.From1904), false)
                : (value, value.Length > 0),
        };
        return new SheetCell(column, plain ? text.Trim() : OneLine(text), isText, styles.IsBold(style));
    }

    private string Plain(double number, NumberFormat format)
    {
        if (format.IsDate && number is >= 1 and < LastDay)
        {
            var day = DateTime.FromOADate(number + (layout.From1904 ? DaysTo1904 : 0));
            // A serial is a double: a time is right to some milliseconds.
            day = new DateTime((day.Ticks + TimeSpan.TicksPerSecond / 2) / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond);
            return day.ToString(day.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);
        }
        // 00042: a number that is an id.
        var shown = format.IsDate ? "" : format.Show(number, layout.From1904);
        if (shown.Length > 1 && shown[0] == '0' && shown.All(char.IsAsciiDigit))
            return shown;
        return Math.Abs(number) < 1e15
            ? number.ToString("0.###############", CultureInfo.InvariantCulture)
            : number.ToString(Math.Abs(number) < 1e28 ? "F0" : "R", CultureInfo.InvariantCulture);
    }

    private static string OneLine(string text)
    {
        text = text.Trim();
        if (text.AsSpan().IndexOfAny('\n', '\r', '\t') < 0)
            return text;
        var line = new StringBuilder(text.Length);
        foreach (var c in text)
            if (!char.IsWhiteSpace(c))
                line.Append(c);
            else if (line.Length > 0 && line[^1] != ' ')
                line.Append(' ');
        return line.ToString();
    }
}
