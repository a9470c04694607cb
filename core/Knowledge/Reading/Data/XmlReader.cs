using System.Text.RegularExpressions;
using System.Xml;
using ChatBot.Knowledge.Reading.Blocks;

namespace ChatBot.Knowledge.Reading.Data;

/// <summary>
/// XML by its elements: texts (DocBook, DITA and their like) with their titles as headings, data as records, entries of a feed as
/// documents of their own. Large files are read an element at a time.
/// </summary>
public sealed partial class XmlReader : IDocumentReader
{
    /// <summary>From this size on the file is never held as a whole.</summary>
    private const int Whole = 8 * 1024 * 1024;

    private const int MostCharacters = 1_000_000;
    private const int Head = 64 * 1024;

    /// <summary>Elements that stand side by side at a depth before a large file is read by them.</summary>
    private const int Several = 20;

    public IReadOnlyCollection<string> Extensions { get; } = [".xml", ".rss", ".atom", ".dbk", ".docbook", ".dita"];

    public IEnumerable<SourceDocument> Read(FileContent file, Action<string> leftOut, CancellationToken cancel = default)
    {
        var head = Beginning(file);
        var charset = Declaration().Match(head) is { Success: true } declared ? declared.Groups["charset"].Value : null;
        var entities = XmlParts.Declared(head);
        var feed = XmlFeed.Is(head);
        using var text = file.OpenText(charset);
        SkipToFirstSign(text);
        var parts = new XmlParts(text, entities);
        var depth = feed ? 0 : DepthOf(file, charset, entities);
        var above = new List<XmlPart>();
        var open = new List<Block>();
        var characters = 0;
        var from = 1;
        var number = 0;
        var given = false;
        while (Next(parts, depth, above, out var broken) is var part && (part is not null || broken is not null))
        {
            cancel.ThrowIfCancellationRequested();
            number++;
            if (broken is not null && part is null && !given && open.Count == 0)
                throw new UnreadableDocumentException($"is not XML (line {broken.LineNumber}): mend it and ingest it again", broken);
            if (broken is not null)
                leftOut($"is no XML from line {broken.LineNumber} on: what follows was left out");
            if (part is not null && feed)
            {
                foreach (var entry in XmlFeed.Entries(file, part))
                    yield return entry;
            }
            else if (part is not null && part.Name is not ("urlset" or "sitemapindex"))
            {
                var blocks = XmlBlocks.Of(part, depth == 0 ? 1 : 2).ToList();
                if (depth > 0 && blocks.Count > 1 && blocks.TrueForAll(block => block is not Heading))
                    blocks.Insert(0, new Heading(2, [new Words(part.Name)]));
                open.AddRange(blocks);
                characters += blocks.Count == 0 ? 0 : BlockWriter.Write(blocks).Length;
            }
            if (characters >= MostCharacters && depth > 0)
            {
                yield return Document(file, open, from);
                given = true;
                open = [];
                characters = 0;
                from = number + 1;
            }
            if (broken is not null)
                break;
        }
        if (open.Count > 0)
            yield return Document(file, open, from);
    }

    private static SourceDocument Document(FileContent file, List<Block> blocks, int from)
    {
        var outline = Outline.Of(blocks);
        var title = outline.Title ?? Titles.FromFileName(file.Name);
        return new SourceDocument(
            from == 1 ? file.Uri : $"{file.Uri}#from element {from}",
            from == 1 ? title : $"{title}, from element {from}",
            outline.Sections,
            Names: file.Name
        );
    }

    /// <summary>The next element, or what is sound of the one that broke off.</summary>
    private static XmlPart? Next(XmlParts parts, int depth, List<XmlPart> above, out XmlException? broken)
    {
        broken = null;
        try
        {
            return parts.Next(depth, above);
        }
        catch (XmlException error)
        {
            broken = error;
            return parts.Partial is { } partial && partial.Text.AsSpan().ContainsAnyExcept(" \t\r\n") ? partial : null;
        }
    }

    /// <summary>0 for a file that is read as a whole; else the depth at which many elements stand side by side.</summary>
    private static int DepthOf(FileContent file, string? charset, Dictionary<string, string> entities)
    {
        using (var bytes = file.Open())
            if (bytes.Length <= Whole)
                return 0;
        using var text = file.OpenText(charset);
        SkipToFirstSign(text);
        var counts = new int[DataNode.Deepest];
        using var xml = new XmlTextReader(text)
        {
            DtdProcessing = DtdProcessing.Ignore,
            XmlResolver = null,
            Namespaces = false,
            EntityHandling = EntityHandling.ExpandCharEntities,
        };
        try
        {
            for (var nodes = 0; nodes < 100_000 && xml.Read(); nodes++)
                if (xml.NodeType == XmlNodeType.Element && xml.Depth < counts.Length && ++counts[xml.Depth] >= Several && nodes > 10_000)
                    break;
        }
        catch (XmlException)
        {
            // Told when it is read.
        }
        return Math.Max(1, Array.FindIndex(counts, count => count >= Several));
    }

    private static string Beginning(FileContent file)
    {
        using var text = file.OpenText();
        var buffer = new char[Head];
        return new string(buffer, 0, text.ReadBlock(buffer));
    }

    /// <summary>XML must begin with its first sign; files that begin with an empty line are read all the same.</summary>
    private static void SkipToFirstSign(TextReader text)
    {
        while (text.Peek() is >= 0 and var c && (char.IsWhiteSpace((char)c) || c == '\uFEFF'))
            text.Read();
    }

    [GeneratedRegex("""^\s*<\?xml[^>]*encoding\s*=\s*["'](?<charset>[\w.:-]+)["']""", RegexOptions.ExplicitCapture)]
    private static partial Regex Declaration();
}
