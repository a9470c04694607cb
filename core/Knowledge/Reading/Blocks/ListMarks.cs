using System.Text;

namespace ChatBot.Knowledge.Reading.Blocks;

/// <summary>Numbers as lists write them: c, iv, XII.</summary>
internal static class ListMarks
{
    private static readonly (int Value, string Sign)[] Numerals =
    [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];

    /// <summary>a to z, then aa, ab, as on the web.</summary>
    public static string Letters(int number)
    {
        if (number < 1)
            return number.ToString();
        var text = "";
        for (; number > 0; number = (number - 1) / 26)
            text = (char)('a' + (number - 1) % 26) + text;
        return text;
    }

    public static string Roman(int number)
    {
        if (number is < 1 or > 3999)
            return number.ToString();
        var text = new StringBuilder();
        foreach (var (value, sign) in Numerals)
        {
            for (; number >= value; number -= value)
                text.Append(sign);
        }
        return text.ToString();
    }
}
