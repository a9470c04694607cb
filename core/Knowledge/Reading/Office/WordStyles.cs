using System.Xml.Linq;

namespace ChatBot.Knowledge.Reading.Office;

/// <summary>What a style says, with what the styles say that it is based on.</summary>
/// <param name="Name">Lower case; built-in names are English in every language of Word.</param>
/// <param name="Level">Of a heading, from 1; null for body text.</param>
internal sealed record WordStyle(string Name, int? Level, int? Numbering, int? NumberingLevel, WordFormat Format);

/// <summary>What a run looks like, as far as it says anything; null where it is not said.</summary>
/// <param name="Shift">"superscript" or "subscript".</param>
internal sealed record WordFormat(bool? Hidden, bool? Struck, string? Shift, string? Font)
{
    /// <summary>Up to a point nobody reads it.</summary>
    private const int TinyHalfPoints = 2;

    public static readonly WordFormat Unsaid = new(null, null, null, null);

    private static readonly string[] Typewriters =
    [
        "andale mono",
        "cascadia code",
        "cascadia mono",
        "consolas",
        "courier",
        "courier new",
        "dejavu sans mono",
        "fira code",
        "fira mono",
        "inconsolata",
        "jetbrains mono",
        "liberation mono",
        "lucida console",
        "menlo",
        "monaco",
        "roboto mono",
        "sf mono",
        "source code pro",
        "ubuntu mono",
    ];

    public bool IsTypewriter => Font is not null && Typewriters.Contains(Font.ToLowerInvariant());

    public static WordFormat Of(XElement? properties) =>
        properties is null
            ? Unsaid
            : new(
                properties.Switch("vanish") ?? (properties.Child("sz").Number() <= TinyHalfPoints ? true : null),
                properties.Switch("strike") == true || properties.Switch("dstrike") == true
                    ? true
                    : properties.Switch("strike") ?? properties.Switch("dstrike"),
                properties.Child("vertAlign").Value(),
                properties.Child("rFonts").Value("ascii")
            );

    /// <summary>This, and where it says nothing, the other.</summary>
    public WordFormat Over(WordFormat other) =>
        new(Hidden ?? other.Hidden, Struck ?? other.Struck, Shift ?? other.Shift, Font ?? other.Font);
}

/// <summary>The styles of a document.</summary>
internal sealed class WordStyles
{
    private const int LongestChain = 32;

    private readonly Dictionary<string, XElement> _byId = [];
    private readonly Dictionary<string, WordStyle> _read = [];
    private readonly string? _default;

    public WordStyles(IEnumerable<XElement> styles)
    {
        foreach (var style in styles)
        {
            if (style.Kind() == "docDefaults")
                Body = WordFormat.Of(style.Child("rPrDefault").Child("rPr"));
            if (style.Kind() != "style" || style.Value("styleId") is not { } id)
                continue;
            _byId.TryAdd(id, style);
            if (style.Value("type") == "paragraph" && style.Value("default") is "1" or "true" or "on")
                _default ??= id;
        }
        Body = Paragraph(null).Format.Over(Body);
    }

    /// <summary>What text looks like that nothing is said of.</summary>
    public WordFormat Body { get; } = WordFormat.Unsaid;

    public WordStyle Paragraph(string? id) => Of(id ?? _default);

    public WordStyle Of(string? id)
    {
        if (id is null)
            return new WordStyle("", null, null, null, WordFormat.Unsaid);
        if (!_read.TryGetValue(id, out var style))
            _read[id] = style = Read(id);
        return style;
    }

    /// <summary>The style of a list ("numbering" styles name one).</summary>
    public int? NumberingOf(string? id) =>
        id is not null && _byId.TryGetValue(id, out var style) ? style.Child("pPr").Child("numPr").Child("numId").Number() : null;

    /// <summary>Whether rows of a table of this style look different at the top.</summary>
    public bool HasHeaderRow(string? id) =>
        Chain(id).Any(style => style.Children("tblStylePr").Any(part => part.Value("type") == "firstRow" && part.HasElements));

    private WordStyle Read(string id)
    {
        var chain = Chain(id).ToList();
        var format = WordFormat.Unsaid;
        int? level = null,
            numbering = null,
            numberingLevel = null;
        foreach (var style in chain)
        {
            format = format.Over(WordFormat.Of(style.Child("rPr")));
            var properties = style.Child("pPr");
            level ??= properties.Child("outlineLvl").Number() + 1 ?? HeadingLevel(Name(style));
            numbering ??= properties.Child("numPr").Child("numId").Number();
            numberingLevel ??= properties.Child("numPr").Child("ilvl").Number();
        }
        return new WordStyle(
            chain.Count > 0 ? Name(chain[0]) : id.ToLowerInvariant(),
            (level ?? HeadingLevel(id.ToLowerInvariant())) is >= 1 and <= 9 and var heading ? heading : null,
            numbering,
            numberingLevel,
            format
        );
    }

    private static string Name(XElement style) => style.Child("name").Value()?.ToLowerInvariant() ?? "";

    private static int? HeadingLevel(string name) =>
        name.StartsWith("heading", StringComparison.Ordinal) && int.TryParse(name.AsSpan(7), out var level) ? level : null;

    /// <summary>A style and those it is based on, from itself on.</summary>
    private IEnumerable<XElement> Chain(string? id)
    {
        for (var steps = 0; id is not null && steps < LongestChain && _byId.TryGetValue(id, out var style); steps++)
        {
            yield return style;
            id = style.Child("basedOn").Value();
        }
    }
}
