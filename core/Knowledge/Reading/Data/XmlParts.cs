using System.Net;
using System.Text.RegularExpressions;
using System.Xml;

namespace ChatBot.Knowledge.Reading.Data;

/// <summary>
/// Elements of an XML text. Nothing outside the text is ever fetched and no entity is expanded but plain words that the text declares
/// itself, so that neither can reach a file nor grow.
/// </summary>
internal sealed partial class XmlParts
{
    private readonly XmlTextReader _xml;
    private readonly Dictionary<string, string> _entities;

    /// <param name="entities">Names and the plain words that they stand for.</param>
    public XmlParts(TextReader text, Dictionary<string, string> entities)
    {
        _entities = entities;
        _xml = new XmlTextReader(text)
        {
            DtdProcessing = DtdProcessing.Ignore,
            XmlResolver = null,
            EntityHandling = EntityHandling.ExpandCharEntities,
            Namespaces = false, // a prefix that nobody declared is no reason to read nothing
            WhitespaceHandling = WhitespaceHandling.All,
        };
    }

    public int Line => _xml.LineNumber;

    /// <summary>Words that an entity stands for, declared at the head of a text; entities made of entities are none.</summary>
    public static Dictionary<string, string> Declared(string head)
    {
        var entities = new Dictionary<string, string>();
        foreach (Match match in Entity().Matches(head))
            entities.TryAdd(match.Groups["name"].Value, match.Groups["value"].Value);
        return entities;
    }

    /// <summary>The elements at a depth, 0 the root, and what ends above it, one after the other.</summary>
    /// <param name="above">The elements around it with their attributes, outermost first.</param>
    /// <exception cref="XmlException">Broken from here on.</exception>
    public XmlPart? Next(int depth, List<XmlPart> above)
    {
        while (_xml.Read())
        {
            if (_xml.NodeType == XmlNodeType.EndElement && above.Count > _xml.Depth)
                above.RemoveRange(_xml.Depth, above.Count - _xml.Depth);
            if (_xml.NodeType != XmlNodeType.Element)
                continue;
            above.RemoveRange(Math.Min(_xml.Depth, above.Count), above.Count - Math.Min(_xml.Depth, above.Count));
            if (_xml.Depth >= depth || _xml.IsEmptyElement)
                return Element();
            above.Add(new XmlPart(LocalName(_xml.Name), Attributes(), []));
        }
        return null;
    }

    /// <summary>What was read of the element that broke off.</summary>
    public XmlPart? Partial { get; private set; }

    /// <summary>The element that the reader stands on, with all it holds.</summary>
    private XmlPart Element()
    {
        var isEmpty = _xml.IsEmptyElement;
        var top = new XmlPart(LocalName(_xml.Name), Attributes(), []);
        Partial = top;
        if (isEmpty)
            return Done(top);
        var open = new Stack<XmlPart>([top]);
        while (_xml.Read())
        {
            switch (_xml.NodeType)
            {
                case XmlNodeType.Element:
                    var leaf = _xml.IsEmptyElement;
                    var part = new XmlPart(LocalName(_xml.Name), Attributes(), []);
                    // What is nested beyond all measure is text of what holds it.
                    if (open.Count > DataNode.Deepest)
                        part = open.Peek();
                    else
                        open.Peek().Content.Add(part);
                    if (!leaf)
                        open.Push(part);
                    break;
                case XmlNodeType.EndElement:
                    open.Pop();
                    if (open.Count == 0)
                        return Done(top);
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace:
                    open.Peek().Content.Add(_xml.Value);
                    break;
                case XmlNodeType.EntityReference:
                    open.Peek().Content.Add(Expanded(_xml.Name));
                    break;
            }
        }
        return Done(top);
    }

    private XmlPart Done(XmlPart part)
    {
        Partial = null;
        return part;
    }

    private List<(string, string)> Attributes()
    {
        var attributes = new List<(string, string)>();
        while (_xml.MoveToNextAttribute())
        {
            var name = _xml.Name;
            if (
                name.StartsWith("xml", StringComparison.Ordinal) && name.AsSpan(3) is "" or ['n', 's', ..] or [':', ..]
                || name.StartsWith("xsi:", StringComparison.Ordinal)
            )
                continue;
            var value = "";
            while (_xml.ReadAttributeValue())
                value += _xml.NodeType == XmlNodeType.EntityReference ? Expanded(_xml.Name) : _xml.Value;
            attributes.Add((LocalName(name), value));
        }
        _xml.MoveToElement();
        return attributes;
    }

    private string Expanded(string name)
    {
        if (_entities.TryGetValue(name, out var words))
            return words;
        var known = WebUtility.HtmlDecode($"&{name};");
        return known.StartsWith('&') ? name : known;
    }

    private static string LocalName(string name) => name[(name.IndexOf(':') + 1)..];

    [GeneratedRegex("""<!ENTITY\s+(?<name>[\w.-]+)\s+(?<quote>["'])(?<value>[^<&%"']{0,500})\k<quote>\s*>""", RegexOptions.ExplicitCapture)]
    private static partial Regex Entity();
}
