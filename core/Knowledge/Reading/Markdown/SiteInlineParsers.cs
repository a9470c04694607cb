using System.Text.RegularExpressions;
using Markdig.Helpers;
using Markdig.Parsers;
using Markdig.Syntax.Inlines;

namespace ChatBot.Knowledge.Reading.Markdown;

/// <summary>A tag of a site's builder within a line.</summary>
internal sealed class TagInline(Tag tag) : LeafInline
{
    public Tag Tag => tag;
}

/// <summary>&lt;Component&gt; is a tag, &lt;name&gt; is text, and HTML with expressions of JSX is HTML without them.</summary>
internal sealed class ComponentInlineParser : InlineParser
{
    public ComponentInlineParser() => OpeningCharacters = ['<'];

    public override bool Match(InlineProcessor processor, ref StringSlice slice)
    {
        var dialect = Dialect.In(processor.Context);
        var (text, start) = (slice.Text, slice.Start);
        if (dialect.IsMdx && (slice.AsSpan().StartsWith("<>") || slice.AsSpan().StartsWith("</>")))
        {
            slice.Start = text.IndexOf('>', start) + 1;
            processor.Inline = new LiteralInline();
            return true;
        }
        if (JsxTag.Read(text, start, slice.End + 1, out var after) is not { } tag)
            return false;
        if (dialect.IsText(tag))
        {
            processor.Inline = new LiteralInline(text[start..after]);
        }
        else if (Dialect.IsHtml(tag.Name))
        {
            if (!text.AsSpan(start, after - start).Contains("={", StringComparison.Ordinal))
                return false;
            processor.Inline = new HtmlInline(HtmlOf(tag));
        }
        else
        {
            processor.Inline = new TagInline(tag);
        }
        slice.Start = after;
        return true;
    }

    internal static string HtmlOf(Tag tag)
    {
        if (tag.Kind == TagKind.Close)
            return $"</{tag.Name}>";
        var attributes = tag.Attributes.Where(IsText).Select(own => $" {own.Key}=\"{own.Value.Replace("\"", "&quot;")}\"");
        return $"<{tag.Name}{string.Concat(attributes)}{(tag.Kind == TagKind.Whole ? "/" : "")}>";
    }

    private static bool IsText(KeyValuePair<string, string> attribute) => attribute.Value is not ['{', ..] && attribute.Key != "...";
}

/// <summary>What begins with a brace: shortcodes, statements, comments and expressions, attribute lists, marks of editors.</summary>
internal sealed partial class BraceInlineParser : InlineParser
{
    private const int Longest = 2000;

    public BraceInlineParser() => OpeningCharacters = ['{'];

    public override bool Match(InlineProcessor processor, ref StringSlice slice)
    {
        var dialect = Dialect.In(processor.Context);
        var (text, start, end) = (slice.Text, slice.Start, Math.Min(slice.End + 1, slice.Start + Longest));
        Inline? inline = null;
        var after = -1;
        if (TemplateTag.Read(text, start, end, dialect, out var next) is { } tag)
        {
            var raw = tag.Name is "raw" or "verbatim" or "comment"
                ? EndOfRaw().Match(text, next, end - next)
                : System.Text.RegularExpressions.Match.Empty;
            inline = raw.Success ? new LiteralInline(tag.Name == "comment" ? "" : text[next..raw.Index]) : new TagInline(tag);
            after = raw.Success ? raw.Index + raw.Length : next;
        }
        else if (Silent().Match(text, start, end - start) is { Success: true } silent)
        {
            inline = new LiteralInline(silent.Groups["text"].Value);
            after = silent.Index + silent.Length;
        }
        else if (
            Attributes().Match(text, start, end - start) is { Success: true } list
            && (list.Groups["sure"].Success || text.ElementAtOrDefault(start - 1) is ')' or ']' or '`' or '*' or '"')
        )
        {
            after = list.Index + list.Length;
        }
        else if (dialect.IsSite && Variable().Match(text, start, end - start) is { Success: true } variable)
        {
            after = variable.Index + variable.Length;
        }
        else if (dialect.IsMdx && JsxTag.Balanced(text, start, end) is > 0 and var close)
        {
            after = close;
            inline = new LiteralInline(Quoted().Match(text, start, close - start).Groups["text"].Value.Replace("\\n", "\n"));
        }
        if (after < 0)
            return false;
        slice.Start = after;
        processor.Inline = inline ?? new LiteralInline();
        return true;
    }

    /// <summary>
    /// {/* a comment */}, {--deleted--}, {>>a remark&lt;&lt;}; {++added++}, {==marked==} and {~~old~>new~~} keep what is said.
    /// </summary>
    [GeneratedRegex(
        @"\G\{(?:/\*.*?\*/|--.+?--|>>.+?<<|\+\+(?<text>.+?)\+\+|==(?<text>.+?)==|~~.*?~>(?<text>.*?)~~)\}",
        RegexOptions.Singleline
    )]
    private static partial Regex Silent();

    [GeneratedRegex(
        """\G\{(?:(?<sure>:\s*)[#.\w][^,{}\n]{0,200}|\s*(?:(?<sure>[#.][A-Za-z][\w:.-]*)|[\w:-]+="""
            + """(?:"[^"\n]*"|'[^'\n]*'|[^\s"'{}]+))(?:[ \t]+(?:[#.][\w:.-]+|[\w:-]+(?:=(?:"[^"\n]*"|'[^'\n]*'"""
            + """|[^\s"'{}]+))?))*\s*)\}"""
    )]
    private static partial Regex Attributes();

    [GeneratedRegex(
        @"\G\{\{-?\s*(?:[.$]?(?:site|page|config|params|variables|product|book|data|version\w*)\b[^{}]*|\.[\w.]+"
            + @"|[\w.]+\s*\|[^{}]*|'[^']*'\s*\|[^{}]*)\}\}",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Variable();

    [GeneratedRegex("""\G\{\s*(?:'(?<text>[^']*)'|"(?<text>[^"]*)"|`(?<text>[^`$]*)`)\s*\}""")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\{%-?\s*end(?:raw|verbatim|comment)\s*-?%\}")]
    private static partial Regex EndOfRaw();
}

/// <summary>:material-check: and icons of other sets, which are drawn, not read.</summary>
internal sealed partial class IconInlineParser : InlineParser
{
    public IconInlineParser() => OpeningCharacters = [':'];

    public override bool Match(InlineProcessor processor, ref StringSlice slice)
    {
        if (Icon().Match(slice.Text, slice.Start, Math.Min(slice.Length, 100)) is not { Success: true } icon)
            return false;
        slice.Start = icon.Index + icon.Length;
        processor.Inline = new LiteralInline();
        return true;
    }

    [GeneratedRegex(@"\G:(?:material|fontawesome|octicons|simple|fa|mdi|bootstrap|logos)-[\w-]+:")]
    private static partial Regex Icon();
}

/// <summary>++ctrl+c++, keys to press.</summary>
internal sealed partial class KeysInlineParser : InlineParser
{
    public KeysInlineParser() => OpeningCharacters = ['+'];

    public override bool Match(InlineProcessor processor, ref StringSlice slice)
    {
        if (
            slice.PeekCharExtra(-1) is '+'
            || Keys().Match(slice.Text, slice.Start, Math.Min(slice.Length, 100)) is not { Success: true } keys
        )
            return false;
        slice.Start = keys.Index + keys.Length;
        processor.Inline = new CodeInline(
            string.Join('+', keys.Groups["key"].Captures.Select(key => char.ToUpperInvariant(key.Value[0]) + key.Value[1..]))
        );
        return true;
    }

    [GeneratedRegex(
        @"\G\+\+(?<key>ctrl|control|shift|alt|cmd|command|meta|option|win|windows|super|enter|return|esc|escape|tab"
            + @"|space|spacebar|backspace|del|delete|ins|insert|home|end|up|down|left|right|arrow-\w+|page-\w+"
            + @"|print-screen|caps-lock|f\d{1,2}|[a-z0-9])(?:\+(?<key>[\w-]+|""[^""+]+""))*\+\+(?!\w)",
        RegexOptions.IgnoreCase
    )]
    private static partial Regex Keys();
}

/// <summary>[[Page|label]] of a wiki, and links whose target a template fills in, which CommonMark takes for no links.</summary>
internal sealed partial class SiteLinkInlineParser : InlineParser
{
    public SiteLinkInlineParser() => OpeningCharacters = ['[', '!'];

    public override bool Match(InlineProcessor processor, ref StringSlice slice)
    {
        var link = Links().Match(slice.Text, slice.Start, Math.Min(slice.Length, 600));
        if (!link.Success)
            return false;
        slice.Start = link.Index + link.Length;
        processor.Inline = new LiteralInline(link.Groups["label"].Value.Replace("`", "").Replace("**", ""));
        return true;
    }

    [GeneratedRegex(
        @"\G(?:!?\[(?<label>[^\[\]\n]*)\]\((?:[^()\s]*)(?:\{\{[^{}]*\}\}|\{%[^{}]*%\})[^()\n]*\)|!?\[\[(?:[^\s\[\]"
            + @"|\n][^\[\]|\n]*\|)?(?<label>[^\s\[\]|\n][^\[\]|\n]*)\]\])"
    )]
    private static partial Regex Links();
}
