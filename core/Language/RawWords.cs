using System.Collections.Frozen;
using System.Text;

namespace ChatBot.Language;

/// <param name="Word">Folded.</param>
/// <param name="Original">As written.</param>
internal readonly record struct RawWord(string Word, string Original, bool StartsSentence);

/// <summary>
/// Splits a question into words, with what belongs to a name in one piece (<c>load.sql</c>, <c>eu-west-1</c>, <c>02:30</c>),
/// "don't" as do and not, and "turn the check off" as turn_off the check. Pure, linear in the text.
/// </summary>
internal static class RawWords
{
    /// <summary>Words beyond this are not read: what is compared is a question, not an essay.</summary>
    private const int Most = 80;

    /// <summary>How far apart the halves of "turn the check off" may stand.</summary>
    private const int PhraseReach = 5;

    private static readonly WordList Negation = WordList.Load("negation");
    private static readonly WordList Contracted = Negation["contracted"];

    /// <summary>From what stands before "n't" to the verb.</summary>
    private static readonly FrozenDictionary<string, string> Verbs = Negation["verbs"].Variants();

    private static readonly WordList Roles = WordList.Load("roles");
    private static readonly WordList Particles = Roles["particles"];
    private static readonly WordList Joined = Roles["joined"];

    public static List<RawWord> Of(string text)
    {
        var words = new List<RawWord>();
        var starts = true;
        for (var i = 0; i < text.Length && words.Count < Most; i++)
        {
            if (Scripts.IsIdeographic(text[i]))
            {
                words.Add(new(text[i].ToString(), text[i].ToString(), starts));
                starts = false;
                continue;
            }
            if (!char.IsLetterOrDigit(text[i]))
            {
                starts |= text[i] is '.' or '!' or '?' or '\n';
                continue;
            }
            var start = i;
            while (i < text.Length && Belongs(text, i))
                i++;
            Add(words, text[start..i--], starts);
            starts = false;
        }
        return JoinPhrases(words);
    }

    private static bool Belongs(string text, int at) =>
        char.IsLetterOrDigit(text[at]) && !Scripts.IsIdeographic(text[at])
        || Folding.IsDecoration(text[at])
        || text[at] is '_' or '-' or '.' or '/' or ':' or '\'' or '’'
            && at + 1 < text.Length
            && char.IsLetterOrDigit(text[at + 1])
            && char.IsLetterOrDigit(text[at - 1])
        || text[at] == '_' && at + 1 < text.Length && char.IsLetterOrDigit(text[at + 1]);

    private static void Add(List<RawWord> words, string run, bool starts)
    {
        var word = Fold(run);
        if (word.EndsWith("'s", StringComparison.Ordinal))
            word = word[..^2];
        if (word.EndsWith("n't", StringComparison.Ordinal))
        {
            if (word.Length > 3)
                words.Add(new(Verbs.GetValueOrDefault(word[..^3], word[..^3]), run, starts));
            words.Add(new("not", "not", false));
            return;
        }
        word = word.Replace("'", "");
        if (Contracted.Contains(word))
            words.Add(new("not", "not", starts));
        else if (word.Contains('-') && !word.AsSpan().ContainsAny("0123456789_./:"))
            AddParts(words, word.Split('-'), run, starts);
        else if (word.Length > 0)
            words.Add(new(word, run, starts));
    }

    /// <summary>re-run is one word, end-to-end are three.</summary>
    private static void AddParts(List<RawWord> words, string[] parts, string run, bool starts)
    {
        if (parts.Length == 2 && Joined.Contains(parts[0]))
            words.Add(new(string.Concat(parts), run, starts));
        else
            words.AddRange(parts.Select(part => new RawWord(part, part, starts)));
    }

    private static string Fold(string run)
    {
        var folded = new StringBuilder(run.Length);
        foreach (var c in run)
            if (!Folding.IsDecoration(c))
                folded.Append(c == '’' ? '\'' : Folding.Fold(c));
        return folded.ToString();
    }

    private static List<RawWord> JoinPhrases(List<RawWord> words)
    {
        for (var i = 0; i + 1 < words.Count; i++)
        {
            var stem = WordClasses.StemOf(words[i].Word);
            if (!WordClasses.StartsPhrase(words[i].Word) && !WordClasses.StartsPhrase(stem))
                continue;
            for (var j = i + 1; j < Math.Min(words.Count, i + 1 + PhraseReach); j++)
            {
                if (j > i + 1 && !Particles.Contains(words[j].Word))
                    continue;
                var phrase = WordClasses.IsPhrase($"{words[i].Word}_{words[j].Word}")
                    ? $"{words[i].Word}_{words[j].Word}"
                    : $"{stem}_{words[j].Word}";
                if (!WordClasses.IsPhrase(phrase))
                    continue;
                words[i] = new(phrase, phrase, words[i].StartsSentence);
                words.RemoveAt(j);
                break;
            }
        }
        return words;
    }
}
