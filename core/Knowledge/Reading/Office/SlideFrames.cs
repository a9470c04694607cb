using ChatBot.Knowledge.Reading.Blocks;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Presentation;
using A = DocumentFormat.OpenXml.Drawing;
using D = DocumentFormat.OpenXml.Drawing.Diagrams;

namespace ChatBot.Knowledge.Reading.Office;

/// <summary>What stands in a frame on a slide: a table, or the words of a diagram.</summary>
internal static class SlideFrames
{
    public static Block? Read(GraphicFrame frame, SlidePart slide)
    {
        if (frame.Descendants<A.Table>().FirstOrDefault() is { } table)
            return Read(table, new SlideText(slide));
        return
            frame.Descendants<D.RelationshipIds>().FirstOrDefault()?.DataPart?.Value is { } id
            && slide.TryGetPartById(id, out var part)
            && part is DiagramDataPart data
            ? Read(data)
            : null;
    }

    private static Table Read(A.Table table, SlideText text)
    {
        var rows = new List<IReadOnlyList<IReadOnlyList<Inline>>>();
        foreach (var row in table.Elements<A.TableRow>())
        {
            var cells = new List<IReadOnlyList<Inline>>();
            foreach (var cell in row.Elements<A.TableCell>())
                // Places that a cell spans repeat it, so that every row can be read by itself.
                if (cell.VerticalMerge?.Value == true && rows.Count > 0 && cells.Count < rows[^1].Count)
                    cells.Add(rows[^1][cells.Count]);
                else if (cell.HorizontalMerge?.Value == true && cells.Count > 0)
                    cells.Add(cells[^1]);
                else
                    cells.Add(Cell(cell, text));
            rows.Add(cells);
        }
        return new Table(rows, table.TableProperties?.FirstRow?.Value == true ? 1 : 0);
    }

    private static List<Inline> Cell(A.TableCell cell, SlideText text)
    {
        var inlines = new List<Inline>();
        foreach (var paragraph in cell.TextBody?.Elements<A.Paragraph>() ?? [])
        {
            if (inlines.Count > 0)
                inlines.Add(new LineBreak());
            inlines.AddRange(text.Inlines(paragraph));
        }
        return inlines;
    }

    private static ListBlock? Read(DiagramDataPart data)
    {
        var points = data.DataModelRoot?.PointList?.Elements<D.Point>() ?? [];
        var words = points
            .Where(point => point.Type is null || point.Type.Value == D.PointValues.Node)
            .Select(point =>
                string.Join(
                        ' ',
                        point
                            .Descendants<A.Paragraph>()
                            .Select(paragraph => string.Concat(paragraph.Descendants<A.Text>().Select(text => text.Text)))
                    )
                    .Trim()
            )
            .Where(text => text.Length > 0)
            .ToList();
        return words.Count == 0 ? null : new ListBlock([.. words.Select(word => new ListItem("", word))]);
    }
}
