using System.Text.RegularExpressions;
using ChatBot.Answering.Checking;
using ChatBot.Knowledge.Chunking;
using ChatBot.Language;

namespace ChatBot.Benchmarks.Fitting;

/// <summary>Statements that are made from a source's own sentences, true and wrong, so that what is nearly quoted is judged well.</summary>
internal static partial class MadeStatements
{
    private const int Shortest = 6,
        Longest = 45;

    /// <summary>Rarer words than this are worth exchanging.</summary>
    private const double Rare = 0.72;

    /// <summary>A phrase and what turns it round; those that take a negation away first.</summary>
    private static readonly (string From, string To)[] Turns =
    [
        (" is not ", " is "),
        (" are not ", " are "),
        (" cannot ", " can "),
        (" must not ", " must "),
        (" should not ", " should "),
        (" does not ", " does "),
        (" do not ", " do "),
        (" will not ", " will "),
        ("n't ", " "),
        (" without ", " with "),
        (" never ", " always "),
        (" no ", " some "),
        (" not ", " "),
        (" can ", " cannot "),
        (" must ", " must not "),
        (" should ", " should not "),
        (" will ", " will not "),
        (" may ", " may not "),
        (" is ", " is not "),
        (" are ", " are not "),
        (" has ", " has no "),
        (" with ", " without "),
        (" always ", " never "),
    ];

    private static readonly Dictionary<string, string> Opposites = ReadOpposites();

    public static List<string> Sentences(string source) =>
        [
            .. Knowledge
                .Chunking.Sentences.Split(source)
                .Where(sentence => sentence.Kind is SentenceKind.Prose or SentenceKind.ListItem)
                .Select(sentence => sentence.In(source))
                .Where(text => TextTokens.Of(text).Count is >= Shortest and <= Longest && !text.EndsWith(':') && !text.Contains("::")),
        ];

    public static string Joined(string first, string second, bool semicolon) =>
        first.TrimEnd('.') + (semicolon ? $"; {second}" : $", and {char.ToLowerInvariant(second[0])}{second[1..]}");

    public static string? Negated(string text)
    {
        foreach (var (from, to) in Turns)
            if (text.IndexOf(from, StringComparison.Ordinal) is > 0 and var at)
                return text[..at] + to + text[(at + from.Length)..];
        return null;
    }

    /// <summary>With the first word that has one turned into its opposite.</summary>
    public static string? Opposite(string text)
    {
        foreach (var word in Word().Matches(text).Where(word => !FunctionWords.IsFunction(word.Value)))
            if (Opposites.TryGetValue(word.Value, out var opposite))
                return Replaced(text, word, opposite);
        return null;
    }

    /// <summary>With two rare words exchanged.</summary>
    public static string? Exchanged(string text)
    {
        var words = Name().Matches(text).Where(word => CommonWords.Weight(word.Value.ToLowerInvariant()) > Rare).ToList();
        if (
            words.Count < 2
            || words.Find(word =>
                word.Index - words[0].Index - words[0].Length > 3
                && !string.Equals(word.Value, words[0].Value, StringComparison.OrdinalIgnoreCase)
            )
                is not { } other
        )
            return null;
        return Replaced(Replaced(text, other, words[0].Value), words[0], other.Value);
    }

    private static string Replaced(string text, Match word, string by) => text[..word.Index] + by + text[(word.Index + word.Length)..];

    private static Dictionary<string, string> ReadOpposites()
    {
        var opposites = new Dictionary<string, string>();
        foreach (var line in WordList.Load("opposites").Lines)
        {
            var sides = line.Split('|').Select(side => WordList.WordsOf(side).Where(word => !word.Contains('_')).ToList()).ToList();
            for (var side = 0; side < 2; side++)
            for (var i = 0; i < sides[side].Count && sides[1 - side].Count > 0; i++)
                opposites.TryAdd(sides[side][i], sides[1 - side][Math.Min(i, sides[1 - side].Count - 1)]);
        }
        return opposites;
    }

    [GeneratedRegex(@"(?<=\s)[a-z]+(?=[\s.,])")]
    private static partial Regex Word();

    [GeneratedRegex(@"(?<=^|[\s(])(?:`[^`]+`|\*\*[^*]+\*\*|[A-Za-z][\w.-]{3,})(?=[\s.,):]|$)")]
    private static partial Regex Name();
}
