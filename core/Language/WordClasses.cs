using System.Collections.Frozen;

namespace ChatBot.Language;

/// <summary>
/// What is known of words: which mean the same, which are actions, which are opposites, and which only shape a question. The lists
/// are general English of work and computers; they stand under Lists/ and can be read by anyone.
/// </summary>
internal static class WordClasses
{
    private static readonly FrozenSet<string> Frame = ReadFrame(WordList.Load("frame-words"));
    private static readonly FrozenDictionary<string, string> Irregular = WordList.Load("irregular-forms").Variants();
    private static readonly (FrozenDictionary<string, int[]> Classes, FrozenSet<string> Actions) Synonyms = ReadClasses();

    /// <summary>Pole of each word: 2n and 2n + 1 are the two sides of pair n.</summary>
    private static readonly FrozenDictionary<string, int[]> Sides = ReadOpposites();

    /// <summary>
    /// Two words that are read as one, <c>turn off</c> as <c>turn_off</c>; the second words that may stand apart from the first.
    /// </summary>
    private static readonly FrozenSet<string> Phrases = Synonyms
        .Classes.Keys.Concat(Sides.Keys)
        .Concat(Frame)
        .Where(word => word.Contains('_'))
        .ToFrozenSet();
    private static readonly FrozenSet<string> PhraseStarts = Phrases.Select(phrase => phrase[..phrase.IndexOf('_')]).ToFrozenSet();

    public static bool IsFrame(string word) => Frame.Contains(word);

    /// <summary>Something that is done to a thing, so that leaving it out or adding it asks something else.</summary>
    public static bool IsAction(string stem) => Synonyms.Actions.Contains(stem);

    /// <summary>Classes that the word belongs to; empty for most.</summary>
    public static int[] ClassesOf(string stem) => Synonyms.Classes.GetValueOrDefault(stem) ?? [];

    public static int[] SidesOf(string stem) => Sides.GetValueOrDefault(stem) ?? [];

    public static bool StartsPhrase(string stem) => PhraseStarts.Contains(stem);

    public static bool IsPhrase(string phrase) => Phrases.Contains(phrase);

    /// <summary>Joined words keep their form; the first of them is stemmed, since it is the verb.</summary>
    public static string StemOf(string word)
    {
        var cut = word.IndexOf('_');
        return cut < 0 ? Base(word) : Base(word[..cut]) + word[cut..];
    }

    /// <summary>The stemmer undoubles "adding" but not "add": here both end alike.</summary>
    private static string Base(string word)
    {
        var stem = Stems.Of(Irregular.GetValueOrDefault(word, word));
        return stem.Length > 2 && stem[^1] == stem[^2] ? stem[..^1] : stem;
    }

    private static FrozenSet<string> ReadFrame(WordList list) =>
        FunctionWords.All.Except(list["decisive"].Words).Concat(list["frame"].Words).ToFrozenSet(StringComparer.Ordinal);

    private static (FrozenDictionary<string, int[]>, FrozenSet<string>) ReadClasses()
    {
        var classes = new Dictionary<string, List<int>>();
        var actions = new HashSet<string>();
        foreach (var (number, line) in WordList.Load("word-classes").Lines.Index())
        foreach (var word in WordList.WordsOf(line.TrimStart('!')))
        {
            var stem = StemOf(word);
            if (!classes.TryGetValue(stem, out var known))
                classes[stem] = known = [];
            known.Add(number);
            if (line[0] == '!')
                actions.Add(stem);
        }
        return (classes.ToFrozenDictionary(pair => pair.Key, pair => pair.Value.ToArray()), actions.ToFrozenSet());
    }

    private static FrozenDictionary<string, int[]> ReadOpposites()
    {
        var sides = new Dictionary<string, List<int>>();
        foreach (var (number, line) in WordList.Load("opposites").Lines.Index())
        foreach (var (side, words) in line.Split('|', StringSplitOptions.TrimEntries).Index())
        foreach (var word in WordList.WordsOf(words))
        {
            var stem = StemOf(word);
            if (!sides.TryGetValue(stem, out var known))
                sides[stem] = known = [];
            known.Add(2 * number + side);
        }
        return sides.ToFrozenDictionary(pair => pair.Key, pair => pair.Value.ToArray());
    }
}
