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

    /// <summary>
    /// The same in another order or form: a condition that stands last put first or the other way round, a contraction, a number.
    /// </summary>
    public static IEnumerable<string> Reworded(string text)
    {
        if (Trailing().Match(text) is { Success: true } last)
            yield return $"{Upper(last.Groups["tail"].Value)}, {Lower(last.Groups["head"].Value)}.";
        if (Leading().Match(text) is { Success: true } first)
            yield return $"{Upper(first.Groups["rest"].Value)} {Lower(first.Groups["lead"].Value)}.";
        if (Aside().Replace(text, "") is var without && without.Length < text.Length && without.Length > LeastLeft)
            yield return without;
        if (FirstClause().Match(text) is { Success: true, Length: > LeastLeft } clause)
            yield return $"{clause.Value}.";
        foreach (var (from, to) in Forms)
            if (text.Contains(from, StringComparison.Ordinal))
            {
                yield return text.Replace(from, to, StringComparison.Ordinal);
                break;
            }
        yield return $"In short, {Lower(text)}";
    }

    private const int LeastLeft = 40;

    private static readonly (string From, string To)[] Forms =
    [
        (" do not ", " don't "),
        (" does not ", " doesn't "),
        (" cannot ", " can't "),
        (" is not ", " isn't "),
        (" can't ", " cannot "),
        (" don't ", " do not "),
        (" doesn't ", " does not "),
        (" two ", " 2 "),
        (" three ", " 3 "),
        (" 2 ", " two "),
        (" 3 ", " three "),
        (" needs to ", " has to "),
        (" need to ", " have to "),
        (" allows you to ", " lets you "),
        (" in order to ", " to "),
        (" may ", " can "),
    ];

    private static string Upper(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    /// <summary>A name keeps its capital.</summary>
    private static string Lower(string text) =>
        text.Length > 1 && char.IsLower(text[1]) && FunctionWords.IsFunction(text.Split(' ')[0].ToLowerInvariant())
            ? char.ToLowerInvariant(text[0]) + text[1..]
            : text;

    [GeneratedRegex(
        @"\A(?<head>[A-Z][^,;:()]{15,}?)\s"
            + @"(?<tail>(?:when|if|unless|after|before|because|while|until|by default|for|with|in|during)\s[^,;:()]{8,})\.\z",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex Trailing();

    [GeneratedRegex(
        @"\A(?<lead>(?:When|If|Unless|After|Before|Because|While|Until|For|With|In|To|During)\s[^,;:()]{8,}),\s(?<rest>[^;:()]{15,})\.\z",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex Leading();

    [GeneratedRegex(@"\s\([^()]{4,}\)|(?<=\A)(?:Please )?[Nn]ote that ")]
    private static partial Regex Aside();

    [GeneratedRegex(@"\A[A-Z][^,;:]+(?=,\s(?:and|but|which|so)\s|;)")]
    private static partial Regex FirstClause();

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
