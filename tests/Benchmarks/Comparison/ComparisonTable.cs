using System.Globalization;

namespace ChatBot.Benchmarks.Comparison;

/// <summary>Rows of a Markdown table of medians; behind each in brackets how many times ours by words it is.</summary>
internal static class ComparisonTable
{
    public const string Head =
        "| documents | | processor ms | p95 ms | R@1 | R@5 | index s | memory MB |\n|---|---|---|---|---|---|---|---|";

    private static readonly (Func<ComparedRound, double> Of, string Format)[] Columns =
    [
        (round => round.ProcessorMs, "0.00"),
        (round => round.P95, "0.0"),
        (round => round.At1, "0.000"),
        (round => round.At5, "0.000"),
        (round => round.BuildSeconds, "0.0"),
        (round => round.PeakMegabytes, "0"),
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
                : Columns.Select(column => Cell(row.Rounds, row == rows[0] ? [] : rows[0].Rounds, column.Of, column.Format));
            yield return $"| {count} | {row.Name} | {string.Join(" | ", cells)} |";
        }
    }

    public static double Median(IEnumerable<double> figures)
    {
        double[] sorted = [.. figures.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private static string Cell(
        IReadOnlyList<ComparedRound> rounds,
        IReadOnlyList<ComparedRound> beside,
        Func<ComparedRound, double> figure,
        string format
    )
    {
        var median = Median(rounds.Select(figure));
        var told = median.ToString(format, CultureInfo.InvariantCulture);
        if (beside.Count == 0)
            return told;
        var times = median / Median(beside.Select(figure));
        return $"{told} (×{times.ToString(times < 10 ? "0.00" : "0", CultureInfo.InvariantCulture)})";
    }
}
