using System.Globalization;
using System.Text;

namespace ChatBot.Knowledge.Reading.Office;

/// <summary>One of the up to four parts of a number format.</summary>
internal sealed class FormatSection
{
    public static readonly FormatSection Plain = new("General");

    private enum Kind
    {
        Literal,
        Digits,
        Date,
        General,
        Text,
    }

    private readonly List<(Kind Kind, string Text)> _tokens = [];
    private readonly bool _elapsed,
        _noon;
    private readonly int _percents;

    public FormatSection(string code)
    {
        for (var i = 0; i < code.Length; )
        {
            var c = code[i];
            if (c == '"')
            {
                var end = code.IndexOf('"', i + 1);
                end = end < 0 ? code.Length : end;
                Literal(code[(i + 1)..end]);
                i = end + 1;
            }
            else if (c == '\\' && i + 1 < code.Length)
            {
                Literal(code[i + 1].ToString());
                i += 2;
            }
            else if (c is '_' or '*')
            {
                if (c == '_')
                    Literal(" ");
                i += 2;
            }
            else if (c == '[' && code.IndexOf(']', i) is > 0 and var close)
            {
                Bracket(code[(i + 1)..close], ref _elapsed);
                i = close + 1;
            }
            else if (string.Compare(code, i, "General", 0, 7, StringComparison.OrdinalIgnoreCase) == 0)
            {
                _tokens.Add((Kind.General, ""));
                i += 7;
            }
            else if (
                string.Compare(code, i, "AM/PM", 0, 5, StringComparison.OrdinalIgnoreCase) == 0
                || string.Compare(code, i, "A/P", 0, 3, StringComparison.OrdinalIgnoreCase) == 0
            )
            {
                _noon = true;
                _tokens.Add((Kind.Date, "AM/PM"));
                i += code[i + 1] == '/' ? 3 : 5;
            }
            else if (c is 'y' or 'Y' or 'm' or 'M' or 'd' or 'D' or 'h' or 'H' or 's' or 'S' or 'e' or 'b' or 'g')
            {
                var end = i;
                while (end < code.Length && char.ToLowerInvariant(code[end]) == char.ToLowerInvariant(c))
                    end++;
                _tokens.Add((Kind.Date, code[i..end].ToLowerInvariant()));
                i = end;
                // Fractions of a second belong to it.
                if (c is 's' or 'S' && i + 1 < code.Length && code[i] is '.' or ',' && code[i + 1] == '0')
                {
                    end = i + 1;
                    while (end < code.Length && code[end] == '0')
                        end++;
                    _tokens.Add((Kind.Date, "." + code[(i + 1)..end]));
                    i = end;
                }
            }
            else if (c is '0' or '#' or '?' or '.' && (c != '.' || i + 1 < code.Length && code[i + 1] is '0' or '#' or '?'))
            {
                var end = i;
                while (
                    end < code.Length && (code[end] is '0' or '#' or '?' or '.' or ',' || IsExponent(code, end) || IsFraction(code, end))
                )
                    end +=
                        IsExponent(code, end) ? 2
                        : IsFraction(code, end) ? FractionLength(code, end)
                        : 1;
                _tokens.Add((Kind.Digits, code[i..end]));
                i = end;
            }
            else if (c == '@')
            {
                _tokens.Add((Kind.Text, ""));
                i++;
            }
            else
            {
                if (c == '%')
                    _percents++;
                Literal(c.ToString());
                i++;
            }
        }
        Minutes();
    }

    public Func<double, bool>? Condition { get; private set; }
    public bool IsDate =>
        _tokens.Exists(token => token.Kind == Kind.Date) && !_tokens.Exists(token => token.Kind is Kind.Digits or Kind.General);
    public bool IsText => _tokens.Exists(token => token.Kind == Kind.Text);
    public bool IsEmptyText => _tokens.TrueForAll(token => token.Kind == Kind.Text);

    public string Show(double value, bool from1904)
    {
        if (IsDate)
            return Date(value, from1904);
        var text = new StringBuilder();
        value *= Math.Pow(100, _percents);
        var shown = false;
        foreach (var (kind, content) in _tokens)
            switch (kind)
            {
                case Kind.Digits when !shown:
                    text.Append(Digits.Show(value, content));
                    shown = true;
                    break;
                case Kind.General or Kind.Text when !shown:
                    text.Append(Digits.General(value));
                    shown = true;
                    break;
                case Kind.Literal:
                    text.Append(content);
                    break;
            }
        // "-$5", not "$-5", where the format says nothing about negative numbers.
        var whole = text.ToString().Trim();
        var minus = whole.IndexOf('-');
        return
            value < 0
            && shown
            && minus > 0
            && _tokens[0].Kind == Kind.Literal
            && _tokens[0].Text.Trim().Length > 0
            && !_tokens[0].Text.Contains('-')
            ? "-" + whole.Remove(minus, 1)
            : whole;
    }

    private void Literal(string text)
    {
        if (text.Length == 0)
            return;
        if (_tokens is [.., (Kind.Literal, var before)])
            _tokens[^1] = (Kind.Literal, before + text);
        else
            _tokens.Add((Kind.Literal, text));
    }

    private void Bracket(string content, ref bool elapsed)
    {
        if (content.StartsWith('$'))
            Literal(content[1..].Split('-')[0]); // [$€-407]: a currency and a locale
        else if (content.Length > 0 && content.ToLowerInvariant().Trim('h', 'm', 's').Length == 0)
        {
            elapsed = true;
            _tokens.Add((Kind.Date, $"[{char.ToLowerInvariant(content[0])}{new string('0', content.Length)}"));
        }
        else if (content.Length > 1 && content[0] is '<' or '>' or '=')
        {
            var sign = content[1] is '=' or '>' ? content[..2] : content[..1];
            if (double.TryParse(content[sign.Length..], NumberStyles.Float, CultureInfo.InvariantCulture, out var limit))
                Condition = sign switch
                {
                    "<" => value => value < limit,
                    "<=" => value => value <= limit,
                    ">" => value => value > limit,
                    ">=" => value => value >= limit,
                    "<>" => value => value != limit,
                    _ => value => value == limit,
                };
        }
    }

    /// <summary>An m after hours or before seconds means minutes.</summary>
    private void Minutes()
    {
        var dates = Enumerable
            .Range(0, _tokens.Count)
            .Where(i => _tokens[i].Kind == Kind.Date && _tokens[i].Text[0] != '.' && _tokens[i].Text != "AM/PM")
            .ToList();
        for (var i = 0; i < dates.Count; i++)
            if (
                _tokens[dates[i]].Text is "m" or "mm"
                && ((i > 0 && IsHour(_tokens[dates[i - 1]].Text)) || (i + 1 < dates.Count && _tokens[dates[i + 1]].Text[0] == 's'))
            )
                _tokens[dates[i]] = (Kind.Date, _tokens[dates[i]].Text.Replace('m', 'n'));
    }

    private static bool IsHour(string token) => token[0] == 'h' || token.StartsWith("[h", StringComparison.Ordinal);

    private string Date(double value, bool from1904)
    {
        if (!TryDate(value, from1904, _tokens.Exists(token => token.Kind == Kind.Date && token.Text[0] == '.'), out var at))
            return Digits.General(value);
        var text = new StringBuilder();
        foreach (var (kind, content) in _tokens)
            text.Append(
                kind == Kind.Date ? Part(content, at, value)
                : kind == Kind.Literal ? content
                : ""
            );
        return text.ToString().Trim();
    }

    private string Part(string token, DateTime at, double value)
    {
        if (token[0] == '[')
        {
            var seconds = Math.Round(Math.Abs(value) * 86400);
            var amount = Math.Floor(
                token[1] == 'h' ? seconds / 3600
                : token[1] == 'm' ? seconds / 60
                : seconds
            );
            return (value < 0 ? "-" : "") + amount.ToString(token[2..], CultureInfo.InvariantCulture);
        }
        return token switch
        {
            "AM/PM" => at.Hour < 12 ? "AM" : "PM",
            "y" or "yy" => at.ToString("yy", CultureInfo.InvariantCulture),
            "m" or "d" => (token == "m" ? at.Month : at.Day).ToString(CultureInfo.InvariantCulture),
            "mm" or "mmm" or "mmmm" => at.ToString(token.ToUpperInvariant(), CultureInfo.InvariantCulture),
            "mmmmm" => at.ToString("MMM", CultureInfo.InvariantCulture)[..1],
            "dd" or "ddd" or "dddd" => at.ToString(token, CultureInfo.InvariantCulture),
            "h" or "hh" => (_noon ? (at.Hour + 11) % 12 + 1 : at.Hour).ToString(
                token.Length == 1 ? "0" : "00",
                CultureInfo.InvariantCulture
            ),
            "n" or "nn" => at.Minute.ToString(token.Length == 1 ? "0" : "00", CultureInfo.InvariantCulture),
            "s" or "ss" => at.Second.ToString(token.Length == 1 ? "0" : "00", CultureInfo.InvariantCulture),
            ['.', .. var zeros] => at.ToString("'.'" + new string('f', Math.Min(3, zeros.Length)), CultureInfo.InvariantCulture),
            ['y', ..] or ['e', ..] => at.Year.ToString("0000", CultureInfo.InvariantCulture),
            _ => "",
        };
    }

    /// <summary>Days since 1900, whose February Excel gives 29 days, or since 1904.</summary>
    private static bool TryDate(double value, bool from1904, bool withFractions, out DateTime at)
    {
        at = default;
        if (from1904)
            value += 1462;
        else if (value < 60)
            value++;
        if (value is < 0 or > 2958466)
            return false;
        var milliseconds = Math.Round(value * 86_400_000);
        if (!withFractions)
            milliseconds = Math.Round(milliseconds / 1000) * 1000;
        at = new DateTime(1899, 12, 30, 0, 0, 0, DateTimeKind.Unspecified).AddMilliseconds(milliseconds);
        return true;
    }

    private static bool IsExponent(string code, int at) => code[at] is 'E' or 'e' && at + 1 < code.Length && code[at + 1] is '+' or '-';

    private static bool IsFraction(string code, int at) => FractionLength(code, at) > 0;

    /// <summary>Of " ?/?" after digits.</summary>
    private static int FractionLength(string code, int at)
    {
        var i = at;
        while (i < code.Length && code[i] is ' ')
            i++;
        var start = i;
        while (i < code.Length && code[i] is '?' or '#' or '0')
            i++;
        if (i >= code.Length || code[i] != '/' || (i == start && at == start && (at == 0 || code[at - 1] is not ('?' or '#' or '0'))))
            return 0;
        i++;
        while (i < code.Length && (code[i] is '?' or '#' || char.IsAsciiDigit(code[i])))
            i++;
        return i - at;
    }
}
