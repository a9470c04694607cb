using System.Globalization;
using System.Text;
using ChatBot.Knowledge.Records;
using ChatBot.Knowledge.Records.Importing.Running;
using ChatBot.Knowledge.Records.Importing.Shaping;

namespace ChatBot.Bot.Commands;

/// <summary>The shape of a table and the report of an import, in words.</summary>
internal static class RecordTexts
{
    public static string Shape(PreparedImport prepared)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{prepared.Table.Name}: each row is one {prepared.Plan.Noun}\n");
        var width = prepared.Plan.Columns.Max(column => column.Column.Name.Length);
        foreach (var column in prepared.Plan.Columns)
            text.Append($"  {column.Column.Name.PadRight(width)}  {Role(column), -22}  {Rule(column.Column)}".TrimEnd()).Append('\n');
        return text.ToString();
    }

    public static string Role(PlannedColumn column) =>
        column.Column.Role.ToString().ToLowerInvariant()
        + column.Dates switch
        {
            null when column.Commas => ", decimal commas",
            null => "",
            DateForm.YearFirst => ", year first",
            DateForm.DayFirst => ", day first",
            DateForm.MonthFirst => ", month first",
            DateForm.Words => ", in words",
            DateForm.ExcelSerial => ", Excel's days",
            DateForm.UnixSeconds => ", Unix seconds",
            _ => ", Unix milliseconds",
        };

    public static string Rule(RecordColumn column) =>
        column.Role is ColumnRole.Ignored or ColumnRole.Date or ColumnRole.Amount
            ? ""
            : column.Rule switch
            {
                CellRule.Hash => "hashed: answers show codes, --keep shows names",
                CellRule.Keep => "kept",
                _ => "redacted where personal data is found",
            };

    public static string Report(string name, RecordReport report)
    {
        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture,
            $"{name}: {report.Read} rows ({report.Added} added, {report.Changed} changed, {report.Unchanged} unchanged), "
        );
        text.Append(CultureInfo.InvariantCulture, $"{report.Removed} removed, {report.Rejected} rejected\n");
        if (report.RejectedFile is { } file)
            text.Append(CultureInfo.InvariantCulture, $"  what could not be read: {file}\n");
        foreach (var column in report.Columns)
        {
            var done = column.Redacted.Select(kind => $"{kind.Value} with {kind.Key} redacted").ToList();
            if (column.Hashed > 0)
                done.Add($"{column.Hashed} hashed");
            if (column.Unreadable > 0)
                done.Add($"{column.Unreadable} unreadable");
            if (column.Rule == CellRule.Keep)
                done.Add("kept as it stands");
            if (done.Count > 0)
                text.Append(CultureInfo.InvariantCulture, $"  {column.Name}: {string.Join(", ", done)}\n");
        }
        return text.ToString();
    }
}
