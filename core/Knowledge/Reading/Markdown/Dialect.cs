using System.Collections.Frozen;
using System.Text.RegularExpressions;
using Markdig;

namespace ChatBot.Knowledge.Reading.Markdown;

/// <summary>What a whole text says about how its pieces are meant.</summary>
/// <param name="isMdx">Braces hold expressions.</param>
/// <param name="isSite">It has front matter: a site's builder fills in its templates.</param>
internal sealed partial class Dialect(string text, bool isMdx, bool isSite)
{
    /// <summary>Names of HTML's elements, those of older days too.</summary>
    private static readonly FrozenSet<string> Html = (
        "a abbr acronym address applet area article aside audio b base basefont bdi bdo big blink blockquote body br button canvas caption "
        + "center cite code col colgroup command data datalist dd del details dfn dialog dir div dl dt em embed fieldset figcaption figure "
        + "font footer form frame frameset g h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input ins "
        + "isindex kbd label legend li "
        + "line link main map mark marquee math menu menuitem meta meter nav nobr noframes noscript object ol "
        + "optgroup option output p param "
        + "path picture plaintext polygon pre progress q rect rp rt ruby s samp script search section select slot small source span strike "
        + "strong style sub summary sup svg table tbody td template text textarea tfoot th thead time title tr track tt u ul var video wbr"
    )
        .Split(' ')
        .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Elements that have no end, or whose end is often forgotten.</summary>
    private static readonly FrozenSet<string> LeftOpen = (
        "a b big br center col colgroup dd del details div dl dt em font h1 h2 h3 h4 h5 h6 hr i img ins kbd li ol p s small span strike "
        + "strong sub sup table tbody td tfoot th thead tr u ul wbr"
    )
        .Split(' ')
        .ToFrozenSet(StringComparer.Ordinal);

    private readonly HashSet<string> _closed =
    [
        .. Closers().Matches(text).Select(match => match.Groups.Values.Skip(1).First(group => group.Success).Value),
    ];

    private readonly HashSet<string> _imported =
    [
        .. Imports().Matches(text).SelectMany(match => Word().Matches(match.Groups[1].Value)).Select(match => match.Value),
    ];

    public bool IsMdx => isMdx;
    public bool IsSite => isSite;

    public static bool IsHtml(string name) =>
        Html.Contains(name) || (name.Length > 0 && !name.Any(char.IsLower) && Html.Contains(name.ToLowerInvariant()));

    public bool Closes(string name) => _closed.Contains(name);

    /// <summary>
    /// Whether a tag is what the author wants to be read: a placeholder, a key, a type. So it is where nobody closes it, imports it or
    /// gives it a value, and HTML has no such element or one that would be closed.
    /// </summary>
    public bool IsText(Tag tag) =>
        tag.Kind == TagKind.Open
        && !tag.Attributes.Any(attribute => attribute.Value.Length > 0)
        && !_closed.Contains(tag.Name)
        && !_imported.Contains(tag.Name)
        && !LeftOpen.Contains(tag.Name.ToLowerInvariant());

    public bool IsComponent(Tag tag) => !IsHtml(tag.Name) && !IsText(tag);

    /// <summary>The dialect of the text that is being parsed.</summary>
    public static Dialect In(MarkdownParserContext? context) => (Dialect)context!.Properties[typeof(Dialect)];

    public MarkdownParserContext Context()
    {
        var context = new MarkdownParserContext();
        context.Properties[typeof(Dialect)] = this;
        return context;
    }

    [GeneratedRegex(@"</([A-Za-z][\w.-]*)\s*>|\{\{[<%]\s*/\s*([\w./-]+)|\{%-?\s*(?:end|/\s*)([\w-]+)")]
    private static partial Regex Closers();

    [GeneratedRegex(@"^import\s+([\w*{}\s,$]{1,2000}?)\sfrom\s", RegexOptions.Multiline)]
    private static partial Regex Imports();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();
}
