namespace ChatBot.Knowledge.Reading.Pdf;

/// <summary>Something that takes up room on a page: a piece of text or a whole table.</summary>
internal sealed record Place(Box Box, Piece? Piece, PdfTable? Table)
{
    public double Size => Piece?.Size ?? 10;

    /// <summary>Places that overlap in height for the most part, from left to right.</summary>
    public static List<List<Place>> Rows(IEnumerable<Place> places)
    {
        var rows = new List<List<Place>>();
        var box = default(Box);
        foreach (var place in places.OrderByDescending(place => place.Box.Top).ThenBy(place => place.Box.Left))
        {
            var overlap = rows.Count == 0 ? 0 : Math.Min(box.Top, place.Box.Top) - Math.Max(box.Bottom, place.Box.Bottom);
            if (overlap > 0.55 * Math.Min(box.Height, place.Box.Height) && place.Table is null && rows[^1][^1].Table is null)
            {
                rows[^1].Add(place);
                continue;
            }
            rows.Add([place]);
            box = place.Box;
        }
        foreach (var row in rows)
            row.Sort((a, b) => a.Box.Left.CompareTo(b.Box.Left));
        return rows;
    }
}
