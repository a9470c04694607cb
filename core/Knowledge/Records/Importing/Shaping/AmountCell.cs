using System.Globalization;

namespace ChatBot.Knowledge.Records.Importing.Shaping;

/// <summary>Reads numbers as people write them: with currencies, grouping, decimal points or commas, brackets for what is owed.</summary>
internal static class AmountCell
{
    private static readonly string[] Units =
    [
        "EUR",
        "USD",
        "GBP",
        "CHF",
        "JPY",
        "CAD",
        "AUD",
        "SEK",
        "NOK",
        "DKK",
        "PLN",
        "CZK",
        "INR",
        "CNY",
        "BRL",
        "h",
        "hrs",
        "hours",
        "min",
        "%",
    ];

    /// <param name="comma">The column has decimal commas.</param>
    /// <returns>Null where it is no number.</returns>
    public static decimal? Read(string cell, bool comma)
    {
        var (digits, negative) = Bare(cell);
        if (digits is null)
            return null;
        var (group, point) = comma ? ('.', ',') : (',', '.');
        // A sign that groups stands before three digits, or it is the other kind of number.
        var parts = digits.Split(point);
        if (parts.Length > 2 || (parts.Length == 2 && parts[1].Contains(group)))
            return null;
        var groups = parts[0].Split(group);
        if (
            groups.Length > 1
            && (groups[0].Length is 0 or > 3 || groups.Skip(1).Any(part => part.Length is < 2 or > 3) || groups[^1].Length != 3)
        )
            return null;
        var plain = string.Concat(groups) + (parts.Length == 2 ? "." + parts[1] : "");
        const NumberStyles styles = NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return decimal.TryParse(plain, styles, CultureInfo.InvariantCulture, out var number) ? (negative ? -number : number) : null;
    }

    /// <summary>Whether a column has decimal commas, by all of its sample; null where it holds no numbers.</summary>
    public static bool? HasCommas(IReadOnlyList<string> cells, double enough)
    {
        double Share(bool comma) => (double)cells.Count(cell => Read(cell, comma) is not null) / Math.Max(1, cells.Count);
        var (points, commas) = (Share(false), Share(true));
        if (cells.Count == 0 || Math.Max(points, commas) < enough)
            return null;
        // 1.234 and 1,234 read both ways: what has a comma before other than three digits tells.
        return commas > points
            || (
                commas == points
                && cells.Any(cell => cell.Contains('.'))
                && !cells.Any(cell => cell.Contains(','))
                && AllGrouped(cells, '.')
            );
    }

    /// <summary>1.234.567: more than one of it in a number, so that it can be no decimal point.</summary>
    private static bool AllGrouped(IReadOnlyList<string> cells, char sign) => cells.Any(cell => cell.Count(c => c == sign) > 1);

    private static (string? Digits, bool Negative) Bare(string cell)
    {
        var text = cell.Trim();
        if (text.Length is 0 or > 60)
            return (null, false);
        var negative = text is ['(', .., ')'];
        if (negative)
            text = text[1..^1];
        text = text.Trim('$', '€', '£', '¥', '₹', ' ', '\u00A0', '\u202F');
        foreach (var unit in Units)
            if (text.EndsWith(unit, StringComparison.OrdinalIgnoreCase))
                text = text[..^unit.Length].TrimEnd();
            else if (text.StartsWith(unit, StringComparison.OrdinalIgnoreCase))
                text = text[unit.Length..].TrimStart();
        if (text is ['-' or '−' or '+', ..] or [.., '-'])
        {
            negative ^= text[0] is '-' or '−' || text[^1] == '-';
            text = text.Trim('-', '−', '+', '$', '€', '£', ' ');
        }
        text = text.Trim('$', '€', '£', '¥', ' ')
            .Replace("'", "")
            .Replace("’", "")
            .Replace("\u00A0", "")
            .Replace("\u202F", "")
            .Replace(" ", "");
        var isNumber =
            text.Length > 0
            && char.IsAsciiDigit(text[^1])
            && text.All(c => char.IsAsciiDigit(c) || c is '.' or ',' or 'e' or 'E' or '+' or '-');
        return (isNumber ? text : null, negative);
    }
}
