using System.Globalization;
using System.Text;

namespace ChatBot.Knowledge.Reading.Office;

/// <summary>
/// A cell's number format (ECMA-376 18.8.30): what a number looks like in the sheet. Signs are the invariant culture's; formats that
/// follow the reader's locale show dates as 2025-03-14.
/// </summary>
internal sealed class NumberFormat
{
    public static readonly NumberFormat General = new("General");

    private readonly List<FormatSection> _sections = [];

    public NumberFormat(string code)
    {
        foreach (var section in Split(code).Take(4))
            _sections.Add(new FormatSection(section));
        if (_sections.Count == 0)
            _sections.Add(new FormatSection("General"));
    }

    /// <summary>The format that a program's own numbers stand for.</summary>
    public static string BuiltIn(int id) =>
        id switch
        {
            1 => "0",
            2 => "0.00",
            3 => "#,##0",
            4 => "#,##0.00",
            5 or 6 => "\"$\"#,##0;-\"$\"#,##0",
            7 or 8 => "\"$\"#,##0.00;-\"$\"#,##0.00",
            9 => "0%",
            10 => "0.00%",
            11 => "0.00E+00",
            12 => "# ?/?",
            13 => "# ??/??",
            14 or (>= 27 and <= 31) or 36 or (>= 50 and <= 58) => "yyyy-mm-dd",
            15 => "d-mmm-yy",
            16 => "d-mmm",
            17 => "mmm-yy",
            18 => "h:mm AM/PM",
            19 => "h:mm:ss AM/PM",
            20 or 32 or 34 => "h:mm",
            21 or 33 or 35 => "h:mm:ss",
            22 => "yyyy-mm-dd h:mm",
            37 or 38 => "#,##0;-#,##0",
            39 or 40 => "#,##0.00;-#,##0.00",
            41 or 42 => "#,##0",
            43 or 44 => "#,##0.00",
            45 => "mm:ss",
            46 => "[h]:mm:ss",
            47 => "mm:ss.0",
            48 => "##0.0E+0",
            49 => "@",
            _ => "General",
        };

    /// <summary>Whether numbers are shown as dates or times.</summary>
    public bool IsDate => _sections[0].IsDate;

    public string Show(double value, bool from1904)
    {
        if (!double.IsFinite(value))
            return value.ToString(CultureInfo.InvariantCulture);
        var (section, sign) = SectionOf(value);
        return section.Show(
            section.IsDate ? value
                : sign ? Math.Abs(value)
                : value,
            from1904
        );
    }

    /// <summary>The section for a value, and whether it shows the minus itself.</summary>
    private (FormatSection Section, bool OwnSign) SectionOf(double value)
    {
        foreach (var section in _sections)
            if (section.Condition is { } condition && condition(value))
                return (section, value < 0 && _sections.Count > 1);
        if (_sections[0].Condition is not null)
            return (_sections.Find(section => section.Condition is null) ?? FormatSection.Plain, false);
        // Sections are for positive numbers, negative ones, zero and text; a number that rounds to zero is shown as zero.
        if (value < 0 && _sections.Count > 1 && !_sections[1].IsText)
            return (_sections[1], true);
        if (value == 0 && _sections.Count > 2 && !_sections[2].IsText)
            return (_sections[2], false);
        return (_sections[0].IsText && _sections[0].IsEmptyText ? FormatSection.Plain : _sections[0], false);
    }

    private static List<string> Split(string code)
    {
        var sections = new List<string>();
        var open = new StringBuilder();
        var (quoted, bracket) = (false, false);
        for (var i = 0; i < code.Length; i++)
        {
            var c = code[i];
            if (!quoted && !bracket && c is '\\' or '_' or '*' && !quoted && i + 1 < code.Length)
            {
                open.Append(c).Append(code[++i]);
                continue;
            }
            if (c == '"')
                quoted = !quoted;
            else if (!quoted && c == '[')
                bracket = true;
            else if (!quoted && c == ']')
                bracket = false;
            if (c == ';' && !quoted && !bracket)
            {
                sections.Add(open.ToString());
                open.Clear();
            }
            else
                open.Append(c);
        }
        sections.Add(open.ToString());
        return sections;
    }
}
