using UglyToad.PdfPig.Content;

namespace ChatBot.Knowledge.Reading.Pdf;

/// <summary>What is kept of a page that was parsed.</summary>
internal static class PageReading
{
    /// <summary>Share of a page from which an image may be what the page is about.</summary>
    private const double Picture = 0.2;

    public static PageContent Of(Page page)
    {
        var images = ImageShare(page);
        var byQuarter = PageGlyphs.Of(page, images).OrderByDescending(glyphs => glyphs.Count()).ThenBy(glyphs => glyphs.Key).ToList();
        var frames = new List<Frame>();
        foreach (var glyphs in byQuarter)
        {
            IReadOnlyList<Rule> rules = frames.Count == 0 ? Rules.Of(page, glyphs.Key) : [];
            frames.Add(new Frame(Pieces.Of(glyphs, rules, glyphs.Key == 0 ? Rules.Dots(page) : []), rules));
        }
        var height = byQuarter.Count > 0 && byQuarter[0].Key % 2 == 1 ? page.Width : page.Height;
        return new PageContent(page.Number, frames, height, images >= Picture);
    }

    private static double ImageShare(Page page)
    {
        try
        {
            var area = page.GetImages().Sum(image => Math.Abs(image.BoundingBox.Width * image.BoundingBox.Height));
            return area / Math.Max(1, page.Width * page.Height);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return 1; // an image that cannot be decoded is an image all the same
        }
    }
}
