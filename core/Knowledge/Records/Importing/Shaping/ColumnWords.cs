using System.Text;
using ChatBot.Language;

namespace ChatBot.Knowledge.Records.Importing.Shaping;

/// <summary>What the name of a column, or of a file, says.</summary>
internal static class ColumnWords
{
    private static readonly WordList List = WordList.Load("record-columns");

    /// <summary>Whether a word, or two beside each other, stand in a section of the list.</summary>
    public static bool Say(string name, string section)
    {
        var words = Of(name);
        for (var i = 0; i < words.Count; i++)
            if (List[section].Contains(words[i]) || (i > 0 && List[section].Contains($"{words[i - 1]}_{words[i]}")))
                return true;
        return false;
    }

    /// <summary>Whether the last word, or the last two, do: what a name is about stands at its end.</summary>
    public static bool EndWith(string name, string section)
    {
        var words = Of(name);
        return words.Count > 0
            && (List[section].Contains(words[^1]) || (words.Count > 1 && List[section].Contains($"{words[^2]}_{words[^1]}")));
    }

    /// <summary><c>createdAt</c>, <c>Created at</c> and <c>CREATED_AT</c> are "created", "at".</summary>
    public static IReadOnlyList<string> Of(string name)
    {
        var words = new List<string>();
        var open = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            var c = name[i];
            var begins = char.IsUpper(c) && i > 0 && (char.IsLower(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            if ((!char.IsLetterOrDigit(c) || begins) && open.Length > 0)
            {
                words.Add(open.ToString());
                open.Clear();
            }
            if (char.IsLetterOrDigit(c))
                open.Append(char.ToLowerInvariant(c));
        }
        if (open.Length > 0)
            words.Add(open.ToString());
        return words;
    }

    /// <summary>What one row is called, after the file: <c>it_requests_2026-11.csv</c> has requests.</summary>
    public static string Noun(string fileName)
    {
        var words = Of(Path.GetFileNameWithoutExtension(fileName)).Where(word => word.All(char.IsLetter) && !List["file"].Contains(word));
        return words.LastOrDefault() is { Length: > 1 } last ? Singular(last) : "row";
    }

    private static string Singular(string word) =>
        word switch
        {
            "people" => "person",
            _ when word.Length < 4 || !word.EndsWith('s') || word.EndsWith("ss") || word.EndsWith("us") || word.EndsWith("is") => word,
            _ when word.EndsWith("ies") => word[..^3] + "y",
            _ when word.EndsWith("sses") || word.EndsWith("ches") || word.EndsWith("shes") || word.EndsWith("xes") => word[..^2],
            _ => word[..^1],
        };
}
