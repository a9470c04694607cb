namespace ChatBot.Knowledge.Reading.Pdf;

/// <summary>Rows through which a strip runs down that stays free.</summary>
/// <param name="First">The first row; <paramref name="End"/> is the one after the last.</param>
/// <param name="Rows">How many rows hold something on the emptier side.</param>
internal sealed record Gutter(int First, int End, double From, double To, int Rows);

internal static class Gutters
{
    /// <summary>Gaps that are followed up and down on one page; a page with more is a drawing.</summary>
    private const int Most = 1500;

    /// <summary>The gutters of a page or a column, the longest first.</summary>
    public static IReadOnlyList<Gutter> Of(List<List<Place>> rows)
    {
        var found = new List<Gutter>();
        var tried = 0;
        for (var row = 0; row < rows.Count && tried < Most; row++)
        for (var i = 1; i < rows[row].Count; i++)
        {
            var (from, to) = (rows[row].Take(i).Max(place => place.Box.Right), rows[row][i].Box.Left);
            if (
                to - from < Least(rows[row])
                || found.Exists(known => known.First <= row && known.End > row && known.From >= from && known.To <= to)
            )
                continue;
            tried++;
            if (Followed(rows, row, from, to) is { } gutter)
                found.Add(gutter);
        }
        return [.. found.OrderByDescending(gutter => gutter.Rows).ThenByDescending(gutter => gutter.To - gutter.From)];
    }

    /// <summary>All strips that stay free through some rows, with something on both sides in more than one of them.</summary>
    public static IReadOnlyList<(double From, double To)> Through(List<List<Place>> rows)
    {
        var (left, right) = (rows.Min(row => row[0].Box.Left), rows.Max(row => row.Max(place => place.Box.Right)));
        var least = Least(rows[0]);
        var free = new List<(double From, double To)>();
        var end = left;
        foreach (var place in rows.SelectMany(row => row).OrderBy(place => place.Box.Left))
        {
            if (place.Box.Left - end >= least)
                free.Add((end, place.Box.Left));
            end = Math.Max(end, place.Box.Right);
        }
        return [.. free.Where(strip => strip.To <= right)];
    }

    private static double Least(List<Place> row) => Math.Max(6, 0.8 * row[0].Size);

    private static Gutter? Followed(List<List<Place>> rows, int row, double from, double to)
    {
        var least = Least(rows[row]);
        var first = row;
        while (first > 0 && Narrowed(rows[first - 1], from, to) is { } above && above.To - above.From >= least)
            ((from, to), first) = (above, first - 1);
        var end = row + 1;
        while (end < rows.Count && Narrowed(rows[end], from, to) is { } below && below.To - below.From >= least)
            ((from, to), end) = (below, end + 1);
        // Rows at the top with nothing on the right are read before in any case.
        while (first < row && rows[first].TrueForAll(place => place.Box.Right <= from + 0.1))
            first++;
        end = WithoutFollowing(rows, first, end, from);
        var left = Count(rows, first, end, place => place.Box.Right <= from + 0.1);
        var right = Count(rows, first, end, place => place.Box.Left >= to - 0.1);
        var both = Math.Min(left, right);
        return both >= 3 || (both == 2 && to - from >= 1.8 * rows[row][0].Size) ? new Gutter(first, end, from, to, both) : null;
    }

    /// <summary>The strip with what a row takes of it; null where something crosses it.</summary>
    private static (double From, double To)? Narrowed(List<Place> row, double from, double to)
    {
        foreach (var place in row)
        {
            if (place.Box.Right <= from || place.Box.Left >= to)
                continue;
            var (onTheLeft, onTheRight) = (place.Box.Right - from, to - place.Box.Left);
            if (place.Box.Left < from + 0.1 || onTheLeft < onTheRight)
                from = Math.Max(from, place.Box.Right);
            else
                to = Math.Min(to, place.Box.Left);
        }
        return to > from ? (from, to) : null;
    }

    /// <summary>Last rows with something on the left only, set apart where both columns have ended, belong to what follows.</summary>
    private static int WithoutFollowing(List<List<Place>> rows, int first, int end, double from)
    {
        var last = end;
        while (last - 1 > first && rows[last - 1].TrueForAll(place => place.Box.Right <= from + 0.1))
            last--;
        // Text that is wrapped at the column's width is the column's.
        if (
            last == end
            || Enumerable
                .Range(last, end - last - 1)
                .Any(i => rows[i][^1].Piece is { } above && rows[i + 1][0].Piece is { } below && Prose.GoesOn(above.Text, below.Text))
        )
            return end;
        var lefts = rows[first..end].SelectMany(row => row.Where(place => place.Box.Right <= from + 0.1).Take(1)).ToList();
        var gaps = lefts.Zip(lefts.Skip(1), (above, below) => above.Box.Bottom - below.Box.Top).Order().ToList();
        var usual = gaps.Count == 0 ? 0 : Math.Max(0, gaps[gaps.Count / 2]);
        var other = rows[first..last]
            .SelectMany(row => row)
            .Where(place => place.Box.Right > from + 0.1)
            .Select(place => place.Box.Bottom)
            .DefaultIfEmpty(double.MaxValue)
            .Min();
        for (var i = last; i < end; i++)
        {
            var (place, size) = (rows[i][0], rows[i][0].Size);
            var bottom = rows[first..i]
                .SelectMany(row => row)
                .Where(above => above.Box.Right <= from + 0.1)
                .Select(above => above.Box.Bottom)
                .DefaultIfEmpty(double.MaxValue)
                .Min();
            var apart = bottom - place.Box.Top > usual + 0.5 * size && other > place.Box.Top;
            if (apart && (end < rows.Count || Math.Abs(bottom - other) < 2.5 * size))
                return i;
        }
        return end;
    }

    private static int Count(List<List<Place>> rows, int first, int end, Predicate<Place> side)
    {
        var count = 0;
        for (var i = first; i < end; i++)
            if (rows[i].Exists(side))
                count++;
        return count;
    }
}
