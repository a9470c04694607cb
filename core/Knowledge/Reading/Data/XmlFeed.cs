using ChatBot.Knowledge.Reading.Blocks;

namespace ChatBot.Knowledge.Reading.Data;

/// <summary>RSS and Atom: an entry is a document with its title and its link.</summary>
internal static class XmlFeed
{
    /// <param name="head">The beginning of the file.</param>
    public static bool Is(string head)
    {
        for (var at = head.IndexOf('<'); at >= 0 && at + 1 < head.Length; at = head.IndexOf('<', at + 1))
        {
            if (head[at + 1] is '?' or '!')
                continue;
            var name = head.AsSpan(at + 1, Math.Min(40, head.Length - at - 1));
            return name.StartsWith("rss") || name.StartsWith("feed") || name.StartsWith("rdf:RDF") || name.StartsWith("atom:feed");
        }
        return false;
    }

    public static IEnumerable<SourceDocument> Entries(FileContent file, XmlPart root)
    {
        var channel = root.Part("channel") ?? root;
        var feed = channel.Part("title")?.Text.Trim() ?? Titles.FromFileName(file.Name);
        var entries = channel.Parts.Concat(root == channel ? [] : root.Parts).Where(part => part.Name is "item" or "entry");
        foreach (var (number, entry) in entries.Index())
        {
            var blocks = Blocks(entry).ToList();
            var link = Link(entry);
            var title = HtmlText.Line(entry.Part("title")?.Text ?? "");
            var outline = Outline.Of(blocks, titled: true);
            if (outline.Sections.Count > 0 || title.Length > 0)
                yield return new SourceDocument(
                    link ?? $"{file.Uri}#{(entry.Part("guid", "id")?.Text.Trim() is { Length: > 0 } id ? id : $"entry {number + 1}")}",
                    title.Length > 0 ? title : feed,
                    outline.Sections.Count > 0 ? outline.Sections : [new Section([], title)],
                    Names: $"{file.Name} {feed}"
                );
        }
    }

    private static IEnumerable<Block> Blocks(XmlPart entry)
    {
        yield return new DataRecord(
            [
                ("Date", (entry.Part("pubDate", "published", "date", "updated"))?.Text.Trim() ?? ""),
                ("Author", entry.Part("author", "creator") is { } author ? (author.Part("name") ?? author).Text.Trim() : ""),
                (
                    "Categories",
                    string.Join(
                        ", ",
                        entry.Parts.Where(part => part.Name == "category").Select(part => part["label"] ?? part["term"] ?? part.Text.Trim())
                    )
                ),
            ],
            IsRow: false
        );
        // "encoded" and "content" hold the whole text, the others its beginning.
        if ((entry.Part("encoded") ?? entry.Part("content") ?? entry.Part("description", "summary")) is not { } text)
            yield break;
        foreach (
            var block in text.HasParts ? XmlBlocks.Of(text, 2)
            : text["type"] == "text" ? [new Paragraph(text.Text)]
            : HtmlText.Blocks(text.Text)
        )
            yield return block;
    }

    private static string? Link(XmlPart entry)
    {
        var links = entry.Parts.Where(part => part.Name == "link").ToList();
        var link = links.Find(part => part["rel"] is null or "alternate") ?? links.FirstOrDefault();
        var target = (link?["href"] ?? link?.Text)?.Trim();
        return target is { Length: > 0 } && target.StartsWith("http", StringComparison.OrdinalIgnoreCase) ? target : null;
    }
}
