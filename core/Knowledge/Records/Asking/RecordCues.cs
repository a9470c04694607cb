using System.Collections.Frozen;
using ChatBot.Language;

namespace ChatBot.Knowledge.Records.Asking;

/// <summary>The closed classes of words that questions about rows are asked with; they lie in <c>record-questions.txt</c>.</summary>
internal static class RecordCues
{
    private static readonly WordList List = WordList.Load("record-questions");
    private static readonly FrozenDictionary<string, Phrases<bool>> Sections = List.SectionNames.ToFrozenDictionary(
        name => name,
        name => new Phrases<bool>(List[name].Words.Select(phrase => (phrase, true)))
    );

    public static Phrases<bool> Of(string section) => Sections[section];

    /// <summary>Whether a phrase of the section begins at a word.</summary>
    public static bool StandsAt(string section, IReadOnlyList<string> words, int at, out int length) =>
        Sections[section].TryLongest(words, at, out length, out _);

    public static bool Has(string section, string word) => List[section].Contains(word);
}
