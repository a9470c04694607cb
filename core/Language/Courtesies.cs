using System.Text.RegularExpressions;

namespace ChatBot.Language;

/// <summary>
/// Takes off what stands around a question and changes nothing about it: a greeting, the name of whom one speaks to, thanks, "asap pls", a
/// sign-off with its signature, lines quoted from an earlier message.
/// </summary>
internal static partial class Courtesies
{
    /// <summary>Words that have to be left: less is no question, and the courtesy may be what is asked about.</summary>
    private const int FewestLeft = 3;

    /// <summary>Lines of a signature, and words of each.</summary>
    private const int SignatureLines = 4,
        SignatureWords = 5;

    private static readonly WordList List = WordList.Load("courtesies");
    private static readonly Phrases<bool> Openings = PhrasesOf("openings"),
        Names = PhrasesOf("names"),
        Endings = PhrasesOf("endings"),
        Thanks = PhrasesOf("thanks"),
        SignOffs = PhrasesOf("sign-offs");

    /// <summary>The text itself where nothing is taken off, or nothing would be left.</summary>
    public static string Without(string text)
    {
        var core = WithoutEnding(WithoutOpening(WithoutSignature(WithoutQuoted(text)).Trim()));
        return core.Length < text.Trim().Length && Word().Count(core) >= FewestLeft ? core : text;
    }

    private static string WithoutQuoted(string text)
    {
        if (!text.Contains('\n') || !(text.Contains('>') || text.Contains("&gt;", StringComparison.Ordinal)))
            return text;
        var own = text.Split('\n')
            .Where(line => !line.TrimStart().StartsWith('>') && !line.TrimStart().StartsWith("&gt;", StringComparison.Ordinal));
        return string.Join('\n', own) is var left && Word().Count(left) >= FewestLeft ? left : text;
    }

    private static string WithoutSignature(string text)
    {
        var lines = text.Split('\n');
        for (var i = Math.Max(1, lines.Length - SignatureLines); i < lines.Length; i++)
            if (
                Words(lines[i]) is { Count: > 0 } words
                && SignOffs.TryLongest(words, 0, out var length, out _)
                && lines.Skip(i + 1).Append(string.Join(' ', words.Skip(length))).All(line => Word().Count(line) <= SignatureWords)
            )
                return string.Join('\n', lines[..i]);
        return text;
    }

    private static string WithoutOpening(string text)
    {
        while (true)
        {
            var found = Word().Matches(text);
            var words = Words(found);
            if (words.Count == 0)
                return text;
            var greeted = Openings.TryLongest(words, 0, out var length, out _);
            var named = 0;
            while (length + named < words.Count && Names.TryLongest(words, length + named, out var more, out _))
                named += more;
            length += named;
            if (length == 0 || length >= words.Count)
                return text;
            var rest = found[length].Index;
            var between = text[(found[length - 1].Index + found[length - 1].Length)..rest];
            // "Hello world does not compile": only a question's own first word follows without a comma.
            if (!Separates(between) && !(greeted && FunctionWords.IsFunction(words[length])))
                return text;
            text = text[rest..];
        }
    }

    private static string WithoutEnding(string text)
    {
        while (true)
        {
            var found = Word().Matches(text);
            var words = Words(found);
            var from = Enumerable
                .Range(Math.Max(1, words.Count - SignatureWords), Math.Min(SignatureWords, Math.Max(0, words.Count - 1)))
                .Where(start => EndsWith(Endings, words, start) || EndsWith(Thanks, words, start) && Separates(Between(text, found, start)))
                .DefaultIfEmpty(0)
                .First();
            if (from == 0 || from < FewestLeft)
                return text;
            text = text[..found[from].Index].TrimEnd(' ', ',', ';', '-', '–', '—', '\n', '\r', '\t', '(');
        }
    }

    private static string Between(string text, MatchCollection words, int start) =>
        text[(words[start - 1].Index + words[start - 1].Length)..words[start].Index];

    private static bool EndsWith(Phrases<bool> phrases, List<string> words, int start) =>
        phrases.TryLongest(words, start, out var length, out _) && start + length == words.Count;

    private static bool Separates(string between) => between.AsSpan().ContainsAny(",.!?:;-–—\n)");

    private static List<string> Words(string line) => Words(Word().Matches(line));

    private static List<string> Words(MatchCollection found) => [.. found.Select(word => word.Value.ToLowerInvariant())];

    private static Phrases<bool> PhrasesOf(string section) => new(List[section].Words.Select(phrase => (phrase, true)));

    [GeneratedRegex(@"[\p{L}\p{M}\p{N}']+")]
    private static partial Regex Word();
}
