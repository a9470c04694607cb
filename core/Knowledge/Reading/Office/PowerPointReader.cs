using ChatBot.Knowledge.Reading.Blocks;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Presentation;

namespace ChatBot.Knowledge.Reading.Office;

/// <summary>
/// PowerPoint presentations (PPTX): each slide is a section under its title, "Slide 4" where it has none, and a page of its own;
/// what its speaker notes say stands below.
/// </summary>
public sealed class PowerPointReader : IDocumentReader
{
    public IReadOnlyCollection<string> Extensions { get; } = [".pptx", ".pptm", ".ppsx", ".potx", ".ppt"];

    public IEnumerable<SourceDocument> Read(FileContent file, Action<string> leftOut, CancellationToken cancel = default)
    {
        using var stream = OfficePackage.Open(file, "PowerPoint presentation", ".pptx");
        try
        {
            using var package = PresentationDocument.Open(stream, isEditable: false);
            return Read(package, file, leftOut, cancel);
        }
        catch (Exception error) when (OfficePackage.IsDamage(error))
        {
            throw OfficePackage.Broken("PowerPoint presentation (PPTX)", "PowerPoint", error);
        }
    }

    private static IReadOnlyList<SourceDocument> Read(
        PresentationDocument package,
        FileContent file,
        Action<string> leftOut,
        CancellationToken cancel
    )
    {
        var presentation = package.PresentationPart ?? throw new InvalidDataException("no presentation");
        var blocks = new List<Block>();
        var hidden = new List<int>();
        var title = OfficePackage.Title(package);
        var number = 0;
        foreach (var id in presentation.Presentation?.SlideIdList?.Elements<SlideId>() ?? [])
        {
            cancel.ThrowIfCancellationRequested();
            number++;
            if (
                id.RelationshipId?.Value is not { } relation
                || !presentation.TryGetPartById(relation, out var part)
                || part is not SlidePart { Slide: not null } slide
            )
                continue;
            if (slide.Slide.Show?.Value == false)
            {
                hidden.Add(number);
                continue;
            }
            var (name, content) = Read(slide);
            if (name.Count == 0 && content.Count == 0)
                continue;
            var line = BlockWriter.Line(name);
            // The first slide's title is the presentation's, not a section of it.
            if (blocks.Count == 0 && line.Length > 0 && (title is null || title == line))
                title = line;
            else
                blocks.Add(new Heading(1, line.Length > 0 ? name : [new Words($"Slide {number}")]) { Page = number });
            // A title alone says something, too.
            if (content.Count == 0 && line.Length > 0)
                content = [new Paragraph(name)];
            blocks.AddRange(content.Select(block => block with { Page = number }));
        }
        if (hidden.Count > 0)
            leftOut($"hidden slides were not read: {string.Join(", ", hidden)}");
        var sections = Outline.Of(blocks, titled: true).Sections;
        return sections.Count == 0
            ? []
            : [new SourceDocument(file.Uri, title ?? Titles.FromFileName(file.Name), sections, Names: file.Name)];
    }

    private static (IReadOnlyList<Inline> Title, List<Block> Content) Read(SlidePart slide)
    {
        var text = new SlideText(slide);
        var title = new List<Inline>();
        var content = new List<Block>();
        foreach (var shape in SlideShapes.Of(slide))
        {
            if (IsFurniture(shape.Placeholder))
                continue;
            if (shape.Element is GraphicFrame frame)
            {
                if (SlideFrames.Read(frame, slide) is { } block)
                    content.Add(block);
            }
            else if (shape.Element is Shape { TextBody: { } body })
            {
                if (title.Count == 0 && IsTitle(shape.Placeholder))
                    title =
                    [
                        .. body.Elements<DocumentFormat.OpenXml.Drawing.Paragraph>()
                            .SelectMany(paragraph => text.Inlines(paragraph).Append(new Words(" "))),
                    ];
                else
                    content.AddRange(text.Blocks(body, shape));
            }
        }
        if (BlockWriter.Line(title).Length == 0)
            title = [];
        if (Notes(slide) is { Count: > 0 } notes)
            content.Add(new Aside("Notes", notes));
        return (title, content);
    }

    private static IReadOnlyList<Block> Notes(SlidePart slide)
    {
        if (slide.NotesSlidePart is not { NotesSlide.CommonSlideData.ShapeTree: { } tree } part)
            return [];
        var text = new SlideText(part);
        return
        [
            .. tree.Elements<Shape>()
                .Where(shape =>
                    PlacedShape.Of(shape) is not { } placeholder
                    || (!IsFurniture(placeholder) && placeholder.Type?.Value != PlaceholderValues.SlideImage)
                )
                .SelectMany(shape => text.Blocks(shape.TextBody)),
        ];
    }

    private static bool IsTitle(PlaceholderShape? placeholder) =>
        placeholder?.Type?.Value is { } type && (type == PlaceholderValues.Title || type == PlaceholderValues.CenteredTitle);

    private static bool IsFurniture(PlaceholderShape? placeholder) =>
        placeholder?.Type?.Value is { } type
        && (
            type == PlaceholderValues.SlideNumber
            || type == PlaceholderValues.DateAndTime
            || type == PlaceholderValues.Footer
            || type == PlaceholderValues.Header
        );
}
