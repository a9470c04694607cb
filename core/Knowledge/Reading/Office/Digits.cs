using System.Globalization;

namespace ChatBot.Knowledge.Reading.Office;

/// <summary>Numbers by the digits of a format: "#,##0.00", "0.0E+0", "# ?/?".</summary>
internal static class Digits
{
    /// <summary>A number as it is, without the noise of its last binary digits.</summary>
    public static string General(double value)
    {
        var size = Math.Abs(value);
        if (size is not 0 and (< 1e-9 or >= 1e15))
            return value.ToString("0.#####E+0", CultureInfo.InvariantCulture);
        return Exact(value).ToString("0.##########", CultureInfo.InvariantCulture);
    }

    public static string Show(double value, string format)
    {
        if (format.Contains('/'))
            return Fraction(value, format);
        if (format.IndexOfAny(['E', 'e']) is >= 0 and var exponent)
            return value.ToString(
                format[..exponent].Replace('?', '#').Replace(",", "") + "E" + format[(exponent + 1)..],
                CultureInfo.InvariantCulture
            );
        var trimmed = format.TrimEnd(',');
        // Commas at the end show thousands, those between digits group them.
        value /= Math.Pow(1000, format.Length - trimmed.Length);
        var point = trimmed.IndexOf('.');
        var whole = point < 0 ? trimmed : trimmed[..point];
        var decimals = point < 0 ? "" : trimmed[(point + 1)..].Replace(".", "").Replace(",", "");
        if (Math.Abs(value) >= 1e20)
            return value.ToString("0.#####E+0", CultureInfo.InvariantCulture);
        var rounded = Math.Round(Exact(value), Math.Min(28, decimals.Length), MidpointRounding.AwayFromZero);
        var least = whole.Count(c => c is '0');
        var pattern = (whole.Contains(',') ? "#,#" : "#") + new string('0', Math.Max(0, least));
        if (whole.Contains(',') && least > 0)
            pattern = "#,##" + new string('0', least);
        else if (!whole.Contains(','))
            pattern = least > 0 ? new string('0', least) : "#";
        if (decimals.Length > 0)
            pattern += "." + decimals.Replace('?', '#');
        return rounded.ToString(pattern, CultureInfo.InvariantCulture);
    }

    private static decimal Exact(double value) =>
        decimal.TryParse(
            value.ToString("G15", CultureInfo.InvariantCulture),
            NumberStyles.Float,
            CultureInfo.InvariantCulture,
            out var exact
        )
            ? exact
            : (decimal)value;

    private static string Fraction(double value, string format)
    {
        var slash = format.IndexOf('/');
        var below = format[(slash + 1)..].Trim();
        var most = (int)Math.Pow(10, Math.Clamp(below.Length, 1, 4)) - 1;
        var size = Math.Abs(value);
        var whole = format[..slash].Trim().Contains(' ') ? Math.Floor(size) : 0;
        var rest = size - whole;
        var (best, over) = (1, 0);
        var fixedBelow = int.TryParse(below, out var given) && given > 0;
        var error = double.MaxValue;
        for (var denominator = fixedBelow ? given : 1; denominator <= (fixedBelow ? given : most); denominator++)
        {
            var numerator = (int)Math.Round(rest * denominator);
            if (Math.Abs(rest - (double)numerator / denominator) is var miss && miss < error - 1e-9)
                (best, over, error) = (denominator, numerator, miss);
        }
        if (over == best && best > 0 && format[..slash].Trim().Contains(' '))
            (whole, over) = (whole + 1, 0);
        var sign = value < 0 ? "-" : "";
        return over == 0 ? $"{sign}{whole}"
            : whole == 0 ? $"{sign}{over}/{best}"
            : $"{sign}{whole} {over}/{best}";
    }
}
