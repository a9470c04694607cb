namespace ChatBot.Knowledge.Reading.Markdown;

internal enum TagKind
{
    Open,
    Close,
    Whole,
}

/// <summary>A tag for a site's builder: a component of MDX, a shortcode of Hugo, a statement of Liquid.</summary>
/// <param name="Attributes">
/// By name; those without a name by their place ("0"). What is no text but an expression keeps its braces.
/// </param>
internal sealed record Tag(string Name, TagKind Kind, IReadOnlyDictionary<string, string> Attributes)
{
    public static readonly IReadOnlyDictionary<string, string> None = new Dictionary<string, string>();

    private static readonly string[] Titles = ["title", "label", "question", "summary", "header", "heading", "caption"];
    private static readonly string[] Texts = ["text", "description", "content", "message", "answer", "subtitle", "body", "alt", "tooltip"];

    /// <summary>What it is headed with, empty where it says nothing.</summary>
    public string Title =>
        First(Titles) is { Length: > 0 } title ? title
        : (IsTab || IsField) && First(["name", "value"]) is { Length: > 0 } value ? value
        : First(["0", "1"], ' ') is { Length: > 0 } placed ? placed
        : NoteTitle is { Length: > 0 } note ? note
        : (IsTab || Name is "details" or "expand" or "collapse") ? First(["0"])
        : "";

    /// <summary>What it says besides its title.</summary>
    public IEnumerable<string> Said => Texts.Select(name => First([name])).Where(text => text.Length > 0);

    /// <summary>What it says within a sentence, where only one thing can be said.</summary>
    public string Inline => First(["text", "label", "title", "children"]) is { Length: > 0 } text ? text : First(["alt", "tooltip"]);

    public string Target => First(["href", "to", "url", "link"]);

    public bool IsTab =>
        Name.EndsWith("Tab", StringComparison.Ordinal) || Name is "TabItem" or "tab" or "TabPane" or "TabPanel" or "tabitem";

    private bool IsField =>
        Name.EndsWith("Field", StringComparison.Ordinal)
        || Name.EndsWith("Param", StringComparison.Ordinal)
        || Name.EndsWith("Property", StringComparison.Ordinal);

    /// <summary>Kinds that are named by the component itself, or by a property of one that serves all kinds.</summary>
    private string NoteTitle =>
        Blocks.NoteTitle.Of(Name) is { Length: > 0 } own ? own
        : Blocks.NoteTitle.IsNote(Name) || Name is "hint" or "alert"
            ? Blocks.NoteTitle.Of(First(["type", "variant", "kind", "style", "intent", "0"]))
        : "";

    /// <param name="sign">One that the value must hold, as text holds spaces.</param>
    private string First(IEnumerable<string> names, char? sign = null)
    {
        foreach (var name in names)
            if (
                Attributes.GetValueOrDefault(name) is { } value
                && !string.IsNullOrWhiteSpace(value)
                && value[0] is not ('{' or '/' or '#')
                && (sign is not { } needed || value.Contains(needed))
            )
                return value.Trim();
        return "";
    }
}
