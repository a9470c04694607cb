using System.Text.RegularExpressions;

namespace ChatBot.Answering.Evaluation;

/// <summary>What is left of a document's format in the text of an answer.</summary>
internal static partial class LeftSyntax
{
    /// <summary>The signs at fault, at most one of each kind in a block.</summary>
    public static IEnumerable<string> In(IEnumerable<AnswerBlock> blocks)
    {
        foreach (var block in blocks.Where(block => block.Kind is not BlockKind.Code))
        {
            var text = AnswerBlock.WithoutCode(block.Text);
            foreach (var mark in Marks(block.Kind))
                if (mark.Match(text) is { Success: true } found)
                    yield return found.Value.Trim();
            if (block.Kind is BlockKind.Item && block.Plain.Length == 0)
                yield return "an empty item";
            if (text.Contains('`') || Bold().Count(text) % 2 != 0)
                yield return $"half of a mark: {block.Text}";
        }
    }

    private static Regex[] Marks(BlockKind kind) => kind is BlockKind.Table ? [.. InAnyBlock] : [.. InAnyBlock, Pipe()];

    private static readonly Regex[] InAnyBlock =
    [
        Html(),
        Component(),
        Entity(),
        Rule(),
        Admonition(),
        Directive(),
        Template(),
        Link(),
        LinkWithin(),
        Escape(),
    ];

    /// <summary>Elements and comments of HTML; a placeholder such as &lt;name&gt; is none.</summary>
    [GeneratedRegex(
        """
            <!--|</?(?:a|abbr|b|big|blockquote|br|button|center|code|col|dd|del|details|div|dl|dt|em|figure|font|h[1-6]|hr|i|iframe|img
            |input|ins|kbd|li|mark|ol|p|picture|pre|s|script|small|source|span|strong|style|sub|summary|sup|svg|table|tbody
            |td|th|thead|tr|tt|u|ul|video)(?:\s[^<>]*)?/?>
            """,
        RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace
    )]
    private static partial Regex Html();

    [GeneratedRegex(@"<[A-Z]\w*(?:\s+\w+=[^<>]*)?/>|</[A-Z]\w*>|^import \w+ from ['""]|\{/\*", RegexOptions.Multiline)]
    private static partial Regex Component();

    [GeneratedRegex(@"&(?:nbsp|amp|lt|gt|quot|apos|mdash|ndash|hellip|#\d+|#x[0-9a-f]+);", RegexOptions.IgnoreCase)]
    private static partial Regex Entity();

    /// <summary>Front matter's fence, a ruler, an underlined heading.</summary>
    [GeneratedRegex(@"^\s*(?:-{3,}|={3,}|\+{3,}|\*{3,}|_{3,})\s*$", RegexOptions.Multiline)]
    private static partial Regex Rule();

    [GeneratedRegex(
        @"^\s*(?::{3,}|!!!|\?\?\?)|\[!(?:NOTE|TIP|WARNING|IMPORTANT|CAUTION)\]",
        RegexOptions.Multiline | RegexOptions.IgnoreCase
    )]
    private static partial Regex Admonition();

    [GeneratedRegex(
        @"^\s*\.\. [\w-]+::|:(?:ref|doc|class|func|meth|mod|term):|\{#[\w-]+\}|^include::|\bxref:|<<[\w-]+(?:,[^<>]*)?>>|\[\[[^\[\]]+\]\]",
        RegexOptions.Multiline
    )]
    private static partial Regex Directive();

    [GeneratedRegex(@"\{%.*?%\}|\{\{.*?\}\}", RegexOptions.Singleline)]
    private static partial Regex Template();

    /// <summary>Half a link, a picture, a link by reference.</summary>
    [GeneratedRegex(
        @"\]\((?![^()\s]*(?:\([^()]*\)[^()\s]*)*(?:\s+""[^""]*"")?\))|!\[|\[[^\[\]]*[^\[\]\d][^\[\]]*\]\[[^\[\]]*[^\[\]\d][^\[\]]*\]"
    )]
    private static partial Regex Link();

    /// <summary>A link to a place that exists within the documents only.</summary>
    [GeneratedRegex(@"\[[^\[\]]+\]\((?!https?:|mailto:|<https?:)[^()]*\)")]
    private static partial Regex LinkWithin();

    [GeneratedRegex(@"\\[_*<>\[\]{}#|`~!-]")]
    private static partial Regex Escape();

    [GeneratedRegex(@"^\s*\|.*\||\S\s+\|\s+\S.*\s\|\s", RegexOptions.Multiline)]
    private static partial Regex Pipe();

    [GeneratedRegex(@"\*\*")]
    private static partial Regex Bold();
}
