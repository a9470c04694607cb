using ChatBot.Knowledge.Reading.Blocks;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Exceptions;

namespace ChatBot.Knowledge.Reading.Pdf;

/// <summary>PDF, read as it was set: columns, headings, lists and tables, without running heads; every page is a section or more.</summary>
public sealed class PdfReader : IDocumentReader
{
    private const string OnlyImages = "holds no text, only images: run text recognition (OCR) over it first";

    public IReadOnlyCollection<string> Extensions { get; } = [".pdf"];

    public IEnumerable<SourceDocument> Read(FileContent file, Action<string> leftOut, CancellationToken cancel = default)
    {
        var (pages, said) = Pages(file, leftOut, cancel);
        if (!pages.Exists(page => page.HasText))
            throw new UnreadableDocumentException(pages.Exists(page => page.HoldsImage) ? OnlyImages : "holds no text");
        var scanned = pages.Where(page => !page.HasText && page.HoldsImage).Select(page => page.Number).ToList();
        if (scanned.Count > 0)
            leftOut($"{PageList.Of(scanned)} only images: run text recognition (OCR) over the file to have them read");
        var blocks = Blocks(pages, cancel);
        var title = PdfTitle.Take(said, blocks);
        var outline = Outline.Of(blocks, titled: true);
        // A title that is all there is stands for the text.
        IReadOnlyList<Section> sections = outline.Sections.Count > 0 ? outline.Sections : [new Section([], title ?? "") { Page = 1 }];
        return [new SourceDocument(file.Uri, title ?? Titles.FromFileName(file.Name), sections, Names: file.Name)];
    }

    /// <summary>What is kept of each page; the parser's own pages are gone one after the other.</summary>
    private static (List<PageContent> Pages, string? Title) Pages(FileContent file, Action<string> leftOut, CancellationToken cancel)
    {
        var pages = new List<PageContent>();
        var broken = new List<int>();
        try
        {
            using var stream = file.Open();
            var options = new ParsingOptions
            {
                UseLenientParsing = true,
                SkipMissingFonts = true,
                FilterProvider = new BoundedFilters(file.Limits),
            };
            using var pdf = PdfDocument.Open(stream, options);
            for (var number = 1; number <= pdf.NumberOfPages; number++)
            {
                cancel.ThrowIfCancellationRequested();
                try
                {
                    pages.Add(PageReading.Of(pdf.GetPage(number)));
                }
                catch (Exception error) when (IsDamage(error))
                {
                    broken.Add(number);
                }
            }
            if (pages.Count == 0)
                throw new UnreadableDocumentException("is not a readable PDF: none of its pages can be parsed");
            if (broken.Count > 0)
                leftOut($"{PageList.Of(broken)} damage and cannot be read");
            return (pages, Title(pdf));
        }
        catch (PdfDocumentEncryptedException error)
        {
            throw new UnreadableDocumentException("is protected by a password: save it without one", error);
        }
        catch (Exception error) when (IsDamage(error))
        {
            throw new UnreadableDocumentException("is not a readable PDF: open it in a PDF program and save it again", error);
        }
    }

    /// <summary>The parser meets damage with whatever exception it runs into.</summary>
    private static bool IsDamage(Exception error) =>
        error is not (OperationCanceledException or UnreadableDocumentException or PdfDocumentEncryptedException or OutOfMemoryException);

    private static string? Title(PdfDocument pdf)
    {
        try
        {
            return pdf.Information.Title;
        }
        catch (Exception error) when (IsDamage(error))
        {
            return null;
        }
    }

    private static List<Block> Blocks(List<PageContent> pages, CancellationToken cancel)
    {
        var running = new RunningLines(pages);
        var type = new Typography();
        var vocabulary = new Vocabulary();
        var read = new List<IReadOnlyList<IReadOnlyList<Element>>>(pages.Count);
        foreach (var page in pages)
        {
            cancel.ThrowIfCancellationRequested();
            read.Add([.. page.Frames.Select(frame => ReadingOrder.Of(running.Without(page, frame)))]);
            if (read[^1].Count > 0)
                type.Add(read[^1][0]);
            foreach (var line in read[^1].SelectMany(frame => frame).OfType<TextLine>())
                vocabulary.Add(line.Text);
        }
        var flow = new Flow(type, vocabulary);
        foreach (var (page, frames) in pages.Zip(read))
            for (var i = 0; i < frames.Count; i++)
                if (i == 0)
                    flow.Add(page, frames[i]);
                else
                    flow.AddBeside(frames[i], page.Number);
        return flow.Finish();
    }
}
