using System.Text.RegularExpressions;
using ChatBot.Answering.Capping;
using ChatBot.Knowledge.Chunking;

namespace ChatBot.Answering.Generation;

/// <summary>A sentence of a document as an answer quotes it.</summary>
internal static partial class QuotedText
{
    /// <summary>Leaves out notes in brackets; a link becomes its text, the source's link follows anyway.</summary>
    public static string Of(Sentence sentence, string text)
    {
        var quoted = sentence.In(text);
        if (sentence.Kind == SentenceKind.Code)
            return Fences.Close(Fences.Normalise(quoted));
        if (quoted.Contains('['))
            quoted = Note().Replace(Link().Replace(quoted, "$1"), "");
        return (sentence.Kind == SentenceKind.Prose ? quoted.ReplaceLineEndings(" ") : quoted).Trim();
    }

    /// <summary>The cells of a table's row.</summary>
    public static List<string> Cells(string row) => [.. Pipe().Split(row.Trim().Trim('|')).Select(cell => cell.Replace("\\|", "|").Trim())];

    /// <summary>Between two cells; one within a cell is written with a backslash.</summary>
    [GeneratedRegex(@"(?<!\\)\|")]
    private static partial Regex Pipe();

    [GeneratedRegex(@"\[([^\[\]\n]{1,300})\]\([^)\s]{0,500}\)")]
    private static partial Regex Link();

    /// <summary>"[12]", "[b]": somebody else's footnotes.</summary>
    [GeneratedRegex(@"\s?\[(?:\d{1,3}|[a-z])\]", RegexOptions.IgnoreCase)]
    private static partial Regex Note();
}
