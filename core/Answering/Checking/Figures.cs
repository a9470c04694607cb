using System.Collections.Frozen;
using System.Globalization;
using ChatBot.Language;

namespace ChatBot.Answering.Checking;

/// <summary>A number with its unit.</summary>
/// <param name="Value">As it is written, without thousands' commas: 3.10 is another version than 3.1.</param>
/// <param name="Dimension">Of the unit; empty where none stands beside it.</param>
/// <param name="Amount">In the dimension's smallest unit; 0 without one.</param>
internal readonly record struct Figure(string Value, string Dimension, decimal Amount)
{
    /// <summary>Whether this one, of a source, carries one of a statement: the same value or, exactly, the same amount.</summary>
    public bool Carries(Figure said) =>
        said.Dimension.Length > 0 && Dimension == said.Dimension ? Amount == said.Amount
        : said.Dimension.Length > 0 && Dimension.Length > 0 ? false
        : Value == said.Value;
}

/// <summary>Reads figures, and units of lists/units.txt beside them.</summary>
internal static class Figures
{
    private static readonly FrozenDictionary<string, (string Dimension, decimal Factor)> Units = Read();

    /// <summary>Digits of what is a number and not an id, and the largest that is multiplied with what stands behind it.</summary>
    private const int Longest = 12;

    private const decimal Largest = 1_000_000_000_000m;

    private static readonly WordList OrdinalEndings = WordList.Load("numbers")["ordinal endings"];

    public static bool IsOrdinalEnding(string word) => OrdinalEndings.Contains(word);

    /// <summary>Whether it is a unit as it is written: GiB, €, %.</summary>
    public static bool IsWritten(string word) => !word.All(char.IsAsciiLetterLower) && Units.ContainsKey(word);

    public static bool IsUnit(TextToken token) => Find(token) is not null;

    /// <summary>An hour, every day, one worker, a single one: 1 in other words.</summary>
    public static bool IsOne(IReadOnlyList<TextToken> tokens, int at) =>
        tokens[at].Word is "one" or "single" or "once"
        || tokens[at].Word is "a" or "an" or "per" or "every" or "each" && at + 1 < tokens.Count && IsUnit(tokens[at + 1]);

    /// <summary>The figure at a token, with the unit that stands right behind it, or before it as a sign of a currency does.</summary>
    public static Figure At(IReadOnlyList<TextToken> tokens, int at)
    {
        var value = tokens[at].Word;
        if (
            value.Length > Longest
            || !decimal.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
        )
            return new Figure(value, "", 0);
        var next = at + 1;
        // 5 million dollars, 2 hundred.
        while (
            next < tokens.Count
            && number < Largest
            && tokens[next] is { Kind: TokenKind.Figure } scale
            && scale.Word is "100" or "1000" or "1000000" or "1000000000"
        )
            number *= decimal.Parse(tokens[next++].Word, CultureInfo.InvariantCulture);
        if (next > at + 1)
            value = number.ToString(CultureInfo.InvariantCulture);
        for (var i = next; i < Math.Min(tokens.Count, next + 1); i++)
            if (Find(tokens[i]) is { } unit)
                return new Figure(value, unit.Dimension, number * unit.Factor);
        return new Figure(value, "", 0);
    }

    /// <summary>
    /// Makes what a figure measures its stem, so that 60 minutes are 1 hour, and leaves its unit no meaning of its own.
    /// </summary>
    public static void Measure(List<TextToken> tokens)
    {
        for (var i = 0; i + 1 < tokens.Count; i++)
            if (tokens[i] is { Kind: TokenKind.Word, Word: "one" } && IsUnit(tokens[i + 1]))
                tokens[i] = tokens[i] with { Kind = TokenKind.Figure, Word = "1", Stem = "1", Weight = 1 };
        for (var i = 0; i < tokens.Count; i++)
            if (tokens[i].Kind == TokenKind.Figure && At(tokens, i) is { Dimension.Length: > 0 } figure)
            {
                tokens[i] = tokens[i] with
                {
                    Stem = $"{figure.Amount.ToString("0.####", CultureInfo.InvariantCulture)} {figure.Dimension}",
                };
                var unit = i + 1;
                while (tokens[unit].Kind == TokenKind.Figure)
                    unit++;
                tokens[unit] = tokens[unit] with { Weight = 0 };
            }
    }

    /// <summary>Whether two figures say the same; where only one of them has a unit, their values decide.</summary>
    public static bool AreSame(TextToken a, TextToken b) => a.Stem == b.Stem || (a.Stem == a.Word || b.Stem == b.Word) && a.Word == b.Word;

    private static (string Dimension, decimal Factor)? Find(TextToken token) =>
        token.Kind != TokenKind.Word ? null
        : Units.TryGetValue(token.Original, out var written) ? written
        : Units.TryGetValue(token.Word, out var unit) && token.Word.Length > 1 ? unit
        : null;

    private static FrozenDictionary<string, (string, decimal)> Read()
    {
        var list = WordList.Load("units");
        var units = new Dictionary<string, (string, decimal)>(StringComparer.Ordinal);
        foreach (var dimension in list.SectionNames)
        foreach (var line in list[dimension].Lines)
        {
            var words = WordList.WordsOf(line);
            foreach (var word in words.Skip(1))
            {
                var unit = (dimension, decimal.Parse(words[0], CultureInfo.InvariantCulture));
                units[word] = unit;
                if (word.Length > 1)
                    units.TryAdd(word.ToLowerInvariant(), unit);
            }
        }
        return units.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
