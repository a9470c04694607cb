using System.Text.RegularExpressions;

namespace ChatBot.Answering.Evaluation;

/// <summary>Sentences whose first word points to what is not quoted before them.</summary>
internal static partial class DanglingWords
{
    /// <summary>Words by which a sentence is found again in its passage.</summary>
    private const int Beginning = 6;

    /// <summary>Words before it that have to be quoted too: the end of what it points to.</summary>
    private const int Before = 2;

    /// <param name="passages">What the answer was quoted from; without them, what one source says right behind another sentence of its own
    /// counts as following it there.</param>
    public static IEnumerable<string> In(IReadOnlyList<AnswerBlock> blocks, IReadOnlyList<string> passages)
    {
        // A heading between two sentences is no part of what they say.
        var sources = passages
            .SelectMany(passage => (string[])[passage, HeadingLine().Replace(passage, "")])
            .Select(passage => $" {FactMatch.Words(passage)} ")
            .ToList();
        var quoted = " ";
        string? label = null; // of what was quoted last
        foreach (var block in blocks)
        foreach (var (text, own) in block.Pieces())
        {
            // Items lean on their introduction, and code on nothing.
            if (block.Kind is BlockKind.Paragraph && PointsBack(text))
            {
                var follows = Follows(FactMatch.Words(text), quoted, sources) ?? (own is not null && own == label);
                if (!follows)
                    yield return text;
            }
            quoted += FactMatch.Words(text) + " ";
            label = own ?? label;
        }
    }

    private static bool PointsBack(string text) => Pointing().IsMatch(text) && !Expletive().IsMatch(text) && !OfItself().IsMatch(text);

    /// <summary>Whether what stands before the sentence in its passage is quoted; null where no passage has it.</summary>
    private static bool? Follows(string sentence, string quoted, IReadOnlyList<string> sources)
    {
        var beginning = $" {string.Join(' ', sentence.Split(' ').Take(Beginning))} ";
        bool? follows = null;
        foreach (var source in sources)
            if (source.IndexOf(beginning, StringComparison.Ordinal) is >= 0 and var at)
            {
                var before = string.Join(' ', source[..at].Split(' ', StringSplitOptions.RemoveEmptyEntries).TakeLast(Before));
                follows = follows is true || before.Length > 0 && quoted.Contains($" {before} ", StringComparison.Ordinal);
            }
        return follows;
    }

    [GeneratedRegex(@"^\s*(?:#{1,6} .*|\*\*[^*\n]+\*\*:?|[A-Z][\w ]{0,30})[ \t]*$", RegexOptions.Multiline)]
    private static partial Regex HeadingLine();

    [GeneratedRegex(
        """
            ^(?:\*\*|[*"“(])?(?:
                This|That|These|Those|It|Its|They|Them|Their|Such|Both|Instead|Also|However|Then|Otherwise|Therefore|Thus|Hence
                |Consequently|Accordingly|Additionally|Furthermore|Moreover|Besides|Likewise|Similarly
                |Alternatively|Afterwards|Again|And|Or|But|So|Else
                |Yet|Still|Nevertheless|Nonetheless|Finally|Next|Secondly|Thirdly|The\ (?:former|latter|same|above|other)
                |In\ (?:this|that|such|these|those|both|either|addition|contrast)|(?:For|With)\ (?:this|that|these)
                |(?:As|To\ do)\ (?:such|so|this|that)
                |Doing\ (?:so|this)|As\ a\ (?:result|consequence)|On\ the\ other\ hand|(?:Because\ of|After)\ (?:this|that)
            )\b(?![-_’'](?!s\b))
            """,
        RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace
    )]
    private static partial Regex Pointing();

    /// <summary>An "it" that stands for nothing, a "both" that names its two, a "so that" that goes on.</summary>
    [GeneratedRegex(
        """
            ^(?:
                It(?:\ (?:is|was|may\ be|might\ be|can\ be|will\ be)|’s|'s)
                    (?:\ (?:not|also|often|usually|always|generally|thus|best|very|only|highly|strongly))*
                    \ \w+(?:\ \w+)?\ (?:to|that|if|when|for)\b
                |It\ (?:depends|takes|seems|turns\ out)\b|Both\b[^.,;:]{1,60}\band\b
                |In\ (?:addition|contrast)\ to\b|Next\ to\b|Besides\ \w+ing\b|So\ that\b
            )
            """,
        RegexOptions.IgnorePatternWhitespace
    )]
    private static partial Regex Expletive();

    [GeneratedRegex(
        @"^(?:This|In this|These) (?:page|guide|document|documentation|section|article|tutorial|chapter|manual|handbook|example)s?\b"
    )]
    private static partial Regex OfItself();
}
