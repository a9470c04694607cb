using Markdig.Syntax.Inlines;

namespace ChatBot.Knowledge.Reading.Markdown;

/// <summary>A paragraph in which components begin or end: those at a line's bounds part it, those within a sentence do not.</summary>
internal static class TaggedParagraph
{
    /// <summary>Runs of inlines and, between them, the tags that part them.</summary>
    public static IEnumerable<(List<Inline> Run, Tag? Tag)> Parts(ContainerInline paragraph)
    {
        var parting = PartingTags(paragraph);
        var run = new List<Inline>();
        foreach (var inline in paragraph)
        {
            if (inline is not TagInline tag || !parting.Contains(tag))
            {
                run.Add(inline);
                continue;
            }
            yield return (run, tag.Tag);
            run = [];
        }
        yield return (run, null);
    }

    private static HashSet<TagInline> PartingTags(ContainerInline paragraph)
    {
        var parting = paragraph.OfType<TagInline>().Where(IsAtBound).ToHashSet();
        var open = new Stack<TagInline>();
        foreach (var tag in paragraph.OfType<TagInline>())
        {
            if (tag.Tag.Kind == TagKind.Open)
                open.Push(tag);
            if (tag.Tag.Kind != TagKind.Close || !open.Any(before => before.Tag.Name == tag.Tag.Name))
                continue;
            var start = open.Pop();
            while (start.Tag.Name != tag.Tag.Name)
                start = open.Pop();
            if (parting.Contains(start) == parting.Contains(tag))
                continue;
            parting.Remove(start);
            parting.Remove(tag);
        }
        return parting;
    }

    private static bool IsAtBound(TagInline tag)
    {
        var (before, after) = (Beyond(tag, next: false), Beyond(tag, next: true));
        return tag.Tag.Kind == TagKind.Whole ? before && after : before || after;
    }

    /// <summary>Whether only further tags stand between this one and its line's start or end.</summary>
    private static bool Beyond(Inline tag, bool next)
    {
        for (var steps = 0; steps < 10; steps++)
        {
            var neighbour = next ? tag.NextSibling : tag.PreviousSibling;
            if (neighbour is null or LineBreakInline)
                return true;
            if (neighbour is not TagInline && !(neighbour is LiteralInline literal && literal.Content.IsEmptyOrWhitespace()))
                return false;
            tag = neighbour;
        }
        return false;
    }
}
