using System.Collections.Frozen;
using ChatBot.Language;

namespace ChatBot.Knowledge.Reading.Pdf;

/// <summary>The words that a document writes within its lines; they decide what a hyphen at a line's end is.</summary>
internal sealed class Vocabulary
{
    /// <summary>Different words that are remembered; a document with more is no prose.</summary>
    private const int Most = 400_000;

    private static readonly FrozenSet<string> Prefixes = WordList.Load("joined-prefixes").Words;

    private readonly HashSet<string> _words = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Takes the words of a line, but none that its start or its end may have cut.</summary>
    public void Add(string line)
    {
        var start = -1;
        for (var i = 0; i <= line.Length; i++)
        {
            if (i < line.Length && (char.IsLetter(line[i]) || (start >= 0 && IsInner(line, i))))
            {
                if (start < 0)
                    start = i;
                continue;
            }
            var cut = start == 0 && char.IsLower(line[0]) || i == line.Length - 1 && IsHyphen(line[i]);
            if (start >= 0 && !cut && i - start is > 1 and < 40 && _words.Count < Most)
                _words.Add(line[start..i].Replace('\u2010', '-'));
            start = -1;
        }
    }

    /// <summary>Whether a hyphen between two parts of a word that a line end parts belongs to the word.</summary>
    /// <param name="head">The letters and inner hyphens before it.</param>
    /// <param name="tail">Those after the line end.</param>
    public bool KeepsHyphen(string head, string tail)
    {
        if (head.Length == 0 || tail.Length == 0 || !char.IsLetter(tail[0]) || !char.IsLetter(head[^1]))
            return true;
        var (whole, hyphenated) = (_words.Contains(head + tail), _words.Contains($"{head}-{tail}"));
        if (whole != hyphenated)
            return hyphenated;
        var last = head[(head.LastIndexOf('-') + 1)..];
        if (whole || _words.Contains(last + tail) || IsCommon(last + tail))
            return false;
        // "non-\nEU", "Franco-\nGerman": a capital within a word follows a hyphen, unless all of it is in capitals.
        if (!char.IsLower(tail[0]))
            return !(last.All(char.IsUpper) && tail.All(char.IsUpper));
        // Two words that stand alone are a compound; a syllable stands nowhere alone.
        return !Prefixes.Contains(last.ToLowerInvariant()) && IsWord(last) && IsWord(tail);
    }

    public static bool IsHyphen(char c) => c is '-' or '\u2010' or '\u00AD';

    private bool IsWord(string word) => word.Length > 1 && (IsCommon(word) || (word.Length > 2 && _words.Contains(word)));

    private static bool IsCommon(string word) => CommonWords.Contains(word.ToLowerInvariant());

    private static bool IsInner(string line, int i) =>
        line[i] is '-' or '\u2010' or '’' or '\'' && i + 1 < line.Length && char.IsLetter(line[i - 1]) && char.IsLetter(line[i + 1]);
}
