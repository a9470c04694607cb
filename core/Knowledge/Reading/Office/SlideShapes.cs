using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Presentation;
using A = DocumentFormat.OpenXml.Drawing;

namespace ChatBot.Knowledge.Reading.Office;

/// <summary>A shape with the place it takes up on the slide, in English Metric Units from the upper left corner.</summary>
/// <param name="Inherited">Shapes of the layout and the master that it takes place and bullets from, the nearest first.</param>
internal sealed record PlacedShape(
    OpenXmlElement Element,
    double Left,
    double Top,
    double Right,
    double Bottom,
    IReadOnlyList<Shape> Inherited
)
{
    public PlaceholderShape? Placeholder => Of(Element);

    public static PlaceholderShape? Of(OpenXmlElement element) =>
        element.Descendants<ApplicationNonVisualDrawingProperties>().FirstOrDefault()?.GetFirstChild<PlaceholderShape>();
}

/// <summary>The shapes of a slide in the order in which a person reads them: from top to bottom, side by side from left to right.</summary>
internal static class SlideShapes
{
    private const int Deepest = 40;

    public static IReadOnlyList<PlacedShape> Of(SlidePart slide)
    {
        var shapes = new List<PlacedShape>();
        if (slide.Slide?.CommonSlideData?.ShapeTree is { } tree)
            Add(tree, shapes, slide, (x, y) => (x, y), 0);
        return Ordered(shapes, 0);
    }

    private static void Add(
        OpenXmlElement parent,
        List<PlacedShape> shapes,
        SlidePart slide,
        Func<double, double, (double X, double Y)> place,
        int depth
    )
    {
        if (depth > Deepest)
            return;
        foreach (var element in parent.ChildElements)
            switch (element)
            {
                case GroupShape group:
                    if (!IsHidden(group))
                        Add(group, shapes, slide, Within(group, place), depth + 1);
                    break;
                case Shape or GraphicFrame or ConnectionShape:
                    if (!IsHidden(element))
                        shapes.Add(Placed(element, slide, place));
                    break;
                case AlternateContent alternate:
                    OpenXmlElement? chosen = alternate.GetFirstChild<AlternateContentChoice>();
                    if ((chosen ?? alternate.GetFirstChild<AlternateContentFallback>()) is { } content)
                        Add(content, shapes, slide, place, depth + 1);
                    break;
            }
    }

    private static bool IsHidden(OpenXmlElement element) =>
        element.Descendants<NonVisualDrawingProperties>().FirstOrDefault()?.Hidden?.Value ?? false;

    private static Func<double, double, (double, double)> Within(GroupShape group, Func<double, double, (double X, double Y)> place)
    {
        var form = group.GroupShapeProperties?.TransformGroup;
        if (
            form?.Offset is not { } offset
            || form.ChildOffset is not { } inner
            || form.Extents is not { } size
            || form.ChildExtents is not { } innerSize
        )
            return place;
        var (scaleX, scaleY) = (Scale(size.Cx, innerSize.Cx), Scale(size.Cy, innerSize.Cy));
        return (x, y) =>
            place(
                (offset.X?.Value ?? 0) + (x - (inner.X?.Value ?? 0)) * scaleX,
                (offset.Y?.Value ?? 0) + (y - (inner.Y?.Value ?? 0)) * scaleY
            );

        static double Scale(Int64Value? outer, Int64Value? inside) =>
            inside is { Value: not 0 } && outer is not null ? (double)outer.Value / inside.Value : 1;
    }

    private static PlacedShape Placed(OpenXmlElement element, SlidePart slide, Func<double, double, (double X, double Y)> place)
    {
        var inherited = PlacedShape.Of(element) is { } placeholder ? Inherited(placeholder, slide) : [];
        var (offset, size) = Form(element);
        foreach (var above in inherited)
            if (offset is null)
                (offset, size) = Form(above);
        var (x, y) = (offset?.X?.Value ?? 0, offset?.Y?.Value ?? 0);
        var (left, top) = place(x, y);
        var (right, bottom) = place(x + (size?.Cx?.Value ?? 0), y + (size?.Cy?.Value ?? 0));
        return new PlacedShape(element, left, top, right, bottom, inherited);
    }

    private static (A.Offset?, A.Extents?) Form(OpenXmlElement element) =>
        element switch
        {
            Shape shape => (shape.ShapeProperties?.Transform2D?.Offset, shape.ShapeProperties?.Transform2D?.Extents),
            ConnectionShape line => (line.ShapeProperties?.Transform2D?.Offset, line.ShapeProperties?.Transform2D?.Extents),
            GraphicFrame frame => (frame.Transform?.Offset, frame.Transform?.Extents),
            _ => (null, null),
        };

    private static List<Shape> Inherited(PlaceholderShape placeholder, SlidePart slide)
    {
        var found = new List<Shape>();
        foreach (
            var tree in new[]
            {
                slide.SlideLayoutPart?.SlideLayout?.CommonSlideData?.ShapeTree,
                slide.SlideLayoutPart?.SlideMasterPart?.SlideMaster?.CommonSlideData?.ShapeTree,
            }
        )
        {
            var shapes =
                tree?.Elements<Shape>()
                    .Select(shape => (Shape: shape, Placeholder: PlacedShape.Of(shape)))
                    .Where(pair => pair.Placeholder is not null)
                    .ToList()
                ?? [];
            var match = shapes.Find(pair => placeholder.Index is not null && pair.Placeholder!.Index?.Value == placeholder.Index.Value);
            match = match.Shape is null ? shapes.Find(pair => Kind(pair.Placeholder!) == Kind(placeholder)) : match;
            if (match.Shape is not null)
                found.Add(match.Shape);
        }
        return found;
    }

    private static string Kind(PlaceholderShape placeholder)
    {
        var type = placeholder.Type?.Value ?? PlaceholderValues.Object;
        return type == PlaceholderValues.CenteredTitle ? "title"
            : type == PlaceholderValues.Object || type == PlaceholderValues.Body || type == PlaceholderValues.SubTitle ? "body"
            : ((IEnumValue)type).Value;
    }

    /// <summary>Where a level or an upright line parts shapes without crossing one, what is above or left of it comes first.</summary>
    private static IReadOnlyList<PlacedShape> Ordered(List<PlacedShape> shapes, int depth)
    {
        if (shapes.Count < 2)
            return shapes;
        if (depth < Deepest)
        {
            var parts = Parted(shapes, shape => shape.Top, shape => shape.Bottom);
            if (parts.Count == 1)
                parts = Parted(shapes, shape => shape.Left, shape => shape.Right);
            if (parts.Count > 1)
                return [.. parts.SelectMany(part => Ordered(part, depth + 1))];
        }
        return [.. shapes.OrderBy(shape => shape.Top).ThenBy(shape => shape.Left)];
    }

    private static List<List<PlacedShape>> Parted(List<PlacedShape> shapes, Func<PlacedShape, double> start, Func<PlacedShape, double> end)
    {
        var parts = new List<List<PlacedShape>>();
        var reach = double.MinValue;
        foreach (var shape in shapes.OrderBy(start))
        {
            // Boxes are larger than their text: a little overlap parts as well.
            var overlap = 0.1 * (end(shape) - start(shape));
            if (parts.Count == 0 || start(shape) + overlap < reach)
            {
                if (parts.Count == 0)
                    parts.Add([]);
                parts[^1].Add(shape);
            }
            else
                parts.Add([shape]);
            reach = Math.Max(reach, end(shape));
        }
        return parts;
    }
}
