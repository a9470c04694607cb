using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Html.Parser;
using ChatBot.Knowledge.Reading.Blocks;
using ChatBot.Knowledge.Reading.Html;

namespace ChatBot.Knowledge.Reading.Markdown;

/// <summary>
/// HTML within Markdown, and Markdown within that. What is read as Markdown stands in the HTML as a numbered place; once the HTML has
/// become blocks, the places are filled.
/// </summary>
internal sealed partial class HtmlIsland
{
    private const char Open = '\uE000',
        Close = '\uE001';

    private readonly StringBuilder _html = new();
    private readonly List<IReadOnlyList<Block>> _places = [];

    public void Raw(string html) => _html.Append(Unmarked(html));

    public void Text(string text) => _html.Append(System.Net.WebUtility.HtmlEncode(Unmarked(text)));

    public void Place(IReadOnlyList<Inline> inlines) => Mark([new Paragraph(inlines)]);

    public void Place(Block block)
    {
        // Which element it is decides what stands around it: a heading ends a paragraph, and a fold-out with headings is a section.
        var name = block is Heading heading ? $"h{Math.Clamp(heading.Level, 1, 6)}" : "p";
        _html.Append('<').Append(name).Append('>');
        Mark([block]);
        _html.Append("</").Append(name).Append(">\n");
    }

    public IReadOnlyList<Block> Blocks()
    {
        var parsed = new HtmlParser().ParseDocument("<!doctype html><body>" + _html);
        foreach (var image in parsed.QuerySelectorAll("img"))
            if (ImageText.Of(image.GetAttribute("alt") ?? "", image.GetAttribute("src")).Length == 0)
                image.Remove();
        return parsed.Body is null ? [] : Filled(HtmlBlocks.Of(parsed.Body));
    }

    private void Mark(IReadOnlyList<Block> blocks)
    {
        _html.Append(Open).Append(_places.Count).Append(Close);
        _places.Add(blocks);
    }

    private static string Unmarked(string text) => text.Contains(Open) ? text.Replace(Open, '\uFFFD') : text;

    private List<Block> Filled(IReadOnlyList<Block> blocks)
    {
        var filled = new List<Block>();
        foreach (var block in blocks)
        {
            if (block is Paragraph paragraph)
                filled.AddRange(Split(paragraph));
            else
                filled.Add(Filled(block));
        }
        return filled;
    }

    private Block Filled(Block block) =>
        block switch
        {
            Heading heading => heading with { Content = Filled(heading.Content) },
            ListBlock list => new ListBlock([.. list.Items.Select(item => item with { Content = Filled(item.Content) })]),
            Table table => table with { Rows = [.. table.Rows.Select(row => row.Select(Filled).ToList())] },
            CodeBlock code => code with { Text = Filled(code.Text) },
            Quote quote => new Quote(Filled(quote.Content)),
            Aside aside => new Aside(Filled(aside.Title), Filled(aside.Content)),
            _ => block,
        };

    /// <summary>A paragraph around places of which some hold blocks of their own.</summary>
    private IEnumerable<Block> Split(Paragraph paragraph)
    {
        var open = new List<Inline>();
        foreach (var inline in paragraph.Content)
        {
            if (inline is not Words words)
            {
                open.AddRange(Filled([inline]));
                continue;
            }
            foreach (var (text, place) in Parts(words.Text))
            {
                if (place is null)
                    open.Add(new Words(text));
                else if (place is [Paragraph { Content: var content }])
                    open.AddRange(content);
                else
                {
                    if (open.Count > 0)
                        yield return new Paragraph([.. open]);
                    open.Clear();
                    foreach (var block in place)
                        yield return block;
                }
            }
        }
        if (open.Count > 0)
            yield return new Paragraph(open);
    }

    private IReadOnlyList<Inline> Filled(IReadOnlyList<Inline> inlines)
    {
        var filled = new List<Inline>();
        foreach (var inline in inlines)
        {
            switch (inline)
            {
                case Words words:
                    foreach (var (text, place) in Parts(words.Text))
                        filled.AddRange(place is null ? [new Words(text)] : Inlines.Of(place));
                    break;
                case Link link:
                    filled.Add(link with { Label = Filled(link.Label) });
                    break;
                case CodeSpan code:
                    filled.Add(new CodeSpan(Filled(code.Text)));
                    break;
                case Superscript raised:
                    filled.Add(new Superscript(Filled(raised.Text)));
                    break;
                case Subscript lowered:
                    filled.Add(new Subscript(Filled(lowered.Text)));
                    break;
                default:
                    filled.Add(inline);
                    break;
            }
        }
        return filled;
    }

    private string Filled(string text) =>
        text.Contains(Open)
            ? string.Concat(Parts(text).Select(part => part.Place is null ? part.Text : BlockWriter.Line(Inlines.Of(part.Place))))
            : text;

    private IEnumerable<(string Text, IReadOnlyList<Block>? Place)> Parts(string text)
    {
        var from = 0;
        foreach (Match match in Places().Matches(text))
        {
            if (match.Index > from)
                yield return (text[from..match.Index], null);
            if (int.TryParse(match.Groups[1].ValueSpan, out var number) && number < _places.Count)
                yield return ("", _places[number]);
            from = match.Index + match.Length;
        }
        if (from < text.Length)
            yield return (text[from..], null);
    }

    [GeneratedRegex("\uE000([0-9]+)\uE001")]
    private static partial Regex Places();
}
