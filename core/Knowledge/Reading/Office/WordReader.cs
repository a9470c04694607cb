using System.Text;
using ChatBot.Knowledge.Reading.Blocks;
using ChatBot.Knowledge.Reading.Limits;
using DocumentFormat.OpenXml.Packaging;

namespace ChatBot.Knowledge.Reading.Office;

/// <summary>Word documents as their readers see them: sections by headings, lists as counted, tables, notes, text boxes.</summary>
public sealed class WordReader : IDocumentReader
{
    private static ReadOnlySpan<byte> CompoundFile => [0xD0, 0xCF, 0x11, 0xE0];

    public IReadOnlyCollection<string> Extensions { get; } = [".docx", ".docm", ".dotx", ".dotm", ".doc"];

    public IEnumerable<SourceDocument> Read(FileContent file, Action<string> leftOut, CancellationToken cancel = default)
    {
        if (file.Name.StartsWith("~$", StringComparison.Ordinal))
            throw new UnreadableDocumentException("is the lock of a document that is open in Word: nothing to read");
        RefuseOlder(file);
        try
        {
            return [.. Documents(file, cancel)];
        }
        catch (Exception error)
            when (error is EndOfStreamException or not (UnreadableDocumentException or OperationCanceledException or IOException))
        {
            throw new UnreadableDocumentException("is not a readable Word document (DOCX): open it in Word and save it again", error);
        }
    }

    private static IEnumerable<SourceDocument> Documents(FileContent file, CancellationToken cancel)
    {
        using var stream = file.Open();
        UnpackedSize.Check(stream, file.Limits);
        using var word = WordprocessingDocument.Open(stream, isEditable: false);
        var main = word.MainDocumentPart ?? throw new UnreadableDocumentException("holds no text body");
        var styles = new WordStyles(WordXml.Stream((OpenXmlPart?)main.StyleDefinitionsPart ?? main.StylesWithEffectsPart, "styles"));
        var numbering = new WordNumbering(WordXml.Stream(main.NumberingDefinitionsPart, "numbering"), styles);
        var reading = new WordBlocks(styles, numbering, new WordNotes(main), Links(main));
        var blocks = new List<Block>();
        foreach (var block in reading.Of(WordXml.Stream(main, "body")))
        {
            cancel.ThrowIfCancellationRequested();
            blocks.Add(block);
        }
        // Of several headings of the first level none is the document's title.
        var titled = reading.Title is not null || blocks.Count(block => block is Heading { Level: 1 }) > 1;
        var (heading, sections) = Outline.Of(blocks, titled);
        var title = new[] { reading.Title, heading, word.PackageProperties.Title }.FirstOrDefault(name => !string.IsNullOrWhiteSpace(name));
        if (sections.Count > 0)
            yield return new SourceDocument(file.Uri, title?.Trim() ?? Titles.FromFileName(file.Name), sections);
    }

    private static Dictionary<string, string> Links(MainDocumentPart main) =>
        main
            .HyperlinkRelationships.Where(link => link.IsExternal)
            .GroupBy(link => link.Id)
            .ToDictionary(links => links.Key, links => links.First().Uri.OriginalString);

    /// <summary>The format before 2007, and documents behind a password, which are wrapped in it.</summary>
    private static void RefuseOlder(FileContent file)
    {
        using var stream = file.Open();
        var head = new byte[Math.Min(stream.Length, 1 << 20)];
        stream.ReadExactly(head);
        if (!head.AsSpan().StartsWith(CompoundFile))
            return;
        throw new UnreadableDocumentException(
            file.Bytes.AsSpan().IndexOf(Encoding.Unicode.GetBytes("EncryptedPackage")) >= 0
                ? "is protected by a password: save it without one (File, Info, Protect Document) and ingest it again"
                : "is a Word document of the old kind (DOC): open it in Word and save it as DOCX"
        );
    }
}
