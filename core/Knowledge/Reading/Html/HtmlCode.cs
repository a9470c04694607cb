using System.Text;
using AngleSharp.Dom;
using ChatBot.Knowledge.Reading.Blocks;

namespace ChatBot.Knowledge.Reading.Html;

/// <summary>Listings: their lines as they stand, without the column of line numbers beside them.</summary>
internal static class HtmlCode
{
    /// <summary>Null where it holds nothing but line numbers.</summary>
    public static CodeBlock? Of(IElement element)
    {
        var text = Text(element);
        return IsGutter(text) ? null : new CodeBlock(text, Language(element));
    }

    private static string Text(IElement root)
    {
        var text = new StringBuilder();
        var open = new Stack<(INode Node, int Next)>();
        open.Push((root, 0));
        while (open.TryPop(out var place))
        {
            var (node, next) = place;
            if (next >= node.ChildNodes.Length)
            {
                if (node != root && node is IElement closed && HtmlElements.IsBlock(closed))
                    EndLine(text);
                continue;
            }
            open.Push((node, next + 1));
            var child = node.ChildNodes[next];
            if (child is IText words)
                text.Append(words.Data);
            else if (child is IElement { LocalName: "br" })
                text.Append('\n');
            else if (
                child is IElement element
                && !HtmlElements.IsSilent(element)
                && !HiddenElements.SaysSo(element)
                && element.LocalName != "button"
                && !IsLineNumber(element)
            )
            {
                if (HtmlElements.IsBlock(element))
                    EndLine(text);
                open.Push((element, 0));
            }
        }
        return text.Replace("\u00A0", " ").ToString();
    }

    private static void EndLine(StringBuilder text)
    {
        if (text.Length > 0 && text[^1] != '\n')
            text.Append('\n');
    }

    /// <summary>What cannot be selected with the code is not code.</summary>
    private static bool IsLineNumber(IElement element) =>
        HtmlElements.HasStyle(element, "user-select", "none")
        || (
            HtmlElements.HasClass(
                element,
                name =>
                    name
                        is "linenos"
                            or "lineno"
                            or "ln"
                            or "line-number"
                            or "line-numbers"
                            or "linenumber"
                            or "gutter"
                            or "hljs-ln-numbers"
            ) && HtmlElements.Text(element).All(c => char.IsDigit(c) || char.IsWhiteSpace(c))
        );

    /// <summary>At least two lines that are numbers, each one more than the one before.</summary>
    private static bool IsGutter(string text)
    {
        var lines = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return lines.Length > 1
            && int.TryParse(lines[0], out var first)
            && lines.Index().All(line => int.TryParse(line.Item, out var number) && number == first + line.Index);
    }

    /// <summary>As the highlighters of the web mark it, on the listing or around it.</summary>
    private static string Language(IElement listing)
    {
        var inner = listing.Children.FirstOrDefault(child => child.LocalName == "code");
        foreach (var element in new[] { inner, listing, listing.ParentElement, listing.ParentElement?.ParentElement })
        {
            if (element is null)
                continue;
            if ((element.GetAttribute("data-lang") ?? element.GetAttribute("data-language")) is { Length: > 0 } named)
                return Known(named);
            if (Marked($"{element.ClassName} {element.GetAttribute("data-syntaxhighlighter-params")}") is { } language)
                return Known(language);
        }
        return "";
    }

    private static string? Marked(string? classes)
    {
        var names = (classes ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        foreach (var prefix in (ReadOnlySpan<string>)["language-", "lang-", "highlight-source-", "highlight-"])
        {
            foreach (var name in names)
            {
                if (name.StartsWith(prefix, StringComparison.Ordinal) && name.Length > prefix.Length)
                    return name[prefix.Length..];
            }
        }
        foreach (var (index, name) in names.Index())
        {
            if (name is "brush:" or "sourceCode" or "hljs" && index + 1 < names.Length)
                return names[index + 1].TrimEnd(';');
        }
        return null;
    }

    private static string Known(string language) =>
        language.All(c => char.IsAsciiLetterOrDigit(c) || c is '+' or '#' or '-' or '.' or '_')
        && language is not ("none" or "default" or "text" or "plaintext" or "undefined" or "nohighlight")
            ? language.ToLowerInvariant()
            : "";
}
