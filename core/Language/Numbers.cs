using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace ChatBot.Language;

/// <summary>Numbers, however they are written: 3, three, third, 3rd, v3.</summary>
internal static class Numbers
{
    private static readonly WordList List = WordList.Load("numbers");
    private static readonly FrozenDictionary<string, string> Values = List["numbers"].Variants();
    private static readonly FrozenSet<string> Parts = List["parts"].Words;
    private static readonly WordList OrdinalEndings = List["ordinal endings"];

    /// <summary>The digits of a number in words.</summary>
    public static bool TryValue(string word, [MaybeNullWhen(false)] out string digits) => Values.TryGetValue(word, out digits);

    /// <summary>Whether a word says how many: a number, or a share such as half.</summary>
    public static bool IsAmount(string word) => char.IsDigit(word[0]) || Values.ContainsKey(word) || Parts.Contains(word);

    /// <summary>v2.1 is 2.1, and 3rd is 3.</summary>
    public static string Plain(string number)
    {
        if (number.Length > 1 && number[0] == 'v' && char.IsAsciiDigit(number[1]))
            number = number[1..];
        return number.Length > 2 && char.IsAsciiDigit(number[^3]) && OrdinalEndings.Contains(number.AsSpan(number.Length - 2))
            ? number[..^2]
            : number;
    }
}
