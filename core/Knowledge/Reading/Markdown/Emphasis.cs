using Markdig.Syntax.Inlines;

namespace ChatBot.Knowledge.Reading.Markdown;

internal enum EmphasisKind
{
    /// <summary>Bold, italic, marked, inserted: the same words.</summary>
    None,

    /// <summary>Said no longer.</summary>
    Struck,
    Raised,
    Lowered,

    /// <summary>No emphasis: the signs are meant ("2^10 or 2^20", "C++11 and C++14").</summary>
    Signs,
}

/// <summary>What a pair of signs means that some dialects take for emphasis and others for text.</summary>
internal static class Emphasis
{
    public static EmphasisKind Of(EmphasisInline emphasis) =>
        (emphasis.DelimiterChar, emphasis.DelimiterCount) switch
        {
            ('~', 2) => EmphasisKind.Struck,
            ('~', 1) when !FollowsWord(emphasis) => EmphasisKind.Struck,
            ('~', 1) => IsOneWord(emphasis) ? EmphasisKind.Lowered : EmphasisKind.Signs,
            ('^', _) => IsOneWord(emphasis) ? EmphasisKind.Raised : EmphasisKind.Signs,
            ('+' or '=', _) when FollowsWord(emphasis) => EmphasisKind.Signs,
            _ => EmphasisKind.None,
        };

    private static bool FollowsWord(EmphasisInline emphasis) =>
        emphasis.PreviousSibling is LiteralInline { Content: { Length: > 0 } before } && char.IsLetterOrDigit(before.Text[before.End]);

    private static bool IsOneWord(EmphasisInline emphasis) =>
        emphasis.All(inner => inner is LiteralInline literal && !literal.Content.AsSpan().ContainsAny(" \t\n"));
}
