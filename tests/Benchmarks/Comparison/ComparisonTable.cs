using System.Globalization;

namespace ChatBot.Benchmarks.Comparison;

/// <summary>
/// Rows of a Markdown table: medians of rounds, of memory the most; behind each in brackets how many times ours by words it is.
/// </summary>
internal static class ComparisonTable
{
    public const string Head =
        "| documents | | processor ms | p95 ms | R@1 | R@5 | index s | memory MB |\n|---|---|---|---|---|---|---|---|";

    private static readonly (Func<ComparedRound, double> Of, Func<IEnumerable<double>, double> Over, string Format)[] Columns =
    [
        (round => round.ProcessorMs, Median, "0.00"),
        (round => round.P95, Median, "0.0"),
        (round => round.At1, Median, "0.000"),
        (round => round.At5, Median, "0.000"),
        (round => round.BuildSeconds, Median, "0.0"),
        (round => round.PeakMegabytes, Enumerable.Max, "0"),
    ];

    /// <param name="Name">As it stands in the table.</param>
    /// <param name="Rounds">None where it failed.</param>
    public sealed record Row(string Name, IReadOnlyList<ComparedRound> Rounds, string? Failure);

    /// <param name="rows">Ours first: the others are told as multiples of it.</param>
    public static IEnumerable<string> Of(int documents, IReadOnlyList<Row> rows)
    {
        var count = documents.ToString("N0", CultureInfo.InvariantCulture);
        foreach (var row in rows)
        {
            var cells = row.Rounds is []
                ? [row.Failure!.Replace('|', '/'), .. Columns.Skip(1).Select(_ => "")]
                : Columns.Select(column =>
                    Told(
                        column.Over(row.Rounds.Select(column.Of)),
                        row == rows[0] || rows[0].Rounds is [] ? null : column.Over(rows[0].Rounds.Select(column.Of)),
                        column.Format
                    )
                );
            yield return $"| {count} | {row.Name} | {string.Join(" | ", cells)} |";
        }
    }

    /// <summary>What no column says: how many answers hold an expected one, and how calm the machine was.</summary>
    public static string Remarks(int documents, IReadOnlyList<Row> rows)
    {
        var answers = rows.Where(row => row.Rounds.Any(round => round.Answered is not null))
            .Select(row => $"{row.Name}: {Told(Median(row.Rounds.Select(round => round.Answered!.Value)), null, "0.000")}");
        double[] others = [.. rows.SelectMany(row => row.Rounds).Select(round => round.Others).OfType<double>()];
        return $"{documents} documents: answers that hold an expected one: {string.Join("; ", answers)}. Other programs used "
            + (others is [] ? "an unknown part" : $"{Median(others) * 100:0} %")
            + " of the machine meanwhile.";
    }

    private static double Median(IEnumerable<double> figures)
    {
        double[] sorted = [.. figures.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private static string Told(double figure, double? beside, string format)
    {
        var told = figure.ToString(format, CultureInfo.InvariantCulture);
        if (beside is null || told == beside.Value.ToString(format, CultureInfo.InvariantCulture))
            return told;
        var times = figure / beside.Value;
        return $"{told} (×{times.ToString(times < 10 ? "0.00" : "0", CultureInfo.InvariantCulture)})";
    }
}
