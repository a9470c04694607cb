using System.Collections.Frozen;

namespace ChatBot.Language;

/// <summary>
/// Which other language than English a text is in: by its script, and where that is Latin by the words that carry its sentences. A detector
/// with models of all languages weighs more than the rest of the program; this one has only to be right about whole questions, and says
/// nothing where it does not know.
/// </summary>
public sealed class ForeignLanguage
{
    /// <summary>Words of a language that a text must have.</summary>
    private const int Fewest = 2;

    private static readonly WordList Sentences = WordList.Load("languages");
    private static readonly WordList Words = WordList.Load("foreign-words");

    /// <summary>By name: languages that share the Latin alphabet.</summary>
    private static readonly FrozenDictionary<string, FrozenSet<string>> Latin = Sentences
        .SectionNames.Select(name => (name, words: WordsOf(name)))
        .Where(language => language.words.Count > 0)
        .ToFrozenDictionary(language => language.name, language => language.words);

    private ForeignLanguage(string name) => Name = name;

    public string Name { get; }

    /// <summary>That nothing was found in this language, in this language.</summary>
    public string NothingFound => Sentences[Name].Lines[0];

    /// <summary>Words by which a text in this language can be searched for.</summary>
    public string Sample =>
        string.Join(' ', Latin.TryGetValue(Name, out var words) ? words.Order(StringComparer.Ordinal).Take(12) : [NothingFound]);

    /// <returns>Null for English, and for what may be any language.</returns>
    public static ForeignLanguage? Of(string text) => (ByScript(text) ?? ByWords(text)) is { } name ? new(name) : null;

    private static string? ByScript(string text)
    {
        var counts = new Dictionary<string, int>();
        var letters = 0;
        foreach (var c in text)
        {
            if (!char.IsLetter(c))
                continue;
            letters++;
            if (ScriptOf(c) is { } script)
                counts[script] = counts.GetValueOrDefault(script) + 1;
        }
        if (2 * counts.Values.Sum() < letters || counts.Count == 0)
            return null;
        if (counts.ContainsKey("japanese"))
            return "japanese";
        return counts.MaxBy(pair => pair.Value).Key switch
        {
            "russian" when text.AsSpan().ContainsAny("іїєґІЇЄҐ") => "ukrainian",
            "arabic" when text.AsSpan().ContainsAny("پچژگ") => "persian",
            var name => name,
        };
    }

    private static string? ScriptOf(char c) =>
        c switch
        {
            >= '\u0370' and <= '\u03FF' => "greek",
            >= '\u0400' and <= '\u04FF' => "russian",
            >= '\u0590' and <= '\u05FF' => "hebrew",
            >= '\u0600' and <= '\u06FF' => "arabic",
            >= '\u0900' and <= '\u097F' => "hindi",
            >= '\u0E00' and <= '\u0E7F' => "thai",
            >= '\u3040' and <= '\u30FF' => "japanese",
            >= '\uAC00' and <= '\uD7A3' => "korean",
            >= '\u4E00' and <= '\u9FFF' => "chinese",
            _ => null,
        };

    private static string? ByWords(string text)
    {
        var words = Terms.Of(text).Select(term => term.Word).ToList();
        var english = words.Count(FunctionWords.IsFunction);
        var (name, count) = Latin
            .Select(language => (language.Key, Count: words.Count(language.Value.Contains)))
            .OrderByDescending(language => language.Count)
            .ThenBy(language => Sentences.SectionNames.ToList().IndexOf(language.Key))
            .First();
        return count >= Fewest && count > english ? name : null;
    }

    private static FrozenSet<string> WordsOf(string name) =>
        Sentences[name]
            .Lines.Skip(1)
            .SelectMany(line => WordList.WordsOf(line))
            .Concat(Words.SectionNames.Contains(name) ? Words[name].Words : [])
            .ToFrozenSet(StringComparer.Ordinal);
}
