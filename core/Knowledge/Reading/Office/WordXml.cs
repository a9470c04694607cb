using System.Xml;
using System.Xml.Linq;
using DocumentFormat.OpenXml.Packaging;

namespace ChatBot.Knowledge.Reading.Office;

/// <summary>WordprocessingML by its local names: they are the same in the transitional and the strict form of the format.</summary>
internal static class WordXml
{
    /// <summary>Characters of one part: a small file may unpack to any size.</summary>
    private const long Longest = 1L << 30;

    public static string Kind(this XElement element) => element.Name.LocalName;

    public static XElement? Child(this XElement? element, string name) => element?.Elements().FirstOrDefault(child => child.Kind() == name);

    public static IEnumerable<XElement> Children(this XElement? element, string name) =>
        element?.Elements().Where(child => child.Kind() == name) ?? [];

    public static string? Value(this XElement? element, string name = "val") =>
        element?.Attributes().FirstOrDefault(attribute => attribute.Name.LocalName == name)?.Value;

    public static int? Number(this XElement? element, string name = "val") =>
        int.TryParse(element.Value(name), out var number) ? number : null;

    /// <summary>On or off where it is said, null where it is not.</summary>
    public static bool? Switch(this XElement? properties, string name) =>
        properties.Child(name) is not { } set ? null : set.Value() is not ("0" or "false" or "off");

    /// <summary>The id by which an element names a relationship of its part.</summary>
    public static string? Relationship(this XElement element, string name = "id") =>
        element
            .Attributes()
            .FirstOrDefault(attribute =>
                attribute.Name.LocalName == name && attribute.Name.NamespaceName.EndsWith("relationships", StringComparison.Ordinal)
            )
            ?.Value;

    /// <summary>The children of an element of a part, one after the other; the part is never whole in memory.</summary>
    /// <param name="parent">The local name of the element, the first of this name.</param>
    public static IEnumerable<XElement> Stream(OpenXmlPart? part, string parent)
    {
        if (part is null)
            yield break;
        using var stream = part.GetStream(FileMode.Open, FileAccess.Read);
        using var xml = XmlReader.Create(
            stream,
            new XmlReaderSettings
            {
                DtdProcessing = DtdProcessing.Prohibit,
                MaxCharactersInDocument = Longest,
                IgnoreComments = true,
                IgnoreProcessingInstructions = true,
            }
        );
        while (xml.Read() && !(xml.NodeType == XmlNodeType.Element && xml.LocalName == parent)) { }
        if (xml.EOF || xml.IsEmptyElement)
            yield break;
        var depth = xml.Depth;
        xml.Read();
        while (!xml.EOF && xml.Depth > depth)
        {
            if (xml.NodeType == XmlNodeType.Element)
                yield return (XElement)XNode.ReadFrom(xml);
            else
                xml.Read();
        }
    }
}
