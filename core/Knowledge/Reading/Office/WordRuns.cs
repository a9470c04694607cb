using System.Xml.Linq;

namespace ChatBot.Knowledge.Reading.Office;

/// <summary>The text of paragraphs: revisions as accepted, fields by their results, nothing that is hidden or struck out.</summary>
/// <param name="links">Addresses by the ids of relationships.</param>
internal sealed class WordRuns(WordStyles styles, IReadOnlyDictionary<string, string> links)
{
    /// <summary>Wrappers within wrappers that are followed.</summary>
    private const int Deepest = 64;

    public WordFields Fields { get; } = new();

    /// <summary>What paragraphs hold that is no part of their line: text boxes, and the notes that they refer to.</summary>
    public List<XElement> Boxes { get; } = [];

    /// <summary>Names of notes in the order of their signs: "footnote 2".</summary>
    public List<string> Notes { get; } = [];

    /// <summary>Appends a paragraph's text to a line.</summary>
    public void Read(XElement paragraph, WordStyle style, WordLine line)
    {
        Children(paragraph, style.Format, line, 0);
        Fields.EndParagraph();
    }

    private void Children(XElement element, WordFormat format, WordLine line, int depth)
    {
        if (depth > Deepest)
            return;
        foreach (var child in element.Elements())
            Child(child, format, line, depth + 1);
    }

    private void Child(XElement element, WordFormat format, WordLine line, int depth)
    {
        switch (element.Kind())
        {
            case "r" when element.Name.NamespaceName.EndsWith("/math", StringComparison.Ordinal):
            case "oMath" or "oMathPara":
                if (!Fields.AreSilent)
                    line.Add(WordMath.Of(element));
                break;
            case "r":
                Run(element, format, line, depth);
                break;
            case "hyperlink":
                var from = line.Place();
                Children(element, format, line, depth);
                if (element.Relationship() is { } id && links.TryGetValue(id, out var target))
                    line.Link(from, target);
                break;
            case "fldSimple":
                if (!WordFields.IsList(element.Value("instr")))
                    Children(element, format, line, depth);
                break;
            case "sdt":
                if (!WordBlocks.IsPlaceholder(element) && element.Child("sdtContent") is { } content)
                    Children(content, format, line, depth);
                break;
            case "AlternateContent":
                if (Alternative(element) is { } chosen)
                    Children(chosen, format, line, depth);
                break;
            case "del" or "moveFrom" or "pPr" or "rPr" or "rt":
                break;
            case "txbxContent":
                if (!Fields.AreSilent)
                    Boxes.Add(element);
                break;
            default:
                if (element.HasElements)
                    Children(element, format, line, depth); // inserted text, smart tags, drawings with text boxes in them
                break;
        }
    }

    /// <summary>The same thing twice, for newer and older programs: one of them.</summary>
    public static XElement? Alternative(XElement element) =>
        element.Child("Choice") is { HasElements: true } choice ? choice : element.Child("Fallback");

    private void Run(XElement run, WordFormat around, WordLine line, int depth)
    {
        var properties = run.Child("rPr");
        var format = WordFormat.Of(properties).Over(styles.Of(properties.Child("rStyle").Value()).Format).Over(around);
        var silent = format.Hidden == true || format.Struck == true;
        var code = format.IsTypewriter && !styles.Body.IsTypewriter;
        foreach (var part in run.Elements())
        {
            switch (part.Kind())
            {
                case "fldChar":
                    Field(part.Value("fldCharType"), line);
                    continue;
                case "instrText":
                    Fields.Instruct(part.Value);
                    continue;
            }
            if (silent || Fields.AreSilent)
                continue;
            switch (part.Kind())
            {
                case "t":
                    line.Add(WordSymbols.Text(part.Value.Replace("\u00AD", ""), format.Font), format, code);
                    break;
                case "sym":
                    line.Add(WordSymbols.Of(part.Value("font"), part.Value("char")), format, code);
                    break;
                case "noBreakHyphen":
                    line.Add("-", format, code);
                    break;
                case "tab" or "ptab":
                    line.Add(code ? "\t" : " ", format, code);
                    break;
                case "br" or "cr":
                    line.Break();
                    break;
                case "footnoteReference":
                    Notes.Add("footnote " + part.Value("id"));
                    break;
                case "endnoteReference":
                    Notes.Add("endnote " + part.Value("id"));
                    break;
                case "rPr" or "delText" or "delInstrText" or "softHyphen" or "annotationRef" or "footnoteRef" or "endnoteRef":
                    break;
                case "ruby":
                    if (part.Child("rubyBase") is { } written)
                        Children(written, format, line, depth);
                    break;
                default:
                    Child(part, around, line, depth);
                    break;
            }
        }
    }

    private void Field(string? sign, WordLine line)
    {
        switch (sign)
        {
            case "begin":
                Fields.Begin(line);
                break;
            case "separate":
                Fields.Separate();
                break;
            case "end":
                Fields.End(line);
                break;
        }
    }
}
