using ChatBot.Knowledge.Reading.Blocks;

namespace ChatBot.Knowledge.Reading.Data;

/// <summary>The words within a paragraph of XML.</summary>
internal static class XmlInlines
{
    public static IReadOnlyList<Inline> Of(XmlPart part) => Of(part.Content);

    public static IReadOnlyList<Inline> Of(IReadOnlyList<object> content)
    {
        var inlines = new List<Inline>();
        Append(content, inlines);
        return inlines;
    }

    private static void Append(IReadOnlyList<object> content, List<Inline> inlines)
    {
        foreach (var item in content)
        {
            if (item is string words)
                inlines.Add(new Words(words));
            else
                Append((XmlPart)item, inlines);
        }
    }

    private static void Append(XmlPart part, List<Inline> inlines)
    {
        if (XmlNames.Hidden.Contains(part.Name))
            return;
        if (part.Name is "br" or "lb" or "sbr")
            inlines.Add(new LineBreak());
        else if (XmlNames.Raised.Contains(part.Name))
            inlines.Add(new Superscript(part.Text));
        else if (XmlNames.Lowered.Contains(part.Name))
            inlines.Add(new Subscript(part.Text));
        else if (XmlNames.Literal.Contains(part.Name) && part.Text.Trim().Length > 0)
            inlines.Add(new CodeSpan(part.Text));
        else if (XmlNames.Links.Contains(part.Name) && (part["href"] ?? part["url"] ?? part["target"]) is { Length: > 0 } target)
            inlines.Add(new Link(part.Content.Count == 0 ? [new Words(target)] : Of(part), target));
        else if (XmlNames.Cells.Contains(part.Name) || XmlNames.Items.Contains(part.Name) || XmlNames.Paragraphs.Contains(part.Name))
        {
            inlines.Add(new Words(" "));
            Append(part.Content, inlines);
            inlines.Add(new Words(" "));
        }
        else
            Append(part.Content, inlines);
    }
}
