using System.Text.RegularExpressions;
using ChatBot.Knowledge.Reading.Blocks;

namespace ChatBot.Knowledge.Reading.Markup;

using Cell = Func<IReadOnlyList<string>, IReadOnlyList<Inline>>;

/// <summary>Tables drawn with signs.</summary>
internal static partial class RstTable
{
    [GeneratedRegex(@"^\+(?:[-=]+\+)+$")]
    public static partial Regex Grid();

    [GeneratedRegex(@"^=+(?: +=+)+$")]
    public static partial Regex Simple();

    /// <summary>Boxes that stand in another row or column again; a drawing that does not close would fill the table with itself.</summary>
    private const int MostRepeated = 20_000;

    /// <summary>A table of boxes; a box over several rows or columns is repeated in each.</summary>
    public static Table OfGrid(IReadOnlyList<string> lines, Cell cell)
    {
        var width = lines.Max(line => line.Length);
        var padded = lines.Select(line => line.PadRight(width)).ToList();
        var columns = padded.Where(line => line[0] == '+').SelectMany(Crossings).Distinct().Order().ToList();
        var bounds = padded
            .Index()
            .Where(line =>
                line.Item.Contains('+') && Enumerable.Range(0, columns.Count - 1).Any(column => IsBound(line.Item, columns, column))
            )
            .Select(line => line.Index)
            .ToList();
        var rows = new List<IReadOnlyList<IReadOnlyList<Inline>>>();
        var header = 0;
        var tops = new int[columns.Count];
        var boxes = new ((int Top, int Bottom, int Last) Box, IReadOnlyList<Inline> Content, int Weight)[columns.Count];
        var repeated = 0;
        for (var band = 0; band + 1 < bounds.Count; band++)
        {
            var row = new List<IReadOnlyList<Inline>>();
            for (var column = 0; column + 1 < columns.Count; )
            {
                var last = column + 1;
                while (last + 1 < columns.Count && !IsEdge(padded, bounds[band] + 1, bounds[band + 1], columns[last]))
                    last++;
                if (IsBound(padded[bounds[band]], columns, column))
                    tops[column] = bounds[band];
                var bottom = band + 1;
                while (bottom + 1 < bounds.Count && !IsBound(padded[bounds[bottom]], columns, column))
                    bottom++;
                var box = (tops[column], bounds[bottom], last);
                if (boxes[column].Box != box)
                {
                    var text = new List<string>();
                    for (var line = tops[column] + 1; line < bounds[bottom]; line++)
                        text.Add(padded[line][(columns[column] + 1)..columns[last]].TrimEnd());
                    var read = cell(Indentation.Dedented(text, FirstFilled(text), text.Count));
                    boxes[column] = (box, read, 1 + text.Sum(line => line.Length) / 100);
                }
                else
                    repeated += boxes[column].Weight;
                IReadOnlyList<Inline> content = repeated < MostRepeated ? boxes[column].Content : [];
                for (; column < last; column++)
                    row.Add(content);
            }
            rows.Add(row);
            if (padded[bounds[band + 1]].Contains("+=", StringComparison.Ordinal))
                header = rows.Count;
        }
        return new Table(rows, header);
    }

    private static IEnumerable<int> Crossings(string line) => line.Index().Where(sign => sign.Item == '+').Select(sign => sign.Index);

    private static bool IsBound(string line, List<int> columns, int column) =>
        columns[column + 1] > columns[column] + 1
        && !line.AsSpan(columns[column] + 1, columns[column + 1] - columns[column] - 1).ContainsAnyExcept('-', '=', '+');

    private static bool IsEdge(List<string> lines, int from, int to, int column)
    {
        for (var line = from; line < to; line++)
            if (lines[line][column] is not ('|' or '+'))
                return false;
        return true;
    }

    private static int FirstFilled(List<string> lines) =>
        lines.FindIndex(line => line.Length > 0) is >= 0 and var first ? first : lines.Count;

    /// <summary>From the first rule to the last; null where the rule is none of a table.</summary>
    public static List<string>? LinesOfSimple(IReadOnlyList<string> lines, int at)
    {
        var rules = 0;
        for (var i = at; i < lines.Count; i++)
        {
            if (!Simple().IsMatch(lines[i]))
                continue;
            rules++;
            // The last rule has a blank line behind it; the one below the header has none.
            if (rules > 1 && (i + 1 == lines.Count || lines[i + 1].Length == 0))
                return [.. lines.Skip(at).Take(i - at + 1)];
        }
        return null;
    }

    public static Table OfSimple(IReadOnlyList<string> lines, Cell cell)
    {
        var columns = Runs().Matches(lines[0]).Select(run => run.Index).ToList();
        var rows = new List<IReadOnlyList<IReadOnlyList<Inline>>>();
        var header = 0;
        List<string>[]? open = null;
        foreach (var line in lines.Skip(1))
        {
            var isRule = Simple().IsMatch(line);
            if (isRule || line.Length == 0 || Spans().IsMatch(line))
            {
                if (line.Length > 0)
                    Close();
                if (isRule && header == 0 && !ReferenceEquals(line, lines[^1]))
                    header = rows.Count;
                if (line.Length == 0 && open is not null)
                    foreach (var text in open)
                        text.Add("");
                continue;
            }
            if (open is null || Part(line, columns, 0).Length > 0)
                Close();
            open ??= [.. columns.Select(_ => new List<string>())];
            for (var column = 0; column < columns.Count; column++)
                open[column].Add(Part(line, columns, column));
        }
        Close();
        return new Table(rows, header);

        void Close()
        {
            if (open is not null)
                rows.Add([.. open.Select(text => cell(Indentation.Dedented(text, FirstFilled(text), text.Count)))]);
            open = null;
        }
    }

    private static string Part(string line, List<int> columns, int column)
    {
        var start = columns[column];
        var end = column + 1 < columns.Count ? Math.Min(columns[column + 1], line.Length) : line.Length;
        return start >= end ? "" : line[start..end].TrimEnd();
    }

    [GeneratedRegex("=+")]
    private static partial Regex Runs();

    [GeneratedRegex(@"^-+(?: +-+)*$")]
    private static partial Regex Spans();
}
