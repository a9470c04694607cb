using System.Collections.Frozen;

namespace ChatBot.Language;

/// <summary>Words that carry a question but not its subject; which of them count differs by use, as function-words.txt says.</summary>
public static class FunctionWords
{
    private static readonly WordList List = WordList.Load("function-words");

    /// <summary>Words that say nothing about a subject: articles, pronouns, auxiliaries, question words.</summary>
    private static readonly FrozenSet<string> Function = Union("function", "function, searched");

    private static readonly FrozenSet<string> Unsearched = Union("function", "weighed", "request");
    private static readonly FrozenSet<string> Request = Union("request", "request, searched");

    public static bool IsFunction(string word) => Function.Contains(word);

    /// <summary>
    /// Whether a search looks for the word only where a question has nothing else. It stays in the index, so phrases keep their shape.
    /// </summary>
    public static bool IsStopWord(string word) => Unsearched.Contains(word);

    /// <summary>Whether the word carries a request of any subject: "could you help me", "I need to know".</summary>
    public static bool IsRequest(string word) => Request.Contains(word);

    internal static FrozenSet<string> All => List.Words;

    private static FrozenSet<string> Union(params string[] sections) =>
        sections.SelectMany(section => List[section].Words).ToFrozenSet(StringComparer.Ordinal);
}
