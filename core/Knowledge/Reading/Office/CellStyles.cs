using System.Globalization;
using System.Xml;

namespace ChatBot.Knowledge.Reading.Office;

/// <summary>What the numbers of cell styles stand for: number formats and bold.</summary>
internal sealed class CellStyles
{
    private readonly List<(int Format, int Font)> _styles = [];
    private readonly Dictionary<int, string> _codes = [];
    private readonly List<bool> _bold = [];
    private readonly Dictionary<int, NumberFormat> _formats = [];

    public CellStyles(Stream? part)
    {
        if (part is null)
            return;
        using var xml = XmlReader.Create(part, SheetLayout.Settings);
        var section = "";
        while (xml.Read())
        {
            if (xml.NodeType != XmlNodeType.Element)
                continue;
            if (xml.Depth == 1)
                section = xml.LocalName;
            else if (section == "numFmts" && xml.LocalName == "numFmt")
                _codes[Number(xml, "numFmtId")] = xml.GetAttribute("formatCode") ?? "";
            else if (section == "fonts" && xml.LocalName == "font")
                _bold.Add(false);
            else if (section == "fonts" && xml.LocalName == "b" && _bold.Count > 0)
                _bold[^1] = xml.GetAttribute("val") is not ("0" or "false");
            else if (section == "cellXfs" && xml.LocalName == "xf")
                _styles.Add((Number(xml, "numFmtId"), Number(xml, "fontId")));
        }
    }

    public NumberFormat Format(int style)
    {
        var id = style >= 0 && style < _styles.Count ? _styles[style].Format : 0;
        if (!_formats.TryGetValue(id, out var format))
            _formats[id] = format = new NumberFormat(
                _codes.TryGetValue(id, out var code) && code.Length > 0 ? code : NumberFormat.BuiltIn(id)
            );
        return format;
    }

    public bool IsBold(int style) =>
        style >= 0 && style < _styles.Count && _styles[style].Font is var font && font >= 0 && font < _bold.Count && _bold[font];

    private static int Number(XmlReader xml, string name) =>
        int.TryParse(xml.GetAttribute(name), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
