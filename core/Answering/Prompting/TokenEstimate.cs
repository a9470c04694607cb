namespace ChatBot.Answering.Prompting;

/// <summary>
/// About how many tokens a model makes of a text, whatever its vocabulary: rather too many than too few, since a prompt that is too long is
/// refused. A run of Latin letters or digits is a token for each four characters, everything else a token a character.
/// </summary>
internal static class TokenEstimate
{
    private const int LettersPerToken = 4;

    public static int Of(string text) => Scan(text, int.MaxValue).Tokens;

    /// <summary>The beginning of a text that has at most <paramref name="tokens"/>, up to the end of a line where one is near.</summary>
    public static string Begin(string text, int tokens)
    {
        var end = Scan(text, Math.Max(0, tokens)).End;
        if (end == text.Length)
            return text;
        var line = text.LastIndexOf('\n', Math.Max(0, end - 1));
        return text[..(line > end / 2 ? line : end)];
    }

    private static (int Tokens, int End) Scan(string text, int most)
    {
        int tokens = 0,
            run = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var letter = char.IsAsciiLetterOrDigit(text[i]);
            run = letter ? run + 1 : 0;
            var begins = letter ? run % LettersPerToken == 1 : !char.IsWhiteSpace(text[i]);
            if (begins && tokens == most)
                return (tokens, i);
            tokens += begins ? 1 : 0;
        }
        return (tokens, text.Length);
    }
}
