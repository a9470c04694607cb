using System.Text;
using System.Xml;

namespace ChatBot.Knowledge.Reading.Office;

/// <summary>The texts that cells refer to by number.</summary>
internal sealed class SharedTexts
{
    private readonly List<string> _texts = [];

    public SharedTexts(Stream? table, CancellationToken cancel)
    {
        if (table is null)
            return;
        using var xml = XmlReader.Create(table, SheetLayout.Settings);
        while (!xml.EOF)
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "si")
            {
                cancel.ThrowIfCancellationRequested();
                _texts.Add(Read(xml));
            }
            else
                xml.Read();
    }

    public string this[int index] => index >= 0 && index < _texts.Count ? _texts[index] : "";

    /// <summary>The text of an item that the reader stands on, and moves behind it; how it is pronounced is left out.</summary>
    public static string Read(XmlReader xml)
    {
        if (xml.IsEmptyElement)
        {
            xml.Read();
            return "";
        }
        string? first = null;
        StringBuilder? more = null;
        var depth = xml.Depth;
        xml.Read();
        while (!xml.EOF && xml.Depth > depth)
        {
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName is "rPh" or "phoneticPr" or "rPr")
                xml.Skip();
            else if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "t")
            {
                var text = xml.ReadElementContentAsString();
                if (first is null)
                    first = text;
                else
                    (more ??= new StringBuilder(first)).Append(text);
            }
            else
                xml.Read();
        }
        if (!xml.EOF)
            xml.Read();
        return Unescaped(more?.ToString() ?? first ?? "");
    }

    /// <summary>"_x000D_" stands for a sign that XML cannot hold.</summary>
    private static string Unescaped(string text)
    {
        if (!text.Contains("_x", StringComparison.Ordinal))
            return text;
        var plain = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
            if (
                text[i] == '_'
                && i + 6 < text.Length
                && text[i + 1] == 'x'
                && text[i + 6] == '_'
                && int.TryParse(text.AsSpan(i + 2, 4), System.Globalization.NumberStyles.AllowHexSpecifier, null, out var code)
            )
            {
                plain.Append((char)code);
                i += 6;
            }
            else
                plain.Append(text[i]);
        return plain.ToString();
    }
}
