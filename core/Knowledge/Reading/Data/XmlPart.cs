using System.Text;

namespace ChatBot.Knowledge.Reading.Data;

/// <summary>An element with what it holds: texts and further elements, in their order.</summary>
/// <param name="Name">Without its prefix.</param>
internal sealed record XmlPart(string Name, IReadOnlyList<(string Name, string Value)> Attributes, List<object> Content)
{
    public IEnumerable<XmlPart> Parts => Content.OfType<XmlPart>();

    public string? this[string attribute] => Attributes.FirstOrDefault(own => own.Name == attribute).Value;

    public XmlPart? Part(params ReadOnlySpan<string> names)
    {
        foreach (var content in Content)
            if (content is XmlPart part && names.Contains(part.Name))
                return part;
        return null;
    }

    public bool HasParts => Content.Exists(content => content is XmlPart);

    /// <summary>Whether words stand between its elements.</summary>
    public bool IsMixed => HasParts && Content.Exists(content => content is string text && !string.IsNullOrWhiteSpace(text));

    /// <summary>All texts within, as written.</summary>
    public string Text
    {
        get
        {
            var text = new StringBuilder();
            Append(this, text);
            return text.ToString();
        }
    }

    private static void Append(XmlPart part, StringBuilder text)
    {
        foreach (var content in part.Content)
            if (content is string words)
                text.Append(words);
            else
                Append((XmlPart)content, text);
    }
}
