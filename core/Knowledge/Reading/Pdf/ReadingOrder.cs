namespace ChatBot.Knowledge.Reading.Pdf;

/// <summary>
/// The order in which a person reads a page. Where a gutter runs down through several rows, these are columns of prose, one read after
/// the other, or a table; what stands above is read before, what stands below after them.
/// </summary>
internal static class ReadingOrder
{
    /// <summary>Columns within columns, and parts above and below one another.</summary>
    private const int Deepest = 60;

    /// <summary>Share of the lines right of a gutter that start at the same place; by chance they do not.</summary>
    private const double Alignment = 0.6;

    public static IReadOnlyList<Element> Of(Frame frame)
    {
        var (tables, pieces) = RuledTables.Of(frame);
        var elements = new List<Element>();
        Read(
            Place.Rows([
                .. pieces.Select(piece => new Place(piece.Box, piece, null)),
                .. tables.Select(table => new Place(table.Box, null, table)),
            ]),
            elements,
            0
        );
        return elements;
    }

    private static void Read(List<List<Place>> rows, List<Element> elements, int depth)
    {
        if (rows.Count == 0)
            return;
        if (depth < Deepest)
            foreach (var gutter in Gutters.Of(rows))
            {
                var columns = AreColumns(rows[gutter.First..gutter.End], gutter);
                if (columns != Columns.Surely && Table(rows, gutter) is { } found)
                {
                    Read(rows[..found.First], elements, depth + 1);
                    elements.Add(new TableElement(found.Table));
                    Read(rows[found.End..], elements, depth + 1);
                    return;
                }
                if (columns == Columns.No)
                    continue;
                Read(rows[..gutter.First], elements, depth + 1);
                foreach (var side in Sides(rows[gutter.First..gutter.End], gutter))
                    Read(Place.Rows(side), elements, depth + 1);
                Read(rows[gutter.End..], elements, depth + 1);
                return;
            }
        Lines(rows, elements);
    }

    /// <summary>Rows that are left off at a table's end to find one.</summary>
    private const int MostTried = 60;

    private enum Columns
    {
        No,
        Maybe,
        Surely,
    }

    /// <summary>The first table among a gutter's rows; a gap much higher than between other rows ends one.</summary>
    private static (PdfTable Table, int First, int End)? Table(List<List<Place>> rows, Gutter gutter)
    {
        var gaps = Enumerable.Range(gutter.First + 1, gutter.End - gutter.First - 1).Select(Gap).Order().ToList();
        var apart = gaps.Count == 0 ? 0 : 1.6 * Math.Max(gaps[gaps.Count / 2], rows[gutter.First][0].Size) + 2;
        for (var first = gutter.First; first < gutter.End; )
        {
            var end = first + 1;
            while (
                end < gutter.End
                && Gap(end) <= apart
                && IsAlike(rows[end - 1][0], rows[end][0])
                && !IsHeader(end)
                && !(IsAlone(end) && IsAlone(end + 1))
            )
                end++;
            // A table right below another has columns of its own: the longest part that is one counts.
            for (var last = end; last - first >= AlignedTables.FewestRows && last > end - MostTried; last--)
                if (Made(rows[first..last]) is { } table)
                    return (table, first, last);
            first = end;
        }
        return null;

        static PdfTable? Made(List<List<Place>> band) =>
            band.Exists(row => row.Exists(place => place.Table is not null))
                ? null
                : AlignedTables.Of([.. band.Select(row => row.ConvertAll(place => place.Piece!))], Gutters.Through(band));

        // Bold above what is not bold starts a table.
        bool IsHeader(int row) =>
            row + 2 < gutter.End
            && rows[row].TrueForAll(IsBold)
            && !rows[row - 1].Exists(IsBold)
            && !rows[row + 1].TrueForAll(IsBold)
            && rows[row].Count > 1;

        static bool IsBold(Place place) => place.Piece is { Bold: true };

        static bool IsAlike(Place above, Place below) =>
            above.Piece?.FixedWidth == below.Piece?.FixedWidth && Math.Abs(above.Size - below.Size) <= 0.15 * above.Size;

        // Two lines with nothing beside them are text below the table.
        bool IsAlone(int row) => row < gutter.End && rows[row].Count == 1 && rows[row][0].Box.Right <= gutter.From + 0.1;

        double Gap(int row) => rows[row - 1].Min(place => place.Box.Bottom) - rows[row].Max(place => place.Box.Top) + rows[row][0].Size;
    }

    private static IEnumerable<List<Place>> Sides(List<List<Place>> band, Gutter gutter)
    {
        var places = band.SelectMany(row => row).ToLookup(place => place.Box.Right <= gutter.From + 0.1);
        return
        [
            [.. places[true]],
            [.. places[false]],
        ];
    }

    /// <summary>Sides are read one after the other where their lines go on from one another, or stand on lines of their own.</summary>
    private static Columns AreColumns(List<List<Place>> band, Gutter gutter)
    {
        var sides = Sides(band, gutter).ToList();
        if (sides.Exists(side => side.Exists(place => place.Table is not null)))
            return Columns.Surely;
        var lines = sides.ConvertAll(side =>
            Place.Rows(side).ConvertAll(row => (IReadOnlyList<Piece>)row.ConvertAll(place => place.Piece!))
        );
        if (Prose.StartAligned(lines[1]) < (lines[1].Count > 6 ? Alignment : Alignment / 2))
            return Columns.No;
        var flows = Strips(band).ConvertAll(Prose.Flows);
        if (flows.Count(flows => flows) is var flowing && flowing >= 2 && flowing * 2 > flows.Count)
            return Columns.Surely;
        var sideBySide = band.Count(row => row[0].Box.Right <= gutter.From + 0.1 && row[^1].Box.Left >= gutter.To - 0.1);
        if (sideBySide < 0.5 * gutter.Rows)
            return Columns.Surely;
        return flowing > 0 || lines.Exists(Prose.Flows) ? Columns.Maybe : Columns.No;
    }

    /// <summary>The lines of everything between two strips that stay free.</summary>
    private static List<List<IReadOnlyList<Piece>>> Strips(List<List<Place>> band)
    {
        var edges = Gutters.Through(band).Select(strip => (strip.From + strip.To) / 2).ToList();
        return
        [
            .. band.SelectMany(row => row)
                .GroupBy(place => edges.Count(edge => edge < place.Box.Middle))
                .OrderBy(column => column.Key)
                .Select(column => Place.Rows(column).ConvertAll(row => (IReadOnlyList<Piece>)row.ConvertAll(place => place.Piece!))),
        ];
    }

    /// <summary>Rows as lines of one column; tables between them.</summary>
    private static void Lines(List<List<Place>> rows, List<Element> elements)
    {
        var column = Box.Around(rows.SelectMany(row => row).Select(place => place.Box));
        foreach (var row in rows)
        {
            foreach (var place in row)
                if (place.Table is not null)
                    elements.Add(new TableElement(place.Table));
            var pieces = row.Where(place => place.Piece is not null).Select(place => place.Piece!).ToList();
            if (pieces.Count > 0)
                elements.Add(new TextLine(pieces, column));
        }
    }
}
