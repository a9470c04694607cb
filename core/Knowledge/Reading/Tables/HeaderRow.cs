using System.Globalization;

namespace ChatBot.Knowledge.Reading.Tables;

/// <summary>
/// Tells whether a first row names the columns or is data like the rows below: by the kinds, the shapes and the lengths of what
/// stands in each column, whatever the language.
/// </summary>
internal static class HeaderRow
{
    /// <summary>A name of a column is hardly longer, unless the cells below are shorter by far.</summary>
    private const int LongName = 40;

    /// <summary>Between neighbouring years, weeks or sizes that name columns.</summary>
    private const int LargestStep = 10;

    private enum Kind
    {
        Empty,
        Number,
        Date,
        Code,
        Address,
        Text,
    }

    public static bool Names(string[] first, IReadOnlyList<string[]> below) => below.Count > 0 && Votes(first, below) >= 0;

    /// <summary>Whether something speaks for names, beside nothing that speaks against them.</summary>
    public static bool SurelyNames(string[] first, IReadOnlyList<string[]> below) => below.Count > 0 && Votes(first, below) > 0;

    private static int Votes(string[] first, IReadOnlyList<string[]> below)
    {
        var series = IsSeries(first) && !IsSeries(below[0]);
        var votes = 0;
        for (var column = 0; column < first.Length; column++)
        {
            var cells = below.Where(row => column < row.Length && row[column].Length > 0).Select(row => row[column]).ToList();
            if (cells.Count == 0 || first[column].Length == 0)
                continue;
            votes += Vote(first[column], cells, series);
        }
        return votes;
    }

    /// <returns>Above 0 for a name, below for a value.</returns>
    private static int Vote(string first, List<string> cells, bool series)
    {
        var own = KindOf(first);
        var usual = cells.Select(KindOf).GroupBy(kind => kind).MaxBy(group => group.Count())!;
        var clear = usual.Count() * 5 >= cells.Count * 4;
        if (own is not Kind.Text)
            return series && own == Kind.Number ? 1
                : own == usual.Key ? -2
                : own is Kind.Code && usual.Key == Kind.Number && clear ? 1
                : 0;
        if (usual.Key != Kind.Text)
            return clear ? 2 : 0;
        if (cells.Contains(first))
            return -2;
        if (first.Length >= LongName && cells.Select(cell => cell.Length).Order().ElementAt(cells.Count / 2) * 2 >= first.Length)
            return -1;
        var shapes = cells.Select(ShapeOf).Distinct().ToList();
        return cells.Count > 1 && shapes.Count == 1 && shapes[0] != ShapeOf(first) ? 1 : 0;
    }

    /// <summary>Numbers that rise by one step, as years or weeks across the columns do.</summary>
    private static bool IsSeries(string[] row)
    {
        var numbers = row.Where(cell => KindOf(cell) is Kind.Number or Kind.Date)
            .Select(cell => long.TryParse(cell, CultureInfo.InvariantCulture, out var number) ? number : (long?)null)
            .ToList();
        return numbers.Count > 1
            && numbers.All(number => number is not null)
            && numbers[1] - numbers[0] is > 0 and <= LargestStep
            && numbers.Zip(numbers.Skip(1)).All(pair => pair.Second - pair.First == numbers[1] - numbers[0]);
    }

    private static Kind KindOf(string cell)
    {
        var digits = 0;
        var letters = 0;
        var spaces = 0;
        var others = 0;
        foreach (var c in cell)
        {
            if (char.IsDigit(c))
                digits++;
            else if (char.IsLetter(c))
                letters++;
            else if (char.IsWhiteSpace(c))
                spaces++;
            else
                others++;
        }
        if (cell.Length == 0)
            return Kind.Empty;
        if (cell.Contains("://", StringComparison.Ordinal) || (cell.IndexOf('@') > 0 && spaces == 0))
            return Kind.Address;
        if (digits == 0)
            return Kind.Text;
        // 2024-01-03, 3.1.2024, 10:15, 2024-01-03T10:15:00Z
        if (digits >= 3 && letters <= 2 && cell.Count(c => c is '-' or '.' or '/' or ':') is >= 1 and <= 6 && IsDate(cell))
            return Kind.Date;
        if (
            letters == 0
            || (letters <= 3 && digits >= letters && char.IsDigit(cell.TrimStart('-', '+', '$', '€', '£', ' ')[0]) && others <= 3)
        )
            return Kind.Number;
        // Letters and digits in one word: ids, versions, codes.
        return spaces == 0 ? Kind.Code : Kind.Text;
    }

    private static bool IsDate(string cell)
    {
        var groups = cell.Split(['-', '.', '/', ':', 'T', ' ', 'Z', '+'], StringSplitOptions.RemoveEmptyEntries);
        return groups.Length >= 2
            && groups.All(group => group.All(char.IsDigit) && group.Length is <= 4)
            && (groups.Length >= 3 || cell.Contains(':'));
    }

    /// <summary>How a text is written: "UPPER", "lower_case", "Two words".</summary>
    private static string ShapeOf(string cell)
    {
        var upper = cell.Any(char.IsUpper);
        var lower = cell.Any(char.IsLower);
        return (upper, lower, char.IsUpper(cell[0]), cell.Contains('_'), cell.Contains(' ')).ToString();
    }
}
