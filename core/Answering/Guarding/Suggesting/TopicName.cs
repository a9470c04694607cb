using ChatBot.Language;

namespace ChatBot.Answering.Guarding.Suggesting;

/// <summary>A name for a topic from the titles of its documents: the words that say most and stand in most of them.</summary>
internal static class TopicName
{
    private const string Nameless = "our documents";

    public static string Of(IReadOnlyCollection<string> titles, int most)
    {
        var words = titles
            .SelectMany(title =>
                Terms.Of(title).Where(term => term.Weight > 0 && !term.Word.Any(char.IsAsciiDigit)).DistinctBy(term => term.Stem)
            )
            .GroupBy(term => term.Stem)
            .Where(same => same.Count() > 1)
            .OrderByDescending(same => same.Count() * same.First().Weight)
            .ThenBy(same => same.Key, StringComparer.Ordinal)
            .Take(most)
            .Select(same => same.CountBy(term => term.Word).MaxBy(pair => pair.Value).Key)
            .ToList();
        return words switch
        {
            [] => Nameless,
            [var one] => one,
            _ => $"{string.Join(", ", words[..^1])} and {words[^1]}",
        };
    }
}
