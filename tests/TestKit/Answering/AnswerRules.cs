using System.Text;
using System.Text.RegularExpressions;
using ChatBot.Answering;

namespace ChatBot.TestKit.Answering;

/// <summary>
/// The promises that hold for every answer, checked by means of their own: not the product's counter, not its fence logic.
/// </summary>
public static partial class AnswerRules
{
    /// <summary>Words by regular expressions: unspaced scripts by the character, the rest by white space.</summary>
    public static int CountWords(string text)
    {
        var spread = Unspaced().Replace(text, " $0 ");
        return Space().Split(spread).Count(run => run.EnumerateRunes().Any(rune => Rune.IsLetter(rune) || Rune.GetNumericValue(rune) >= 0));
    }

    /// <returns>What is wrong with the answer, or null.</returns>
    public static string? Fault(Answer answer, int maxWords)
    {
        if (string.IsNullOrWhiteSpace(answer.Text))
            return "silence";
        if (CountWords(answer.Text) is var words && words > maxWords)
            return $"{words} words";
        if (Fence().Count(answer.Text) % 2 != 0)
            return "an open fence";
        if (answer.Outcome == Outcome.Failed)
            return $"failed in {answer.Receipt.Stage}: {answer.Receipt.Rule}";
        return null;
    }

    [GeneratedRegex(
        @"[\u3400-\u4DBF\u4E00-\u9FFF\uF900-\uFAFF\u3041-\u3096\u309D-\u309F\u30A1-\u30FA\u30FC-\u30FF"
            + @"\u31F0-\u31FF\uFF66-\uFF9D\uAC00-\uD7A3\u3005\u3007]|[\uD840-\uD8BF][\uDC00-\uDFFF]"
    )]
    private static partial Regex Unspaced();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();

    [GeneratedRegex("```|^ {0,3}~~~", RegexOptions.Multiline)]
    private static partial Regex Fence();
}
