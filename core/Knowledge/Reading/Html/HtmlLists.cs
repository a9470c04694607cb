using AngleSharp.Dom;
using ChatBot.Knowledge.Reading.Blocks;

namespace ChatBot.Knowledge.Reading.Html;

/// <summary>Counts the items of ordered lists as browsers do: start, reversed, values of their own, letters and numerals.</summary>
internal sealed class HtmlLists
{
    private readonly Dictionary<IElement, int> _next = [];

    /// <summary>What stands before an item; each item is to be asked for once, in order. Empty for a bullet.</summary>
    public string Mark(IElement item)
    {
        if (item.ParentElement is not { LocalName: "ol" } list)
            return "";
        var backwards = list.HasAttribute("reversed");
        if (!_next.TryGetValue(list, out var number))
            number =
                int.TryParse(list.GetAttribute("start"), out var start) ? start
                : backwards ? list.Children.Count(child => child.LocalName == "li")
                : 1;
        if (int.TryParse(item.GetAttribute("value"), out var own))
            number = own;
        _next[list] = unchecked(backwards ? number - 1 : number + 1);
        return Number(number, item.GetAttribute("type") ?? list.GetAttribute("type") ?? Style(list)) + ".";
    }

    private static string Number(int number, string type) =>
        type switch
        {
            "a" => ListMarks.Letters(number),
            "A" => ListMarks.Letters(number).ToUpperInvariant(),
            "i" => ListMarks.Roman(number),
            "I" => ListMarks.Roman(number).ToUpperInvariant(),
            _ => number.ToString(),
        };

    private static string Style(IElement list) =>
        HtmlElements.HasStyle(list, "list-style-type", "lower-alpha") || HtmlElements.HasStyle(list, "list-style-type", "lower-latin") ? "a"
        : HtmlElements.HasStyle(list, "list-style-type", "upper-alpha") || HtmlElements.HasStyle(list, "list-style-type", "upper-latin")
            ? "A"
        : HtmlElements.HasStyle(list, "list-style-type", "lower-roman") ? "i"
        : HtmlElements.HasStyle(list, "list-style-type", "upper-roman") ? "I"
        : "1";
}
