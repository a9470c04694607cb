using System.Xml.Linq;
using ChatBot.Knowledge.Reading.Blocks;

namespace ChatBot.Knowledge.Reading.Office;

/// <summary>Formulas of Word as a line: powers and indices stay what they are, a fraction is a slash.</summary>
internal static class WordMath
{
    private const int Deepest = 24;

    public static IReadOnlyList<Inline> Of(XElement formula)
    {
        var line = new List<Inline>();
        Append(formula, line, 0);
        return line;
    }

    private static void Append(XElement element, List<Inline> line, int depth)
    {
        if (depth > Deepest)
            return;
        foreach (var part in element.Elements())
        {
            switch (part.Kind())
            {
                case "t":
                    line.Add(new Words(part.Value));
                    break;
                case "sup":
                    line.Add(new Superscript(Text(part)));
                    break;
                case "sub":
                    line.Add(new Subscript(Text(part)));
                    break;
                case "f":
                    Append(part, line, depth + 1, "num");
                    line.Add(new Words("/"));
                    Append(part, line, depth + 1, "den");
                    break;
                case "d":
                    line.Add(new Words(part.Child("dPr").Child("begChr").Value() ?? "("));
                    Append(part, line, depth + 1);
                    line.Add(new Words(part.Child("dPr").Child("endChr").Value() ?? ")"));
                    break;
                case "rad":
                    line.Add(new Words("√"));
                    Append(part, line, depth + 1, "e");
                    break;
                case "nary":
                    line.Add(new Words(part.Child("naryPr").Child("chr").Value() ?? "∫"));
                    Append(part, line, depth + 1);
                    break;
                case "del":
                    break;
                default:
                    Append(part, line, depth + 1);
                    break;
            }
        }
    }

    private static void Append(XElement element, List<Inline> line, int depth, string name)
    {
        if (element.Child(name) is { } part)
            Append(part, line, depth);
    }

    private static string Text(XElement element) =>
        string.Concat(element.Descendants().Where(part => part.Kind() == "t").Select(part => part.Value));
}
