using System.Globalization;

namespace ChatBot.Llama.Tokenizing;

/// <summary>The four classes of characters that the pre-tokenizers' patterns tell apart: \p{L}, \p{N}, \s and the rest.</summary>
internal enum CodePointClass : byte
{
    Letter,
    Number,
    WhiteSpace,
    Other,
}

/// <summary>
/// Classifies code points as of Unicode 15.1, the version behind llama.cpp's tables. .NET knows later versions too; letters
/// and digits that were only assigned in Unicode 16 stay <see cref="CodePointClass.Other"/>, or the same text would get
/// other ids than in every other runner of the model.
/// </summary>
internal static class CodePointClasses
{
    /// <summary>Letters and numbers that Unicode 16 added: first, last, first, last …</summary>
    private static readonly int[] AddedByUnicode16 =
    [
        0x1C89,
        0x1C8A,
        0xA7CB,
        0xA7CD,
        0xA7DA,
        0xA7DC,
        0x105C0,
        0x105F3,
        0x10D40,
        0x10D65,
        0x10D6F,
        0x10D85,
        0x10EC2,
        0x10EC4,
        0x11380,
        0x11389,
        0x1138B,
        0x1138B,
        0x1138E,
        0x1138E,
        0x11390,
        0x113B5,
        0x113B7,
        0x113B7,
        0x113D1,
        0x113D1,
        0x113D3,
        0x113D3,
        0x116D0,
        0x116E3,
        0x11BC0,
        0x11BE0,
        0x11BF0,
        0x11BF9,
        0x13460,
        0x143FA,
        0x16100,
        0x1611D,
        0x16130,
        0x16139,
        0x16D40,
        0x16D6C,
        0x16D70,
        0x16D79,
        0x18CFF,
        0x18CFF,
        0x1CCF0,
        0x1CCF9,
        0x1E5D0,
        0x1E5ED,
        0x1E5F0,
        0x1E5FA,
    ];

    private static readonly CodePointClass[] Ascii = [.. Enumerable.Range(0, 128).Select(Classify)];

    public static CodePointClass Of(int codePoint) => (uint)codePoint < 128 ? Ascii[codePoint] : Classify(codePoint);

    private static CodePointClass Classify(int codePoint)
    {
        if (codePoint <= char.MaxValue && char.IsWhiteSpace((char)codePoint))
            return CodePointClass.WhiteSpace;
        var found = CharUnicodeInfo.GetUnicodeCategory(codePoint) switch
        {
            UnicodeCategory.UppercaseLetter
            or UnicodeCategory.LowercaseLetter
            or UnicodeCategory.TitlecaseLetter
            or UnicodeCategory.ModifierLetter
            or UnicodeCategory.OtherLetter => CodePointClass.Letter,
            UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => CodePointClass.Number,
            _ => CodePointClass.Other,
        };
        return found != CodePointClass.Other && IsNew(codePoint) ? CodePointClass.Other : found;
    }

    private static bool IsNew(int codePoint)
    {
        if (codePoint < AddedByUnicode16[0])
            return false;
        var at = Array.BinarySearch(AddedByUnicode16, codePoint);
        return at >= 0 || (~at & 1) == 1; // an odd insertion point lies between a first and its last
    }
}
