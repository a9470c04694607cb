using System.Globalization;
using System.Text;
using ChatBot.Knowledge.Records;
using ChatBot.Knowledge.Records.Asking;

namespace ChatBot.Answering.Records;

/// <summary>A group or a trend as a small Markdown table whose last column is a bar of blocks, which every channel can show.</summary>
internal static class GroupTable
{
    private static readonly CultureInfo English = CultureInfo.InvariantCulture;
    private const int MostRows = 12,
        BarLength = 10;

    public static string Of(RecordQuery query, RecordResult result, RecordShape shape)
    {
        var isTrend = query.Intent == RecordIntent.Trend;
        var groups = query.First is { } first ? [.. result.Groups.Take(first)] : result.Groups;
        // of a trend the latest count, of groups the largest
        var shown = isTrend ? groups.TakeLast(MostRows).ToList() : groups.Take(MostRows).ToList();
        var longest = shown.Max(Size);
        var head = isTrend ? query.Per!.Value.ToString().ToLowerInvariant() : RecordWording.Name(query.By!);
        var table = new StringBuilder(
            $"| {head} | {(query.Of is null ? RecordWording.Plural(shape.Noun) : RecordWording.Name(query.Of))} | |\n|---|---:|---|\n"
        );
        foreach (var group in shown)
        {
            var name = isTrend ? Start(query.Per!.Value, group.Value) : Plain(group.Value);
            table.Append(English, $"| {name} | {Figure(group)} | {Bar(Size(group), longest)} |\n");
        }
        var left = groups.Count - shown.Count;
        return left == 0
            ? table.ToString().TrimEnd()
            : $"{table}\n{(isTrend ? $"The last {shown.Count} of {groups.Count}." : $"And {left} more.")}";
    }

    /// <summary>Two decimals at most, thousands in groups.</summary>
    public static string Number(decimal amount) => Math.Round(amount, 2, MidpointRounding.AwayFromZero).ToString("#,0.##", English);

    /// <summary>Text of a cell that no mark of Markdown is made of, and that does not end the row.</summary>
    public static string Plain(string text)
    {
        var plain = new StringBuilder();
        foreach (var c in text.ReplaceLineEndings(" "))
            if (c is '|' or '*' or '`' or '[' or ']' or '<' or '>' or '#' or '~' or '\\')
                plain.Append(c is '|' or '<' or '>' or '[' or ']' ? ' ' : "");
            else
                plain.Append(c);
        return plain.ToString().Trim();
    }

    private static decimal Size(RecordGroup group) => group.Amount ?? group.Count;

    private static string Figure(RecordGroup group) => group.Amount is { } amount ? Number(amount) : group.Count.ToString("N0", English);

    private static string Bar(decimal size, decimal longest) =>
        longest <= 0 || size <= 0 ? "" : new string('█', Math.Max(1, (int)Math.Round(size / longest * BarLength)));

    private static string Start(Period period, string day)
    {
        var start = DateTime.ParseExact(day, "yyyy-MM-dd", English);
        return period switch
        {
            Period.Month => start.ToString("MMM yyyy", English),
            Period.Quarter => $"Q{(start.Month + 2) / 3} {start.Year}",
            Period.Year => start.ToString("yyyy", English),
            _ => start.ToString("d MMM yyyy", English),
        };
    }
}
