using AngleSharp.Dom;
using ChatBot.Knowledge.Reading.Blocks;

namespace ChatBot.Knowledge.Reading.Html;

/// <summary>A formula as its author says it in text, else what its signs say.</summary>
internal static class HtmlMath
{
    private const int Deepest = 24;

    public static IReadOnlyList<Inline> Of(IElement math)
    {
        if (math.GetAttribute("alttext") is { Length: > 0 } said)
            return [new Words(said)];
        var signs = new List<Inline>();
        Append(math, signs, 0);
        return signs;
    }

    private static void Append(IElement element, List<Inline> signs, int depth)
    {
        if (depth > Deepest)
            return;
        switch (element.LocalName, element.Children)
        {
            case ("msup", [var low, var high]):
                Append(low, signs, depth + 1);
                signs.Add(new Superscript(HtmlElements.Line(high)));
                break;
            case ("msub", [var sign, var index]):
                Append(sign, signs, depth + 1);
                signs.Add(new Subscript(HtmlElements.Line(index)));
                break;
            case ("mfrac", [var above, var below]):
                Append(above, signs, depth + 1);
                signs.Add(new Words("/"));
                Append(below, signs, depth + 1);
                break;
            case ("msqrt", _):
                signs.Add(new Words("√"));
                goto default;
            case ("annotation" or "annotation-xml", _):
                break;
            case (_, []):
                signs.Add(new Words(HtmlElements.Line(element)));
                break;
            default:
                foreach (var child in element.Children)
                    Append(child, signs, depth + 1);
                break;
        }
    }
}
