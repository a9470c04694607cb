namespace ChatBot.Knowledge.Reading.Pdf;

/// <summary>Pages for people: "page 3 holds", "pages 1, 4 to 6 and 9 hold".</summary>
internal static class PageList
{
    public static string Of(IReadOnlyList<int> pages)
    {
        if (pages.Count == 1)
            return $"page {pages[0]} holds";
        var ranges = new List<string>();
        for (var i = 0; i < pages.Count; )
        {
            var end = i;
            while (end + 1 < pages.Count && pages[end + 1] == pages[end] + 1)
                end++;
            ranges.Add(
                end == i ? $"{pages[i]}"
                : end == i + 1 ? $"{pages[i]}, {pages[end]}"
                : $"{pages[i]} to {pages[end]}"
            );
            i = end + 1;
        }
        return $"pages {(ranges.Count == 1 ? ranges[0] : string.Join(", ", ranges.SkipLast(1)) + " and " + ranges[^1])} hold";
    }
}
