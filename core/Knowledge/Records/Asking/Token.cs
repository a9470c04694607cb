using ChatBot.Language;

namespace ChatBot.Knowledge.Records.Asking;

/// <summary>A word or a number of a question.</summary>
/// <param name="Raw">As written.</param>
/// <param name="Word">Folded, without apostrophes.</param>
/// <param name="Start">Where it begins in the question.</param>
internal readonly record struct Token(string Raw, string Word, int Start)
{
    /// <summary>A point stands right behind it: "01.05." is a day.</summary>
    public bool EndsInPoint { get; init; }

    public string Stem => Stems.Of(Word);

    public int End => Start + Raw.Length;

    public bool IsNumber => char.IsAsciiDigit(Raw[0]);

    /// <summary>
    /// The words of a question: runs of letters and digits; points, commas, slashes and dashes between digits belong to the number, an
    /// apostrophe to its word, whose <c>'s</c> goes.
    /// </summary>
    public static List<Token> Of(string text)
    {
        var tokens = new List<Token>();
        for (var at = 0; at < text.Length; )
        {
            if (!char.IsLetterOrDigit(text[at]))
            {
                at++;
                continue;
            }
            var start = at;
            while (++at < text.Length && (char.IsLetterOrDigit(text[at]) || Joins(text, at)))
                ;
            var raw = text[start..at];
            tokens.Add(new Token(raw, Plain(raw), start) { EndsInPoint = at < text.Length && text[at] == '.' });
        }
        return tokens;
    }

    private static bool Joins(string text, int at) =>
        at + 1 < text.Length
        && (
            text[at] is '.' or ',' or '/' or '-' && char.IsAsciiDigit(text[at - 1]) && char.IsAsciiDigit(text[at + 1])
            || text[at] is '\'' or '’' && char.IsLetter(text[at - 1]) && char.IsLetter(text[at + 1])
        );

    private static string Plain(string raw)
    {
        var apostrophe = raw.IndexOfAny(['\'', '’']);
        if (apostrophe > 0 && raw[(apostrophe + 1)..].ToLowerInvariant() is "d" or "ll" or "ve" or "re" or "m") // I'd, we'll, I'm
            return Plain(raw[..apostrophe]);
        var word = string.Concat(raw.Where(c => c is not ('\'' or '’') && !Folding.IsDecoration(c)).Select(Folding.Fold));
        return apostrophe > 0 && apostrophe == raw.Length - 2 && word[^1] == 's' && !FunctionWords.IsFunction(word) && word is not "whos"
            ? word[..^1]
            : word;
    }
}
