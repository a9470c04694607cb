using System.Globalization;
using ChatBot.Knowledge.Records;
using ChatBot.Knowledge.Records.Asking;

namespace ChatBot.Answering.Records;

/// <summary>
/// The words of an answer about records: the figure first, then a few rows or a small table, with the label of its source.
/// </summary>
internal static class RecordText
{
    private static readonly CultureInfo English = CultureInfo.InvariantCulture;

    /// <summary>Words of a title beside others.</summary>
    private const int TitleWords = 7;

    public static string Of(RecordQuery query, RecordResult result, RecordShape shape) =>
        query.Intent switch
        {
            RecordIntent.Status => Row(result.Rows[0], shape),
            RecordIntent.Count => $"{Matching(query, result, shape)}. [1]",
            RecordIntent.MostCommon or RecordIntent.LeastCommon => Extreme(query, result, shape),
            RecordIntent.Group or RecordIntent.Trend => Grouped(query, result, shape),
            RecordIntent.Average or RecordIntent.Sum when query.By is not null => Grouped(query, result, shape),
            RecordIntent.Average or RecordIntent.Sum => Amount(query, result, shape),
            _ => Listed(query, result, shape),
        };

    /// <summary>"**412** requests match: category = IT, created in October 2026".</summary>
    private static string Matching(RecordQuery query, RecordResult result, RecordShape shape)
    {
        var rows = result.Count == 1 ? shape.Noun : RecordWording.Plural(shape.Noun);
        var count = result.Count == 0 ? "No" : $"**{result.Count.ToString("N0", English)}**";
        var understood = RecordWording.Understood(query);
        if (understood.Length > 0)
            return $"{count} {rows} {(result.Count == 1 ? "matches" : "match")}: {understood}";
        return result.Count == 0 ? $"There are no {rows}" : $"There {(result.Count == 1 ? "is" : "are")} {count} {rows}";
    }

    private static string Row(FoundRecord row, RecordShape shape)
    {
        var status = shape.Columns.FirstOrDefault(column => column.Role == ColumnRole.Status && row.Cells.ContainsKey(column.Name));
        var head = status is null ? $"**{row.Id}**" : $"**{row.Id}** is **{row.Cells[status.Name]}**";
        var rest = shape
            .Counted.Where(column => column != status && row.Cells.ContainsKey(column.Name))
            .Select(column => $"{RecordWording.Name(column.Name)}: {Cell(row.Cells[column.Name])}");
        return $"{head}{(row.Title.Length > 0 ? $": {GroupTable.Plain(row.Title)}" : "")}.\n\n{string.Join("; ", rest)}. [1]";
    }

    private static string Extreme(RecordQuery query, RecordResult result, RecordShape shape)
    {
        if (result.Groups.Count == 0)
            return $"{Matching(query, result, shape)}. [1]";
        if (query.First > 1)
            return Grouped(query, result, shape);
        var best = result.Groups.TakeWhile(group => group.Count == result.Groups[0].Count).ToList();
        var names = string.Join(" and ", best.Take(4).Select(group => $"**{GroupTable.Plain(group.Value)}**"));
        var most = query.Intent == RecordIntent.MostCommon ? "most" : "fewest";
        return $"{names} {(best.Count == 1 ? "has" : "have")} the {most} {RecordWording.Plural(shape.Noun)}: "
            + $"{best[0].Count.ToString("N0", English)}{(best.Count > 1 ? " each" : "")} of {result.Count.ToString("N0", English)}"
            + $"{Where(query)}. [1]";
    }

    private static string Grouped(RecordQuery query, RecordResult result, RecordShape shape) =>
        result.Groups.Count == 0
            ? $"{Matching(query, result, shape)}. [1]"
            : $"{Matching(query, result, shape)}. [1]\n\n{GroupTable.Of(query, result, shape)}";

    private static string Amount(RecordQuery query, RecordResult result, RecordShape shape) =>
        result.Amount is { } amount
            ? $"The {(query.Intent == RecordIntent.Sum ? "total" : "average")} {RecordWording.Name(query.Of!)} of "
                + $"{result.Count.ToString("N0", English)} {(result.Count == 1 ? shape.Noun : RecordWording.Plural(shape.Noun))} is "
                + $"**{GroupTable.Number(amount)}**{Where(query)}. [1]"
            : $"{Matching(query, result, shape)}{(result.Count > 0 ? $", none of them with {RecordWording.Name(query.Of!)}" : "")}. [1]";

    private static string Listed(RecordQuery query, RecordResult result, RecordShape shape)
    {
        var matching = Matching(query, result, shape);
        if (result.Rows.Count == 0)
            return $"{matching}. [1]{(result.Near.Count > 0 ? $"\n\nThe nearest:\n\n{Lines(result.Near)}" : "")}";
        var more = result.Count - result.Rows.Count;
        return $"{matching}. [1]\n\n{Lines(result.Rows)}{(more > 0 ? $"\n\nand {more.ToString("N0", English)} more." : "")}";

        string Lines(IReadOnlyList<FoundRecord> rows) =>
            string.Join('\n', rows.Select(row => $"- **{row.Id}**{Title(row)}{Beside(query, row, shape)}"));
    }

    private static string Title(FoundRecord row)
    {
        var words = GroupTable.Plain(row.Title).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length == 0 ? "" : $" {string.Join(' ', words.Take(TitleWords))}{(words.Length > TitleWords ? " …" : "")}";
    }

    /// <summary>What a row of a list is told apart by: its status, its date, the amount that it is there for.</summary>
    private static string Beside(RecordQuery query, FoundRecord row, RecordShape shape)
    {
        string?[] columns =
        [
            shape.Columns.FirstOrDefault(column => column.Role == ColumnRole.Status)?.Name,
            query.Date ?? shape.Columns.FirstOrDefault(column => column.Role == ColumnRole.Date)?.Name,
            query.Of,
        ];
        var told = columns.OfType<string>().Where(row.Cells.ContainsKey).Select(column => Cell(row.Cells[column])).ToList();
        return told.Count == 0 ? "" : $" ({string.Join(", ", told)})";
    }

    private static string Where(RecordQuery query) =>
        RecordWording.Understood(query) is { Length: > 0 } understood ? $" ({understood})" : "";

    private static string Cell(object cell) =>
        cell switch
        {
            DateTime date => date.ToString("d MMM yyyy", English),
            decimal amount => GroupTable.Number(amount),
            _ => GroupTable.Plain(cell.ToString() ?? ""),
        };
}
