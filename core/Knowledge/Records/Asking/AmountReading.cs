using System.Globalization;

namespace ChatBot.Knowledge.Records.Asking;

/// <summary>Reads what bounds an amount: "over 500", "between 100 and 200 euros", "at least 1.5k".</summary>
internal static class AmountReading
{
    /// <summary>The bounds that are named from a word on, with the number of words; null where none are.</summary>
    public static (int Length, AmountCondition Means)? At(IReadOnlyList<Token> tokens, IReadOnlyList<string> words, int at, string text)
    {
        if (words[at] is "between" or "from" && Number(tokens, at + 1, text) is { } first && at + 1 + first.Length < words.Count)
        {
            var join = at + 1 + first.Length;
            if (words[join] is "and" or "to" && Number(tokens, join + 1, text) is { } second)
                return (join + 1 + second.Length - at, new AmountCondition("", first.Amount, second.Amount));
        }
        foreach (var (section, make) in Bounds)
            if (RecordCues.StandsAt(section, words, at, out var length) && Number(tokens, at + length, text) is { } number)
                return (length + number.Length, make(number.Amount));
        if (Number(tokens, at, text) is { } bare)
        {
            foreach (var (section, make) in Behind)
                if (at + bare.Length < words.Count && RecordCues.StandsAt(section, words, at + bare.Length, out var length))
                    return (bare.Length + length, make(bare.Amount));
            if (Sign(text, tokens[at].Start) is { } signed)
                return (bare.Length, signed(bare.Amount));
        }
        return Number(tokens, at, text) is { IsMoney: true } exact
            ? (exact.Length, new AmountCondition("", exact.Amount, exact.Amount))
            : null;
    }

    private static readonly (string Section, Func<decimal, AmountCondition> Make)[] Bounds =
    [
        ("amounts, above", amount => new AmountCondition("", amount, null, Beyond: true)),
        ("amounts, below", amount => new AmountCondition("", null, amount, Beyond: true)),
        ("amounts, least", amount => new AmountCondition("", amount, null)),
        ("amounts, most", amount => new AmountCondition("", null, amount)),
        ("amounts, exactly", amount => new AmountCondition("", amount, amount)),
    ];

    /// <summary>"500 or more".</summary>
    private static readonly (string Section, Func<decimal, AmountCondition> Make)[] Behind =
    [
        ("amounts, or more", amount => new AmountCondition("", amount, null)),
        ("amounts, or less", amount => new AmountCondition("", null, amount)),
    ];

    /// <summary>What a sign right before a number says of it.</summary>
    private static Func<decimal, AmountCondition>? Sign(string text, int start)
    {
        var sign = text[..start].TrimEnd(' ', '€', '$', '£');
        return sign.EndsWith(">=", StringComparison.Ordinal) || sign.EndsWith('≥') ? amount => new AmountCondition("", amount, null)
            : sign.EndsWith("<=", StringComparison.Ordinal) || sign.EndsWith('≤') ? amount => new AmountCondition("", null, amount)
            : sign.EndsWith('>') ? amount => new AmountCondition("", amount, null, Beyond: true)
            : sign.EndsWith('<') ? amount => new AmountCondition("", null, amount, Beyond: true)
            : null;
    }

    private static (int Length, decimal Amount, bool IsMoney)? Number(IReadOnlyList<Token> tokens, int at, string text)
    {
        if (at >= tokens.Count || !tokens[at].IsNumber)
            return null;
        if (tokens[at].EndsInPoint && tokens[at].Raw.Contains('.') && at + 1 < tokens.Count) // "01.05." within a sentence is a day
            return null;
        var raw = tokens[at].Raw;
        var factor = char.ToLowerInvariant(raw[^1]) switch
        {
            'k' => 1000m,
            'm' => 1_000_000m,
            _ => 1,
        };
        if (Read(factor == 1 ? raw : raw[..^1]) is not { } amount)
            return null;
        var isMoney =
            tokens[at].Start > 0 && text[tokens[at].Start - 1] is '€' or '$' or '£'
            || tokens[at].End < text.Length && text[tokens[at].End] is '€' or '$' or '£';
        var named = at + 1 < tokens.Count && RecordCues.Has("money", tokens[at + 1].Word);
        return (named ? 2 : 1, amount * factor, isMoney || named);
    }

    /// <summary>1,000.50 and 1.000,50 are one number, and 3.5.2026 is none: before the decimal sign groups have three digits.</summary>
    private static decimal? Read(string text)
    {
        var last = text.LastIndexOfAny(['.', ',']);
        var groups = last < 0 ? "" : text[..last];
        var isDecimal =
            last >= 0
            && (text.Length - last != 4 || groups.AsSpan().ContainsAny('.', ',') && groups.Contains(text[last] == '.' ? ',' : '.'));
        var parts = (isDecimal ? groups : text).Split('.', ',');
        if (parts.Skip(1).Any(part => part.Length != 3) || !text.All(c => char.IsAsciiDigit(c) || c is '.' or ','))
            return null;
        var digits = string.Concat(parts) + (isDecimal ? "." + text[(last + 1)..] : "");
        return decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount) ? amount : null;
    }
}
