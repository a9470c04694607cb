using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using Microsoft.ML.Tokenizers;

namespace ChatBot.Embedding.Onnx;

/// <summary>
/// Text as BERT models were trained on it (the BasicTokenizer of Google's BERT, 2018): without control characters, with blanks around
/// punctuation and ideographs, and, for uncased models, in lower case without accents. A table of its own takes accents off: the
/// framework's normalisation does
/// nothing when the program runs without ICU.
/// </summary>
/// <param name="lowercase">Whether the model is uncased.</param>
internal sealed class BertNormalizer(bool lowercase) : Normalizer
{
    private const int HangulFirst = 0xAC00,
        HangulLast = 0xD7A3;

    /// <summary>By code point: its canonical decomposition without nonspacing marks (Unicode 15, NFD).</summary>
    private static readonly FrozenDictionary<int, string> Bases = ReadBases();

    public override string Normalize(string original) => Normalize(original.AsSpan());

    public override string Normalize(ReadOnlySpan<char> original)
    {
        var text = new StringBuilder(original.Length + 16);
        foreach (var rune in original.EnumerateRunes())
            Append(text, rune);
        return text.ToString();
    }

    private void Append(StringBuilder text, Rune rune)
    {
        if (rune.IsAscii)
            AppendAscii(text, (char)rune.Value);
        else if (Rune.IsWhiteSpace(rune) && Rune.GetUnicodeCategory(rune) == UnicodeCategory.SpaceSeparator)
            text.Append(' ');
        else if (rune != Rune.ReplacementChar && !IsControl(Rune.GetUnicodeCategory(rune)))
            AppendLetters(text, rune);
    }

    private void AppendAscii(StringBuilder text, char c)
    {
        if (char.IsAsciiLetterOrDigit(c))
            text.Append(lowercase ? char.ToLowerInvariant(c) : c);
        else if (c is ' ' or '\t' or '\n' or '\r')
            text.Append(' ');
        else if (c is > ' ' and < '\u007F')
            text.Append(' ').Append(c).Append(' ');
    }

    private void AppendLetters(StringBuilder text, Rune rune)
    {
        if (IsIdeograph(rune.Value))
        {
            text.Append(' ').Append(BaseOf(rune)).Append(' ');
            return;
        }
        if (lowercase && rune.Value is >= HangulFirst and <= HangulLast)
        {
            AppendJamo(text, rune.Value - HangulFirst);
            return;
        }
        foreach (var part in BaseOf(rune).EnumerateRunes())
            if (lowercase && Rune.GetUnicodeCategory(part) == UnicodeCategory.NonSpacingMark)
                continue;
            else if (Rune.IsPunctuation(part))
                text.Append(' ').Append(part.ToString()).Append(' ');
            else
                text.Append((lowercase ? Rune.ToLowerInvariant(part) : part).ToString());
    }

    private string BaseOf(Rune rune) => (lowercase ? Bases.GetValueOrDefault(rune.Value) : null) ?? rune.ToString();

    /// <summary>A Hangul syllable is its two or three letters (The Unicode Standard, 3.12 Conjoining Jamo Behavior).</summary>
    private static void AppendJamo(StringBuilder text, int syllable)
    {
        const int vowels = 21,
            finals = 28;
        text.Append((char)(0x1100 + syllable / (vowels * finals))).Append((char)(0x1161 + syllable % (vowels * finals) / finals));
        if (syllable % finals > 0)
            text.Append((char)(0x11A7 + syllable % finals));
    }

    private static bool IsControl(UnicodeCategory category) =>
        category
            is UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.Surrogate
                or UnicodeCategory.PrivateUse
                or UnicodeCategory.OtherNotAssigned;

    private static bool IsIdeograph(int c) =>
        c
            is (>= 0x4E00 and <= 0x9FFF)
                or (>= 0x3400 and <= 0x4DBF)
                or (>= 0xF900 and <= 0xFAFF)
                or (>= 0x20000 and <= 0x2A6DF)
                or (>= 0x2A700 and <= 0x2CEAF)
                or (>= 0x2F800 and <= 0x2FA1F);

    private static FrozenDictionary<int, string> ReadBases()
    {
        using var stream =
            typeof(BertNormalizer).Assembly.GetManifestResourceStream("embedding/canonical-bases.txt")
            ?? throw new InvalidOperationException("canonical-bases.txt is not embedded");
        using var reader = new StreamReader(stream);
        var bases = new Dictionary<int, string>();
        while (reader.ReadLine() is { } line)
        {
            var cut = line.IndexOf(' ', 1);
            foreach (var rune in line[(cut + 1)..].EnumerateRunes())
                bases[rune.Value] = line[..cut];
        }
        return bases.ToFrozenDictionary();
    }
}
