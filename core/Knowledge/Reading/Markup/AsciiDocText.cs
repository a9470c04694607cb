using System.Text.RegularExpressions;
using ChatBot.Knowledge.Reading.Blocks;
using ChatBot.Knowledge.Reading.Markdown;

namespace ChatBot.Knowledge.Reading.Markup;

/// <summary>Inline markup of AsciiDoc.</summary>
/// <param name="attributes">What stands for {name}.</param>
/// <param name="footnote">Told a footnote where it is referred to.</param>
internal sealed partial class AsciiDocText(IReadOnlyDictionary<string, string> attributes, Action<string> footnote)
{
    private const int Deepest = 8;

    private static readonly Dictionary<string, string> Signs = new(StringComparer.OrdinalIgnoreCase)
    {
        ["nbsp"] = " ",
        ["sp"] = " ",
        ["empty"] = "",
        ["blank"] = "",
        ["zwsp"] = "",
        ["wj"] = "",
        ["asterisk"] = "*",
        ["plus"] = "+",
        ["cpp"] = "C++",
        ["cxx"] = "C++",
        ["pp"] = "++",
        ["vbar"] = "|",
        ["caret"] = "^",
        ["tilde"] = "~",
        ["backtick"] = "`",
        ["backslash"] = "\\",
        ["startsb"] = "[",
        ["endsb"] = "]",
        ["two-colons"] = "::",
        ["two-semicolons"] = ";;",
        ["lt"] = "<",
        ["gt"] = ">",
        ["amp"] = "&",
        ["apos"] = "'",
        ["quot"] = "\"",
        ["ldquo"] = "“",
        ["rdquo"] = "”",
        ["lsquo"] = "‘",
        ["rsquo"] = "’",
        ["deg"] = "°",
    };

    public IReadOnlyList<Inline> Of(string text) => Of(text, 0);

    private List<Inline> Of(string text, int depth)
    {
        var inlines = new List<Inline>();
        if (depth > Deepest)
            return [new Words(text)];
        var from = 0;
        foreach (Match match in Markup().Matches(text))
        {
            Say(text[from..match.Index], inlines);
            from = match.Index + match.Length;
            Add(match, inlines, depth + 1);
        }
        Say(text[from..], inlines);
        return inlines;
    }

    private void Add(Match match, List<Inline> inlines, int depth)
    {
        var groups = match.Groups;
        if (groups["code"].Success)
            inlines.Add(new CodeSpan(Plain(groups["code"].Value.Trim('+'))));
        else if (groups["pass"].Success)
            Say(groups["pass"].Value, inlines);
        else if (groups["macro"].Success)
            Macro(groups["macro"].Value, groups["target"].Value, groups["label"].Value.Replace("\\]", "]"), inlines, depth);
        else if (groups["url"].Success)
            Url(Plain(groups["url"].Value), groups["label"].Success ? groups["label"].Value : null, inlines, depth);
        else if (groups["reference"].Success)
            inlines.AddRange(Of(Reference(groups["reference"].Value), depth));
        else if (groups["name"].Success)
            Say(Attribute(groups["name"].Value, depth) ?? match.Value, inlines);
        else if (groups["struck"].Success)
            return;
        else if (groups["inner"].Success)
            inlines.AddRange(Of(groups["inner"].Value, depth));
        else if (groups["quoted"].Success)
            inlines.AddRange([new Words("“"), .. Of(groups["quoted"].Value, depth), new Words("”")]);
        else if (groups["raised"].Success)
            inlines.Add(new Superscript(Plain(groups["raised"].Value)));
        else if (groups["lowered"].Success)
            inlines.Add(new Subscript(Plain(groups["lowered"].Value)));
        else if (groups["break"].Success)
            inlines.Add(new LineBreak());
        else if (groups["escaped"].Success)
            Say(groups["escaped"].Value, inlines);
    }

    private void Macro(string name, string target, string label, List<Inline> inlines, int depth)
    {
        switch (name)
        {
            case "link" or "mailto" or "xref":
                label = Label(label);
                target = Plain(name == "mailto" ? "mailto:" + target : target);
                var said = Of(
                    label.Length > 0 ? label
                        : name == "xref" ? Reference(target)
                        : target.Replace("mailto:", ""),
                    depth
                );
                inlines.Add(new Link(said, target));
                break;
            case "image":
                Say(ImageText.Of(Label(label), target), inlines);
                break;
            case "kbd":
                inlines.Add(new CodeSpan(label));
                break;
            case "btn" or "pass" or "indexterm2":
                Say(label, inlines);
                break;
            case "menu":
                Say(label.Length == 0 ? target : $"{target} → {label.Replace(" > ", " → ")}", inlines);
                break;
            case "stem" or "latexmath" or "asciimath":
                inlines.Add(new CodeSpan(label));
                break;
            case "footnote" or "footnoteref":
                if (label.Length > 0)
                    footnote(label);
                break;
        }
    }

    private void Url(string address, string? label, List<Inline> inlines, int depth)
    {
        var said = label is null ? "" : Label(label);
        inlines.Add(new Link(said.Length > 0 ? Of(said, depth) : [new Words(address)], address));
    }

    /// <summary>The first value between brackets: "text", text^, or text,role=x.</summary>
    private static string Label(string label)
    {
        if (label.StartsWith('"') && label.IndexOf('"', 1) is > 0 and var close)
            return label[1..close];
        if (NamedValue().Match(label) is { Success: true } named)
            label = label[..named.Index];
        return label.TrimEnd('^', ' ', ',');
    }

    /// <summary>What is shown for a place in the text: its label, else the words that its name is made of.</summary>
    private static string Reference(string reference)
    {
        var parts = reference.Split(',', 2);
        if (parts.Length > 1)
            return parts[1].Trim();
        var name = parts[0][(parts[0].LastIndexOf('#') + 1)..];
        name = name.EndsWith(".adoc", StringComparison.Ordinal) ? name[..^5] : name;
        return name[(name.LastIndexOf('/') + 1)..].Trim('_').Replace('_', ' ').Replace('-', ' ');
    }

    private string? Attribute(string name, int depth) =>
        Signs.GetValueOrDefault(name)
        ?? (attributes.GetValueOrDefault(name) is { } value ? (depth > Deepest ? value : Plain(value, depth + 1)) : null);

    /// <summary>Text in which only {names} are replaced.</summary>
    public string Plain(string text, int depth = 0) =>
        text.Contains('{') ? Names().Replace(text, match => Attribute(match.Groups[1].Value, depth) ?? match.Value) : text;

    private static void Say(string text, List<Inline> inlines)
    {
        if (text.Length > 0)
            inlines.Add(new Words(text));
    }

    [GeneratedRegex(
        @"\\(?<escaped>[*_`#^~{+<]|\w+:)"
            + @"|\+\+\+(?<pass>.{1,500}?)\+\+\+"
            + @"|(?<pre>)``(?<code>.{1,500}?)``"
            + """|"`(?<quoted>\S(?:[^`]{0,1000}\S)?)`"(?!\w)"""
            + @"|(?<![\w`])`(?<code>[^\s`](?:[^`]{0,1000}?[^\s`])?)`(?![\w`])"
            + @"|\+\+(?<pass>\S(?:.{0,500}?\S)?)\+\+"
            + @"|(?<![\w+])\+(?<pass>[^\s+](?:[^+\n]{0,1000}?[^\s+])?)\+(?![\w+])"
            + @"|\b(?<macro>link|mailto|xref|image|kbd|btn|menu|icon|pass|stem|latexmath|asciimath|footnote|footnoteref"
            + @"|anchor|indexterm2?):(?!:)(?<target>[^\s\[\]]{0,500}(?:\s[^\s\[\]]+){0,3})\[(?<label>(?:\\\]"
            + @"|[^\]]){0,1000})\]"
            + @"|(?<![\w/])(?<url>(?:https?|ftp|irc)://[^\s\[\]<>""]{1,1000}?)(?:\[(?<label>(?:\\\]|[^\]]){0,1000})\]|"
            + @"(?=[.,;:!?)]*(?:[\s\[\]<>""]|$)))"
            + @"|<<(?<reference>[^<>\n]{1,300})>>"
            + @"|\[\[[\w.:-]+(?:,[^\]]*)?\]\]"
            + @"|\(\(\([^()]{0,300}\)\)\)"
            + @"|\(\((?<inner>[^()]{1,300})\)\)"
            + @"|\{(?<name>[A-Za-z0-9_][\w-]*)\}"
            + @"|\[[^\[\]\n]{0,100}line-through[^\[\]\n]{0,100}\](?<struck>##?)\S(?:.{0,500}?\S)??##?(?!\w)"
            + @"|(?:\[[^\[\]\n]{1,100}\])?\*\*(?<inner>.{1,500}?)\*\*"
            + @"|(?<![\w*:;}])(?:\[[^\[\]\n]{1,100}\])?\*(?<inner>[^\s*](?:[^*]{0,1000}?[^\s*])?)\*(?![\w*])"
            + @"|(?:\[[^\[\]\n]{1,100}\])?__(?<inner>.{1,500}?)__"
            + @"|(?<![\w_:;}])(?:\[[^\[\]\n]{1,100}\])?_(?<inner>[^\s_](?:[^_]{0,1000}?[^\s_])?)_(?![\w_])"
            + @"|(?:\[[^\[\]\n]{1,100}\])?##(?<inner>.{1,500}?)##"
            + @"|(?<![\w#&])(?:\[[^\[\]\n]{1,100}\])?#(?<inner>[^\s#](?:[^#]{0,1000}?[^\s#])?)#(?![\w#])"
            + @"|\^(?<raised>[^\s^]{1,100})\^"
            + @"|~(?<lowered>[^\s~]{1,100})~"
            + @"|(?<break>[ \t]\+(?=\n|$))"
    )]
    private static partial Regex Markup();

    [GeneratedRegex(@"(?:^|,)\s*[\w.-]+=")]
    private static partial Regex NamedValue();

    [GeneratedRegex(@"\{([A-Za-z0-9_][\w-]*)\}")]
    private static partial Regex Names();
}
