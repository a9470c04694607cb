namespace ChatBot.Knowledge.Records.Importing.Shaping;

/// <summary>Finds out what a column is for, by its name and its first rows.</summary>
internal static class RoleFinder
{
    /// <summary>Values of a column that rows are counted by.</summary>
    private const int FewValues = 60;

    /// <summary>Characters of such a value, and on the average of a text.</summary>
    private const int LongestValue = 60,
        LongText = 60;

    private const double Most = 0.9;

    /// <summary>Rows of which one is a large share.</summary>
    private const int FewRows = 20;

    public static PlannedColumn Of(ColumnSample sample)
    {
        var dates = DateSample.Of(sample.Cells, ColumnWords.Say(sample.Name, "date"));
        var commas = AmountCell.HasCommas(sample.Cells, ColumnWords.Say(sample.Name, "amount") ? 0.5 : Most);
        var role = RoleOf(sample, dates, commas);
        return Planned(sample, role, role == ColumnRole.Date ? dates : null, commas ?? false);
    }

    /// <summary>The column in a role that somebody gave it.</summary>
    public static PlannedColumn As(ColumnSample sample, ColumnRole role) =>
        Planned(
            sample,
            role,
            role == ColumnRole.Date ? DateSample.Of(sample.Cells, named: true) ?? DateForm.YearFirst : null,
            role == ColumnRole.Amount && (AmountCell.HasCommas(sample.Cells, 0.5) ?? false)
        );

    /// <summary>The column as a facet: people and states are told by its name, everything else is a category.</summary>
    public static PlannedColumn AsFacet(ColumnSample sample) =>
        Of(sample) is { Column.IsFacet: true } found
            ? found
            : As(sample, ColumnWords.EndWith(sample.Name, "status") ? ColumnRole.Status : ColumnRole.Category);

    /// <summary>How well a column names the rows; 0 for not at all.</summary>
    public static double IdScore(ColumnSample sample, string noun)
    {
        var words = ColumnWords.Of(sample.Name);
        var named = ColumnWords.EndWith(sample.Name, "id");
        // What is called so may lack an id, or have one twice, in a row or two: these are rejected, not the column.
        var isCalledSo = named && (words.Count == 1 || words.Contains(noun));
        if (!sample.NamesRows && !(isCalledSo && sample.Distinct >= (sample.Rows < FewRows ? 0.5 : Most) * sample.Rows))
            return 0;
        if (!named && (sample.Rows < 3 || DateSample.Of(sample.Cells, named: true) is not null || sample.Share(ColumnSample.IsAddress) > 0))
            return 0;
        var coded = sample.Share(cell => cell.Any(char.IsAsciiDigit) && cell.Any(c => char.IsLetter(c) || c is '-' or '_' or '#')) >= Most;
        return (named ? 4 : 0)
            + (words.Contains(noun) ? 2 : 0)
            + (words.Count == 1 ? 1 : 0)
            + (coded ? 2 : 0)
            + (sample.Share(cell => cell.All(char.IsAsciiDigit)) == 1 ? 1 : 0)
            + 1.0 / (1 + sample.Place);
    }

    private static ColumnRole RoleOf(ColumnSample sample, DateForm? dates, bool? commas)
    {
        var name = sample.Name;
        if (dates is not null)
            return ColumnRole.Date;
        if (sample.Share(ColumnSample.IsAddress) >= 0.5)
            return ColumnRole.Person;
        // A person's number is a person, a column of links to people, too; a team is none.
        if (
            ColumnWords.Say(name, "person")
            && !(ColumnWords.EndWith(name, "category") || ColumnWords.EndWith(name, "amount"))
            && sample.Length < LongText
        )
            return ColumnRole.Person;
        if (commas is not null && IsAmount(sample))
            return ColumnRole.Amount;
        var isFew = sample.Distinct <= FewValues && sample.Longest <= LongestValue;
        if (isFew && ColumnWords.EndWith(name, "status"))
            return ColumnRole.Status;
        if (ColumnWords.EndWith(name, "title") && !(isFew && ColumnWords.EndWith(name, "category") && sample.Filled > 2 * sample.Distinct))
            return ColumnRole.Title;
        if (
            ColumnWords.Say(name, "text")
            && !(isFew && sample.Filled > 5 * sample.Distinct && sample.Share(cell => cell.Contains(' ')) == 0)
        )
            return ColumnRole.Text;
        if (sample.Length > LongText)
            return ColumnRole.Text;
        if (isFew && (ColumnWords.EndWith(name, "category") || sample.Filled >= 2 * sample.Distinct) && sample.Filled > 0)
            return ColumnRole.Category;
        if (sample.Longest <= LongestValue && sample.Filled >= 10 * sample.Distinct && sample.Filled > 0)
            return ColumnRole.Category;
        // What the sample does not fill is judged by its name alone.
        if (sample.Filled == 0)
            return ColumnWords.EndWith(name, "date") && ColumnWords.Of(name).Count > 1 ? ColumnRole.Date
                : ColumnWords.EndWith(name, "category") ? ColumnRole.Category
                : ColumnWords.EndWith(name, "status") ? ColumnRole.Status
                : ColumnRole.Text;
        return ColumnRole.Text;
    }

    private static bool IsAmount(ColumnSample sample)
    {
        var name = sample.Name;
        if (ColumnWords.EndWith(name, "not_amount"))
            return false;
        // 00123 is a code, whatever it is called.
        if (sample.Cells.Any(cell => cell.Length > 1 && cell[0] == '0' && cell.All(char.IsAsciiDigit)))
            return false;
        if (ColumnWords.Say(name, "amount"))
            return true;
        var isScale = sample.Distinct <= 10 && sample.Share(cell => cell.All(char.IsAsciiDigit)) == 1;
        return !isScale && !ColumnWords.EndWith(name, "category") && !ColumnWords.EndWith(name, "status");
    }

    private static PlannedColumn Planned(ColumnSample sample, ColumnRole role, DateForm? dates, bool commas) =>
        new(
            new RecordColumn(sample.Name, role) { Rule = RuleOf(role) },
            role == ColumnRole.Date ? dates ?? DateForm.YearFirst : null,
            role == ColumnRole.Amount && commas
        );

    /// <summary>What is done to people where nobody says otherwise.</summary>
    public static CellRule RuleOf(ColumnRole role) => role == ColumnRole.Person ? CellRule.Hash : CellRule.Redact;
}
