using System.Text;
using System.Text.RegularExpressions;
using ChatBot.Language;

namespace ChatBot.Privacy.Detection;

/// <summary>
/// A list as a part of an expression: <c>(?:call|calls?|send\ code)</c>. In the list <c>_</c> is a blank, <c>?</c> makes the character
/// before it optional, and <c>*</c> is any ending of a word. Alternatives stand in the order of the list.
/// </summary>
internal static class Alternation
{
    /// <param name="words">Phrases of a list.</param>
    /// <param name="joint">What stands between the words of a phrase, as an expression.</param>
    public static string Of(WordList words, string joint = " ") =>
        $"(?:{string.Join('|', words.Lines.SelectMany(WordList.WordsOf).Select(phrase => Expression(phrase, joint)))})";

    private static string Expression(string phrase, string joint)
    {
        var expression = new StringBuilder();
        foreach (var c in phrase)
            expression.Append(
                c switch
                {
                    '_' => joint,
                    '?' => "?",
                    '*' => @"\w*",
                    _ => Regex.Escape(c.ToString()),
                }
            );
        return expression.ToString();
    }
}
