using System.Text;
using System.Text.RegularExpressions;
using ChatBot.Knowledge.Reading.Blocks;
using Markdig.Extensions.Abbreviations;
using Markdig.Extensions.Footnotes;
using Markdig.Extensions.Mathematics;
using Markdig.Extensions.TaskLists;
using Markdig.Syntax.Inlines;
using Parsed = Markdig.Syntax.Inlines.Inline;

namespace ChatBot.Knowledge.Reading.Markdown;

/// <summary>Runs of a parsed line as ours.</summary>
/// <param name="notes">Told what a run refers to and a reader finds below the text.</param>
internal sealed partial class MarkdownInlines(MarkdownNotes notes)
{
    public IReadOnlyList<Blocks.Inline> Of(ContainerInline? line) => line is null ? [] : Inlines.Of(BlocksOf(line));

    /// <summary>A paragraph, or what its HTML makes of it; nothing where nothing is said.</summary>
    public IReadOnlyList<Block> BlocksOf(IEnumerable<Parsed> line)
    {
        var runs = new List<Blocks.Inline>();
        if (line.All(inline => !HoldsHtml(inline)))
        {
            foreach (var inline in line)
                Add(inline, runs);
            return runs.Count == 0 ? [] : [new Paragraph(Joined(runs))];
        }
        var html = new HtmlIsland();
        foreach (var inline in line)
            AddHtml(inline, html);
        return html.Blocks();
    }

    private static bool HoldsHtml(Parsed inline) =>
        inline switch
        {
            HtmlInline html => !IsLineBreak(html) && !IsComment(html),
            EmphasisInline emphasis => emphasis.Any(HoldsHtml),
            DelimiterInline delimiter => delimiter.Any(HoldsHtml),
            _ => false,
        };

    /// <summary>Tags stay tags and text stays text; what else there is stands in the HTML as a place to be filled.</summary>
    private void AddHtml(Parsed inline, HtmlIsland html)
    {
        switch (inline)
        {
            case HtmlInline tag:
                html.Raw(tag.Tag);
                break;
            case EmphasisInline emphasis when Emphasis.Of(emphasis) is EmphasisKind.None && HoldsHtml(emphasis):
                foreach (var inner in emphasis)
                    AddHtml(inner, html);
                break;
            case DelimiterInline delimiter:
                html.Text(delimiter.ToLiteral());
                foreach (var inner in delimiter)
                    AddHtml(inner, html);
                break;
            case LiteralInline literal when literal.GetType() == typeof(LiteralInline):
                html.Text(literal.Content.ToString());
                break;
            case LineBreakInline { IsHard: false }:
                html.Text("\n");
                break;
            default:
                var runs = new List<Blocks.Inline>();
                Add(inline, runs);
                if (runs.Count > 0)
                    html.Place(runs);
                break;
        }
    }

    private void Add(Parsed inline, List<Blocks.Inline> runs)
    {
        switch (inline)
        {
            case LiteralInline literal:
                Say(literal.Content.ToString(), runs);
                break;
            case CodeInline code:
                runs.Add(new CodeSpan(code.Content));
                break;
            case HtmlEntityInline entity:
                Say(entity.Transcoded.ToString(), runs);
                break;
            case LineBreakInline { IsHard: true }:
            case HtmlInline html when IsLineBreak(html):
                runs.Add(new LineBreak());
                break;
            case LineBreakInline lineBreak:
                if (!IsWithinScript(lineBreak))
                    Say("\n", runs);
                break;
            case LinkInline { IsImage: true } image:
                Say(ImageText.Of(Plain(image), Target(image)), runs);
                break;
            case LinkInline link:
                Link(link, runs);
                break;
            case AutolinkInline address:
                runs.Add(new Link([new Words(address.Url)], address.IsEmail ? "mailto:" + address.Url : address.Url));
                break;
            case EmphasisInline emphasis:
                Emphasised(emphasis, runs);
                break;
            case TaskList task:
                Say(task.Checked ? "[x] " : "[ ] ", runs);
                break;
            case FootnoteLink { IsBackLink: false } reference:
                notes.Refer(reference.Footnote);
                break;
            case AbbreviationInline abbreviation:
                Say(abbreviation.Abbreviation.Label ?? "", runs);
                notes.Refer(abbreviation.Abbreviation);
                break;
            case MathInline math:
                runs.Add(new CodeSpan(math.Content.ToString()));
                break;
            case TagInline { Tag: { Kind: TagKind.Whole } tag }:
                Say(tag.Inline, runs);
                break;
            case ContainerInline container:
                if (container is DelimiterInline delimiter)
                    Say(delimiter.ToLiteral(), runs);
                foreach (var inner in container)
                    Add(inner, runs);
                break;
        }
    }

    private void Emphasised(EmphasisInline emphasis, List<Blocks.Inline> runs)
    {
        switch (Emphasis.Of(emphasis))
        {
            case EmphasisKind.Struck:
                break;
            case EmphasisKind.Raised:
                runs.Add(new Superscript(Plain(emphasis)));
                break;
            case EmphasisKind.Lowered:
                runs.Add(new Subscript(Plain(emphasis)));
                break;
            case EmphasisKind.Signs:
                var sign = new string(emphasis.DelimiterChar, emphasis.DelimiterCount);
                Say(sign, runs);
                foreach (var inner in emphasis)
                    Add(inner, runs);
                Say(sign, runs);
                break;
            default:
                foreach (var inner in emphasis)
                    Add(inner, runs);
                break;
        }
    }

    private void Link(LinkInline link, List<Blocks.Inline> runs)
    {
        var label = Of(link);
        // [2] with a title behind its address: the number is a mark, the title says where it leads.
        if (link is { IsShortcut: true, Title.Length: > 0 } && label is [Words { Text: var number }] && number.All(char.IsAsciiDigit))
            label = [new Words(link.Title)];
        if (label.Count > 0)
            runs.Add(new Link(label, Target(link) ?? ""));
    }

    private static string? Target(LinkInline link) => link.GetDynamicUrl?.Invoke() ?? link.Url;

    private static void Say(string text, List<Blocks.Inline> runs)
    {
        if (text.Length == 0)
            return;
        runs.Add(new Words(text));
    }

    /// <summary>Neighbouring words as one, without the marks of footnotes that nobody wrote.</summary>
    private static List<Blocks.Inline> Joined(List<Blocks.Inline> runs)
    {
        var joined = new List<Blocks.Inline>();
        var words = new StringBuilder();
        foreach (var run in runs)
        {
            if (run is Words said)
            {
                words.Append(said.Text);
                continue;
            }
            Close();
            joined.Add(run);
        }
        Close();
        return joined;

        void Close()
        {
            if (words.Length > 0)
                joined.Add(new Words(words.ToString() is var text && text.Contains("[^") ? Marks().Replace(text, "") : text));
            words.Clear();
        }
    }

    private string Plain(ContainerInline container)
    {
        var runs = new List<Blocks.Inline>();
        foreach (var inner in container)
            Add(inner, runs);
        return string.Concat(
            runs.Select(run =>
                run switch
                {
                    Words words => words.Text,
                    CodeSpan code => code.Text,
                    Superscript raised => raised.Text,
                    Subscript lowered => lowered.Text,
                    Link link => BlockWriter.Line(link.Label),
                    _ => " ",
                }
            )
        );
    }

    /// <summary>A line end between signs of a script that has no spaces is no space.</summary>
    private static bool IsWithinScript(LineBreakInline lineBreak) =>
        lineBreak
            is {
                PreviousSibling: LiteralInline { Content: { Length: > 0 } before },
                NextSibling: LiteralInline { Content: { Length: > 0 } after }
            }
        && IsSpaceless(before.Text[before.End])
        && IsSpaceless(after.Text[after.Start]);

    private static bool IsSpaceless(char c) =>
        c is >= '\u3000' and <= '\u30FF' or >= '\u3400' and <= '\u9FFF' or >= '\uFF00' and <= '\uFF60';

    [GeneratedRegex(@"\[\^[\w-]{1,40}\]")]
    private static partial Regex Marks();

    private static bool IsLineBreak(HtmlInline html) =>
        html.Tag.StartsWith("<br", StringComparison.OrdinalIgnoreCase) && html.Tag.Length <= 6;

    private static bool IsComment(HtmlInline html) =>
        html.Tag.StartsWith("<!", StringComparison.Ordinal) || html.Tag.StartsWith("<?", StringComparison.Ordinal);
}
