using System.Text.RegularExpressions;
using ChatBot.Knowledge.Reading.Blocks;

namespace ChatBot.Knowledge.Reading.Markup;

/// <summary>Inline markup of reStructuredText.</summary>
/// <param name="targets">Addresses by the names that the text gives them.</param>
/// <param name="substitutions">What stands for |name|.</param>
internal sealed partial class RstText(
    IReadOnlyDictionary<string, string> targets,
    IReadOnlyDictionary<string, string> substitutions,
    Action<string> refer
)
{
    private const int DeepestSubstitution = 4;

    /// <summary>Characters that substitutions may bring into one document: what stands for itself many times over grows by powers.
    /// </summary>
    private const int MostSubstituted = 1_000_000;

    private int _substituted;

    public IReadOnlyList<Inline> Of(string text) => Of(text, 0);

    private List<Inline> Of(string text, int depth)
    {
        var inlines = new List<Inline>();
        var from = 0;
        foreach (Match match in Markup().Matches(text))
        {
            Say(text[from..match.Index], inlines);
            from = match.Index + match.Length;
            Add(match, inlines, depth);
        }
        Say(text[from..], inlines);
        return inlines;
    }

    private void Add(Match match, List<Inline> inlines, int depth)
    {
        if (match.Groups["literal"].Success)
            inlines.Add(new CodeSpan(match.Groups["literal"].Value));
        else if (match.Groups["text"].Success)
            Interpreted(match, inlines);
        else if (match.Groups["strong"].Success)
            Say(match.Groups["strong"].Value, inlines);
        else if (match.Groups["note"].Success)
            Note(match.Groups["note"].Value, inlines);
        else if (match.Groups["name"].Success)
            Substitution(match.Groups["name"].Value, inlines, depth);
        else if (match.Groups["word"].Success)
            Referred(match.Groups["word"].Value, inlines);
        else if (match.Groups["escaped"].Success && !string.IsNullOrWhiteSpace(match.Groups["escaped"].Value))
            Say(match.Groups["escaped"].Value, inlines);
    }

    /// <summary>`text`, :role:`text`, `text &lt;target&gt;`_.</summary>
    private void Interpreted(Match match, List<Inline> inlines)
    {
        var text = match.Groups["text"].Value;
        var role = match.Groups["role"].Success ? match.Groups["role"].Value : match.Groups["after"].Value;
        if (role.Length > 0)
        {
            inlines.Add(RstRole.Of(role, text));
            return;
        }
        if (!match.Groups["link"].Success)
        {
            Say(Unescaped(text), inlines);
            return;
        }
        var labelled = Labelled().Match(text);
        if (!labelled.Success)
        {
            Referred(text, inlines);
            return;
        }
        var target = labelled.Groups["target"].Value.Trim();
        target = target.EndsWith('_') && targets.TryGetValue(Name(target[..^1]), out var named) ? named : target;
        var label = labelled.Groups["label"].Value.Trim();
        inlines.Add(new Link([new Words(Unescaped(label.Length > 0 ? label : target))], target));
    }

    /// <summary>name_, which a line elsewhere gives an address.</summary>
    private void Referred(string name, List<Inline> inlines)
    {
        if (targets.TryGetValue(Name(name), out var target) && target.Length > 0)
            inlines.Add(new Link([new Words(Unescaped(name))], target));
        else
            Say(Unescaped(name), inlines);
    }

    private void Note(string name, List<Inline> inlines)
    {
        // [1]_, [#name]_ and [*]_ are footnotes; [Smith2002]_ is said.
        if (name[0] is '#' or '*' || name.All(char.IsAsciiDigit))
            refer(name);
        else
            Say(name, inlines);
    }

    private void Substitution(string name, List<Inline> inlines, int depth)
    {
        if (depth >= DeepestSubstitution || _substituted > MostSubstituted || !substitutions.TryGetValue(Name(name), out var text))
        {
            Say(name, inlines);
            return;
        }
        _substituted += text.Length;
        inlines.AddRange(Of(text, depth + 1));
    }

    public static string Name(string name) =>
        string.Join(' ', name.ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    public static string Unescaped(string text) =>
        text.Contains('\\') ? Escapes().Replace(text, match => match.Groups[1].Value.Trim()) : text;

    private static void Say(string text, List<Inline> inlines)
    {
        if (text.Length > 0)
            inlines.Add(new Words(text));
    }

    [GeneratedRegex(
        @"(?<!\w)``(?<literal>\S(?:.{0,1000}?\S)??)``(?!\w)"
            + @"|(?::(?<role>[\w+.:-]+):)?(?<![\w`])`(?<text>[^\s`](?:(?:\\.|[^`\\]){0,1000}?[^\s`\\])?)`(?::"
            + @"(?<after>[\w+.:-]+):|(?<link>__?))?(?!\w)"
            + @"|(?<![\w*])\*\*(?<strong>[^\s*](?:.{0,500}?\S)??)\*\*(?![\w*])"
            + @"|(?<![\w*])\*(?<strong>[^\s*](?:[^*]{0,1000}?[^\s*])??)\*(?![\w*])"
            + @"|[ \t]?\[(?<note>#[\w.-]*|\*|[\w.:-]+)\]_(?!\w)"
            + @"|(?<![\w|])\|(?<name>[^\s|](?:[^|\n]{0,200}?[^\s|])??)\|(?:__?)?(?!\w)"
            + @"|(?<![\w`_.:/-])(?<word>[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*)__?(?![\w`/])"
            + @"|(?<![\w`])_`(?<strong>[^`]{1,300})`"
            + @"|\\(?<escaped>.|\n)",
        RegexOptions.Singleline
    )]
    private static partial Regex Markup();

    [GeneratedRegex(@"^(?<label>.*?)\s*<(?<target>[^<>]+)>$", RegexOptions.Singleline)]
    private static partial Regex Labelled();

    [GeneratedRegex(@"\\(.|\n)", RegexOptions.Singleline)]
    private static partial Regex Escapes();
}
