using System.Collections.Frozen;

namespace ChatBot.Language;

/// <summary>
/// A list of words that lies beside the code as a text file. One format for all: a line that begins with <c>#</c> is a comment,
/// <c>[name]</c> begins a section, words stand between blanks, and the words of a phrase are joined by <c>_</c>. What a line means
/// (alternatives, a sentence, a form and its variants) is for the reader of the list to say.
/// </summary>
public sealed class WordList
{
    private readonly FrozenDictionary<string, WordList> _sections;

    private WordList(List<string> lines, Dictionary<string, List<string>> sections)
    {
        Lines = lines;
        SectionNames = [.. sections.Keys];
        _sections = sections.ToFrozenDictionary(section => section.Key, section => new WordList(section.Value, []));
    }

    /// <summary>Every line but comments and section names, in order; of all sections where there are some.</summary>
    public IReadOnlyList<string> Lines { get; }

    /// <summary>Every word and phrase of the lines, a phrase with <c>_</c> between its words.</summary>
    public FrozenSet<string> Words => field ??= Lines.SelectMany(WordsOf).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>In the order of the file; empty for a list without sections.</summary>
    public IReadOnlyList<string> SectionNames { get; }

    /// <exception cref="KeyNotFoundException">The list has no such section.</exception>
    public WordList this[string section] =>
        _sections.GetValueOrDefault(section) ?? throw new KeyNotFoundException($"The list has no section [{section}].");

    /// <summary>Reads <c>Lists/NAME.txt</c> of whichever room has it; names are unique in the assembly.</summary>
    /// <exception cref="InvalidOperationException">No such file is embedded.</exception>
    public static WordList Load(string name)
    {
        using var stream =
            typeof(WordList).Assembly.GetManifestResourceStream($"lists/{name}.txt")
            ?? throw new InvalidOperationException($"The list {name}.txt is not embedded.");
        using var reader = new StreamReader(stream);
        return Read(reader);
    }

    public static WordList Read(TextReader reader)
    {
        var lines = new List<string>();
        var sections = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        List<string>? section = null;
        while (reader.ReadLine()?.Trim() is { } line)
        {
            if (line is "" or ['#', ..])
                continue;
            if (line is ['[', .. var name, ']'])
            {
                if (!sections.TryAdd(name, section = []))
                    throw new FormatException($"The section [{name}] stands twice.");
                continue;
            }
            lines.Add(line);
            section?.Add(line);
        }
        return new WordList(lines, sections);
    }

    public bool Contains(string word) => Words.Contains(word);

    public bool Contains(ReadOnlySpan<char> word) => Words.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word);

    /// <summary>Lines that hold a word and then its variants: from each variant, and the word itself, to the word.</summary>
    public FrozenDictionary<string, string> Variants() =>
        Lines
            .Select(line => WordsOf(line))
            .SelectMany(words => words.Select(word => (word, first: words[0])))
            .DistinctBy(pair => pair.word)
            .ToFrozenDictionary(pair => pair.word, pair => pair.first, StringComparer.Ordinal);

    /// <summary>The words of one line.</summary>
    public static string[] WordsOf(string line) => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
