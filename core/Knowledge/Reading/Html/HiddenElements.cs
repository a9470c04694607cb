using System.Globalization;
using AngleSharp.Dom;

namespace ChatBot.Knowledge.Reading.Html;

/// <summary>
/// What an element's own attributes keep from being seen, whatever a click may show later. Sheets of styles are not looked at, nor
/// colours, nor what a program fades in (opacity).
/// </summary>
internal static class HiddenElements
{
    /// <summary>The hidden attribute, or a style of display, visibility or size.</summary>
    public static bool SaysSo(IElement element) =>
        (element.GetAttribute("hidden") is { } hidden && !hidden.Equals("until-found", StringComparison.OrdinalIgnoreCase))
        || (element.GetAttribute("style") is { Length: > 0 } style && IsHiding(element, style))
        || IsPixel(element);

    /// <summary>Hidden from listeners, not from readers: a sign beside words, or the drawing of what stands beside it.</summary>
    public static bool IsDecoration(IElement element)
    {
        if (element.GetAttribute("aria-hidden") != "true")
            return false;
        return element.FirstElementChild is null && !HtmlElements.Text(element).Trim().Contains(' ')
            || element.PreviousElementSibling is { LocalName: "math" } or { FirstElementChild.LocalName: "math" };
    }

    private static bool IsHiding(IElement element, string style)
    {
        var (clipped, flat, tiny) = (false, false, false);
        foreach (var (name, value) in Rules(style))
            switch (name)
            {
                case "display" when value == "none":
                case "visibility" when value is "hidden" or "collapse":
                case "mso-hide" when value == "all":
                    return true;
                case "overflow" or "overflow-y" or "overflow-x":
                    clipped = value is "hidden" or "clip";
                    break;
                case "height" or "max-height" or "width" or "max-width":
                    flat |= IsNothing(value);
                    break;
                case "font-size":
                    tiny = IsNothing(value);
                    break;
            }
        return (clipped && flat) || (tiny && !SetsSize(element));
    }

    /// <summary>Less than a point: nobody reads it.</summary>
    private static bool IsNothing(string length)
    {
        var digits = length.AsSpan().IndexOfAnyExcept("0123456789.+-") is >= 0 and var end ? length[..end] : length;
        if (!double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            return false;
        return number <= 0 || (number < 1 && length[digits.Length..].Trim() is "px" or "pt");
    }

    /// <summary>A frame without a size of its own around text that has one: mails are laid out so.</summary>
    private static bool SetsSize(IElement frame)
    {
        var open = new Stack<INode>([frame]);
        while (open.TryPop(out var node))
            foreach (var child in node.ChildNodes)
                if (child is IElement element)
                {
                    if (element.LocalName == "font" && element.HasAttribute("size") || Rules(element.GetAttribute("style")).Any(SetsSize))
                        return true;
                    open.Push(element);
                }
        return false;
    }

    private static bool SetsSize((string Name, string Value) rule) =>
        rule.Name == "font" || (rule.Name == "font-size" && !IsNothing(rule.Value));

    /// <summary>A style's rules, in lower case.</summary>
    private static IEnumerable<(string Name, string Value)> Rules(string? style)
    {
        foreach (var rule in (style ?? "").ToLowerInvariant().Split(';'))
            if (rule.Split(':', 2) is [var name, var value])
                yield return (name.Trim(), value.Replace("!important", "", StringComparison.Ordinal).Trim());
    }

    /// <summary>An image that counts readers.</summary>
    private static bool IsPixel(IElement element) =>
        element.LocalName == "img" && (element.GetAttribute("width") is "0" or "1" || element.GetAttribute("height") is "0" or "1");
}
