using System.Text.RegularExpressions;
using ChatBot.Answering;
using ChatBot.Language;

namespace ChatBot.Interactions;

/// <summary>The list or table of an answer, for questions that count on it: "the second one", "step 3", "the last row".</summary>
internal static partial class ShownList
{
    private static readonly WordList List = WordList.Load("follow-ups");
    private static readonly WordList Ordinals = List["ordinals"],
        Numbers = List["numbers"],
        Counted = List["counted"];

    /// <summary>Ordinals that a list may have: first to sixth, and the last.</summary>
    private const int Named = 6;

    /// <summary>Which item words speak of, and where they do.</summary>
    /// <param name="Place">From 0; -1 for the last.</param>
    public readonly record struct Reference(int Place, int From, int Length);

    /// <summary>"the second one", "step 3", "number two"; null where the words count nothing.</summary>
    public static Reference? In(IReadOnlyList<string> words)
    {
        for (var i = 0; i < words.Count; i++)
        {
            var article = i > 0 && words[i - 1] == "the" ? 1 : 0;
            if (IndexIn(Ordinals, words[i]) is >= 0 and var place)
            {
                var counted = i + 1 < words.Count && Counted.Contains(words[i + 1]);
                // "the last commit" counts commits, not items
                if (counted || article > 0 && i + 1 == words.Count)
                    return new(place % (Named + 1) == Named ? -1 : place % (Named + 1), i - article, 1 + article + (counted ? 1 : 0));
            }
            if (
                i + 1 < words.Count
                && Counted.Contains(words[i])
                && words[i] != "one"
                && IndexIn(Numbers, words[i + 1]) is >= 0 and var number
            )
                return new(number % Named, i - article, 2 + article);
        }
        return null;
    }

    /// <summary>The item without its labels; null where the answer has no list, or none so long.</summary>
    public static string? Item(string answer, int place)
    {
        var lines = answer.Split('\n').Select(line => Labels.Without(line).Trim()).ToList();
        var items = lines
            .Select(line => Bullet().Match(line))
            .Where(match => match.Success)
            .Select(match => match.Groups[1].Value)
            .ToList();
        if (items.Count < 2)
            items =
            [
                .. lines
                    .Where(line => line.StartsWith('|') && !Rule().IsMatch(line))
                    .Skip(1)
                    .Select(row => string.Join(": ", row.Trim('|').Split('|').Select(cell => cell.Trim()))),
            ];
        place = place < 0 ? items.Count - 1 : place;
        return items.Count >= 2 && place < items.Count ? items[place] : null;
    }

    private static int IndexIn(WordList list, string word) => list.Lines.SelectMany(line => WordList.WordsOf(line)).ToList().IndexOf(word);

    [GeneratedRegex(@"^(?:[-*•]|\d{1,2}[.)])\s+(.+)$")]
    private static partial Regex Bullet();

    [GeneratedRegex(@"^\|[\s:|-]+\|?$")]
    private static partial Regex Rule();
}
