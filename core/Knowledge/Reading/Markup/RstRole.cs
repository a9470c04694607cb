using System.Collections.Frozen;
using System.Text.RegularExpressions;
using ChatBot.Knowledge.Reading.Blocks;

namespace ChatBot.Knowledge.Reading.Markup;

/// <summary>:role:`text` of reStructuredText and Sphinx.</summary>
internal static partial class RstRole
{
    /// <summary>Roles of things to type, or of names in code.</summary>
    private static readonly FrozenSet<string> Code = (
        "code literal file samp command option envvar program kbd makevar token const data func function class meth method mod module attr "
        + "attribute exc exception obj object type var macro member struct enum keyword confval setting regexp cli dir path"
    )
        .Split(' ')
        .ToFrozenSet(StringComparer.Ordinal);

    public static Inline Of(string role, string text)
    {
        var name = role[(role.LastIndexOf(':') + 1)..];
        text = RstText.Unescaped(text);
        switch (name)
        {
            case "sup" or "superscript":
                return new Superscript(text);
            case "sub" or "subscript":
                return new Subscript(text);
            case "math":
                return new CodeSpan(text);
            case "pep":
                return new Words("PEP " + Label(text));
            case "rfc":
                return new Words("RFC " + Label(text));
            case "menuselection":
                return new Words(text.Replace("-->", "→"));
            case "guilabel":
                return new Words(text.Replace("&", ""));
            case "raw-html" or "raw" or "index" or "cite" or "footcite":
                return new Words(name == "index" ? Label(text) : "");
            case "doc" when !text.Contains('<'):
                return new Words(text[(text.TrimEnd('/').LastIndexOf('/') + 1)..].Replace('-', ' ').Replace('_', ' '));
        }
        if (!Code.Contains(name))
            return Target(text) is { } target ? new Link([new Words(Label(text))], target) : new Words(Label(text));
        var label = Label(text).TrimStart('!');
        // ~package.module.name is shown as its last part.
        return new CodeSpan(label.StartsWith('~') ? label[(label.LastIndexOf('.') + 1)..].TrimStart('~') : label);
    }

    private static string Label(string text) => Labelled().Match(text) is { Success: true } match ? match.Groups[1].Value : text;

    private static string? Target(string text) =>
        Labelled().Match(text) is { Success: true } match && match.Groups[2].Value.Contains("://", StringComparison.Ordinal)
            ? match.Groups[2].Value
            : null;

    [GeneratedRegex(@"^(.+?)\s*<([^<>]+)>$", RegexOptions.Singleline)]
    private static partial Regex Labelled();
}
