using System.Text.RegularExpressions;
using ChatBot.Language;

namespace ChatBot.Answering.Inventory;

/// <summary>
/// Tells "what documents do you have?" and "list all topics" from questions about documents and topics: those are what phrases of a closed
/// list cover to the last word.
/// </summary>
internal static partial class InventoryQuestion
{
    /// <summary>A longer text asks something else.</summary>
    private const int LongestInWords = 16;

    private static readonly WordList List = WordList.Load("inventory");

    private static readonly Phrases<Part> Known = new(
        List.SectionNames.SelectMany(name => List[name].Words.Select(phrase => (phrase, Enum.Parse<Part>(name, ignoreCase: true))))
    );

    private enum Part
    {
        List,
        Ask,
        Ours,
        Things,
        Yours,
        There,
        Whole,
        Fillers,
    }

    public static bool Is(QuestionReading question)
    {
        var words = Word()
            .Matches(question.Text.ToLowerInvariant())
            .Select(word => word.Value.Replace("'", "").Replace("’", ""))
            .Take(LongestInWords + 1)
            .ToList();
        return words.Count is > 0 and <= LongestInWords && Parts(words) is { } parts && Asks(parts);
    }

    /// <summary>Null where a word belongs to no phrase.</summary>
    private static HashSet<Part>? Parts(List<string> words)
    {
        var parts = new HashSet<Part>();
        for (var at = 0; at < words.Count; )
        {
            if (!Known.TryLongest(words, at, out var length, out var part))
                return null;
            // "list your documents" wants a list, "a document list" is the name of a thing
            if (part is Part.List or Part.Ask && parts.Overlaps([Part.Ours, Part.Things]))
                return null;
            parts.Add(part);
            at += length;
        }
        return parts;
    }

    private static bool Asks(HashSet<Part> parts)
    {
        if (parts.Contains(Part.Whole))
            return true;
        var isOurs = parts.Contains(Part.Ours);
        return (isOurs || parts.Contains(Part.Things))
            && (
                parts.Contains(Part.Yours)
                || isOurs && parts.Contains(Part.List)
                || isOurs && parts.Contains(Part.Ask) && parts.Contains(Part.There)
            );
    }

    [GeneratedRegex(@"[\p{L}\p{M}\p{N}'’]+")]
    private static partial Regex Word();
}
