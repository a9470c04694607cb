using System.Text.RegularExpressions;
using ChatBot.Knowledge.Reading.Blocks;
using Markdig.Extensions.CustomContainers;
using Markdig.Extensions.DefinitionLists;
using Markdig.Extensions.Footnotes;
using Markdig.Syntax;
using Inline = ChatBot.Knowledge.Reading.Blocks.Inline;
using ListBlock = Markdig.Syntax.ListBlock;
using Parsed = Markdig.Syntax.Block;
using ParsedTable = Markdig.Extensions.Tables;

namespace ChatBot.Knowledge.Reading.Markdown;

/// <summary>A Markdown text as blocks.</summary>
internal sealed partial class MarkdownBlocks
{
    private readonly Dialect _dialect;
    private readonly MarkdownNotes _notes = new();
    private readonly MarkdownInlines _inlines;

    private MarkdownBlocks(Dialect dialect) => (_dialect, _inlines) = (dialect, new MarkdownInlines(_notes));

    /// <summary>A text that is no page of a site: a description within data, a corpus's text.</summary>
    public static IReadOnlyList<Blocks.Block> Of(string text) => Of(text, new Dialect(text, isMdx: false, isSite: false));

    /// <summary>Where a place nests deeper than anybody would write, the text is read in parts, and that place as plain text.</summary>
    public static IReadOnlyList<Blocks.Block> Of(string text, Dialect dialect)
    {
        if (MarkdownSyntax.Parse(text, dialect) is { } document)
            return new MarkdownBlocks(dialect).Sequence(document);
        var middle = text.IndexOf("\n\n", text.Length / 2, StringComparison.Ordinal);
        if (middle < 0)
            middle = text.LastIndexOf("\n\n", text.Length / 2, StringComparison.Ordinal);
        return middle <= 0 || middle + 2 >= text.Length
            ? [new Paragraph(text)]
            : [.. Of(text[..middle], dialect), .. Of(text[(middle + 2)..], dialect)];
    }

    private List<Blocks.Block> Sequence(ContainerBlock container)
    {
        var tree = new TagTree(_dialect, Line);
        foreach (var block in container)
        {
            if (block is HeadingBlock && container is MarkdownDocument)
                Notes(tree);
            Add(block, tree);
        }
        if (container is MarkdownDocument)
            Notes(tree);
        return tree.Close();
    }

    private void Add(Parsed block, TagTree tree)
    {
        switch (block)
        {
            case HeadingBlock heading:
                if (_inlines.Of(heading.Inline) is { Count: > 0 } name)
                    tree.Add(new Heading(heading.Level, name));
                break;
            case TagsBlock tags:
                foreach (var tag in tags.Tags)
                    tree.Add(tag);
                break;
            case HtmlBlock html:
                tree.Html(html.Lines.ToString());
                break;
            case ParagraphBlock { Inline: { } inline }:
                foreach (var (run, tag) in TaggedParagraph.Parts(inline))
                {
                    tree.Add(_inlines.BlocksOf(run));
                    if (tag is not null)
                        tree.Add(tag);
                }
                break;
            case TemplateCode code:
                if (code.Language is { } language)
                    tree.Add(new Blocks.CodeBlock(code.Lines.ToString(), language));
                break;
            case Markdig.Syntax.CodeBlock code:
                tree.Add(CodeSample.Of(code));
                break;
            case ListBlock list:
                tree.Add(List(list));
                break;
            case QuoteBlock quote:
                tree.Add(Quoted(Sequence(quote)));
                break;
            case ParsedTable.Table table:
                tree.Add(MarkdownTable.Of(table, cell => Inlines.Of(Sequence(cell))));
                break;
            case NoteBlock note:
                tree.Add(Note(note.Title ?? NoteTitle.Of(note.Kind), Sequence(note)));
                break;
            case CustomContainer note:
                tree.Add(Note(SiteContainerTitle.Of(note), Sequence(note)));
                break;
            case DefinitionList definitions:
                foreach (var item in definitions.OfType<DefinitionItem>())
                    tree.Add(Definition(item));
                break;
            case FootnoteGroup or LinkReferenceDefinitionGroup or ThematicBreakBlock or DefinitionTerm:
                break;
            case ContainerBlock container:
                tree.Add(Sequence(container));
                break;
        }
    }

    /// <summary>Footnotes stand at the end of the section that refers to them.</summary>
    private void Notes(TagTree tree)
    {
        while (_notes.TakeFootnotes() is { Count: > 0 } footnotes) // a footnote may refer to another
            foreach (var footnote in footnotes)
                tree.Add(Sequence(footnote));
        foreach (var abbreviation in _notes.TakeAbbreviations())
            tree.Add(new Paragraph($"{abbreviation.Label}: {abbreviation.Text}"));
    }

    private Blocks.ListBlock List(ListBlock list)
    {
        _ = long.TryParse(list.OrderedStart ?? list.DefaultOrderedStart, out var number);
        var items = list.OfType<ListItemBlock>()
            .Select((item, index) => new ListItem(list.IsOrdered ? $"{number + index}{list.OrderedDelimiter}" : "", Sequence(item)));
        return new Blocks.ListBlock([.. items]);
    }

    /// <summary>A quote, or what GitHub and Obsidian draw as a note: > [!WARNING] Title.</summary>
    private IReadOnlyList<Blocks.Block> Quoted(List<Blocks.Block> content)
    {
        if (content is not [Paragraph { Content: [Words first, ..] runs }, ..] || Alert().Match(first.Text) is not { Success: true } alert)
            return [new Quote(content)];
        var title = alert.Groups["title"].Value.Trim();
        Blocks.Block[] said = [new Paragraph([new Words(first.Text[alert.Length..]), .. runs.Skip(1)]), .. content.Skip(1)];
        return Note(title.Length > 0 ? title : NoteTitle.Of(alert.Groups["kind"].Value), said);
    }

    private Aside Definition(DefinitionItem item)
    {
        var terms = item.OfType<DefinitionTerm>().SelectMany((term, index) => Term(term, index)).ToList();
        return new Aside(terms, Sequence(item));
    }

    private IReadOnlyList<Inline> Term(DefinitionTerm term, int index) =>
        index == 0 ? _inlines.Of(term.Inline) : [new Words(", "), .. _inlines.Of(term.Inline)];

    private IReadOnlyList<Blocks.Block> Note(string title, IReadOnlyList<Blocks.Block> content) =>
        title.Length == 0 ? content : [new Aside(Line(title), content)];

    /// <summary>A title, which is Markdown of one line.</summary>
    private IReadOnlyList<Inline> Line(string text) =>
        text.AsSpan().ContainsAny("`*_[<~&{\\")
        && MarkdownSyntax.Parse(text.Trim(), _dialect) is { } parsed
        && parsed is [LeafBlock { Inline: { } inline }]
            ? _inlines.Of(inline)
            : [new Words(text)];

    [GeneratedRegex(@"^\s*\[!(?<kind>[\w-]+)\][+-]?(?<title>[^\n]*)")]
    private static partial Regex Alert();
}
