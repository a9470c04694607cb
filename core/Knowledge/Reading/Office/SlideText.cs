using System.Globalization;
using ChatBot.Knowledge.Reading.Blocks;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Presentation;
using A = DocumentFormat.OpenXml.Drawing;

namespace ChatBot.Knowledge.Reading.Office;

/// <summary>The paragraphs of a shape: text, and lists by their levels.</summary>
internal sealed class SlideText(OpenXmlPart part)
{
    private sealed record Item(int Level, string? Mark, IReadOnlyList<Inline> Text);

    /// <param name="shape">Tells whether its paragraphs have bullets where they do not say so themselves; null for cells.</param>
    public IReadOnlyList<Block> Blocks(OpenXmlElement? body, PlacedShape? shape = null)
    {
        var items = new List<Item>();
        var counts = new int[10];
        var bulleted = shape is not null && IsBody(shape.Placeholder);
        foreach (var paragraph in body?.Elements<A.Paragraph>() ?? [])
        {
            var text = Inlines(paragraph);
            if (BlockWriter.Line(text).Length == 0)
                continue;
            var level = Math.Clamp(paragraph.ParagraphProperties?.Level?.Value ?? 0, 0, 8);
            var mark = Mark(paragraph, level, shape, bulleted, counts);
            Array.Clear(counts, level + 1, counts.Length - level - 1);
            if (mark is null)
                counts[level] = 0;
            items.Add(new Item(level, mark, text));
        }
        // The only paragraph of a body is no list.
        if (items is [{ Mark: "", Level: 0 } only])
            return [new Paragraph(only.Text)];
        var blocks = new List<Block>();
        for (var at = 0; at < items.Count; )
            if (items[at].Mark is null)
                blocks.Add(new Paragraph(items[at++].Text));
            else
                blocks.Add(new ListBlock(Items(items, ref at, items[at].Level)));
        return blocks;
    }

    public IReadOnlyList<Inline> Inlines(A.Paragraph paragraph)
    {
        var inlines = new List<Inline>();
        foreach (var element in paragraph.ChildElements)
            switch (element)
            {
                case A.Run run when !IsStruck(run.RunProperties):
                    inlines.Add(Inline(run.Text?.Text ?? "", run.RunProperties));
                    break;
                case A.Break:
                    inlines.Add(new LineBreak());
                    break;
                case A.Field field
                    when field.Type?.Value is not { } type
                        || !(
                            type.StartsWith("slidenum", StringComparison.Ordinal) || type.StartsWith("datetime", StringComparison.Ordinal)
                        ):
                    inlines.Add(new Words(field.Text?.Text ?? ""));
                    break;
                case AlternateContent alternate:
                    foreach (var text in alternate.GetFirstChild<AlternateContentChoice>()?.Descendants<A.Text>() ?? [])
                        inlines.Add(new Words(text.Text));
                    break;
            }
        return inlines;
    }

    private Inline Inline(string text, A.RunProperties? properties)
    {
        // A vertical tab is a line break within a title.
        text = text.Replace('\v', ' ');
        if (properties?.Baseline?.Value is { } shift and not 0)
            return shift > 0 ? new Superscript(text) : new Subscript(text);
        if (
            properties?.GetFirstChild<A.HyperlinkOnClick>()?.Id?.Value is { Length: > 0 } id
            && part.HyperlinkRelationships.FirstOrDefault(link => link.Id == id) is { } link
        )
            return new Link([new Words(text)], link.Uri.OriginalString);
        return new Words(text);
    }

    private static bool IsStruck(A.RunProperties? properties) =>
        properties?.Strike?.Value is { } strike && strike != A.TextStrikeValues.NoStrike;

    public static bool IsBody(PlaceholderShape? placeholder) =>
        placeholder is not null
        && (placeholder.Type?.Value is not { } type || type == PlaceholderValues.Body || type == PlaceholderValues.Object);

    /// <summary>Empty for a bullet, null for a paragraph of no list.</summary>
    private string? Mark(A.Paragraph paragraph, int level, PlacedShape? shape, bool bulleted, int[] counts)
    {
        foreach (var properties in Levels(paragraph, level, shape))
        {
            if (properties.GetFirstChild<A.NoBullet>() is not null)
                return null;
            if (properties.GetFirstChild<A.CharacterBullet>() is not null || properties.GetFirstChild<A.PictureBullet>() is not null)
                return "";
            if (properties.GetFirstChild<A.AutoNumberedBullet>() is { } numbered)
            {
                counts[level] = counts[level] == 0 ? numbered.StartAt?.Value ?? 1 : counts[level] + 1;
                return Number(counts[level], numbered.Type is { } type ? ((IEnumValue)type.Value).Value : "arabicPeriod");
            }
        }
        return bulleted ? "" : null;
    }

    /// <summary>Where a paragraph's bullet may be said, the nearest first.</summary>
    private IEnumerable<OpenXmlElement> Levels(A.Paragraph paragraph, int level, PlacedShape? shape)
    {
        if (paragraph.ParagraphProperties is { } own)
            yield return own;
        if (shape?.Element is Shape { TextBody.ListStyle: { } style } && Level(style, level) is { } ofShape)
            yield return ofShape;
        foreach (var above in shape?.Inherited ?? [])
            if (above.TextBody?.ListStyle is { } inherited && Level(inherited, level) is { } ofLayout)
                yield return ofLayout;
        if (
            shape is not null
            && IsBody(shape.Placeholder)
            && (part as SlidePart)?.SlideLayoutPart?.SlideMasterPart?.SlideMaster?.TextStyles?.BodyStyle is { } body
            && Level(body, level) is { } ofMaster
        )
            yield return ofMaster;
    }

    private static OpenXmlElement? Level(OpenXmlElement style, int level) =>
        style.ChildElements.FirstOrDefault(element => element.LocalName == $"lvl{level + 1}pPr");

    private static string Number(int number, string type)
    {
        var sign =
            type.StartsWith("alphaLc", StringComparison.Ordinal) ? Letter(number, 'a')
            : type.StartsWith("alphaUc", StringComparison.Ordinal) ? Letter(number, 'A')
            : type.StartsWith("romanLc", StringComparison.Ordinal) ? Roman(number).ToLowerInvariant()
            : type.StartsWith("romanUc", StringComparison.Ordinal) ? Roman(number)
            : number.ToString(CultureInfo.InvariantCulture);
        return type.EndsWith("ParenBoth", StringComparison.Ordinal) ? $"({sign})"
            : type.EndsWith("ParenR", StringComparison.Ordinal) ? $"{sign})"
            : $"{sign}.";
    }

    private static string Letter(int number, char first) => new((char)(first + (number - 1) % 26), 1 + (number - 1) / 26);

    private static string Roman(int number)
    {
        var text = "";
        foreach (
            var (value, sign) in ((int, string)[])
                [(100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")]
        )
            for (; number >= value && text.Length < 20; number -= value)
                text += sign;
        return text;
    }

    private static List<ListItem> Items(List<Item> items, ref int at, int level)
    {
        var list = new List<ListItem>();
        while (at < items.Count && items[at].Mark is { } mark && items[at].Level >= level)
            if (items[at].Level > level && list.Count > 0)
                list[^1] = list[^1] with { Content = [.. list[^1].Content, new ListBlock(Items(items, ref at, items[at].Level))] };
            else
                list.Add(new ListItem(mark, [new Paragraph(items[at++].Text)]));
        return list;
    }
}
