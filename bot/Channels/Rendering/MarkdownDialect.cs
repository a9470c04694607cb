using Markdig;
using Markdig.Extensions.AutoLinks;
using Markdig.Extensions.EmphasisExtras;
using Markdig.Extensions.Tables;
using Markdig.Helpers;
using Markdig.Parsers;
using Markdig.Parsers.Inlines;
using Markdig.Syntax.Inlines;

namespace ChatBot.Bot.Channels.Rendering;

/// <summary>
/// The Markdown that models and people write into a chat: GitHub's, but nobody means code by indenting, <c>__init__</c> is a name,
/// <c>2*3*4</c> a product, <c>**Note:**read</c> bold, and <c>[1]</c> a source.
/// </summary>
internal static class MarkdownDialect
{
    public static readonly MarkdownPipeline Pipeline = Make();

    /// <summary>What readers of documents write: blocks, code and links, neither emphasis nor HTML.</summary>
    public static readonly MarkdownPipeline Passages = MakeForPassages();

    private static MarkdownPipeline Make()
    {
        var builder = new MarkdownPipelineBuilder()
            .UsePipeTables(new PipeTableOptions { RequireHeaderSeparator = true })
            .UseEmphasisExtras(EmphasisExtraOptions.Strikethrough)
            .UseTaskLists()
            .UseFootnotes()
            .UseCjkFriendlyEmphasis()
            .UseAutoLinks(new AutoLinkOptions { UseHttpsForWWWLinks = true });
        builder.BlockParsers.TryRemove<IndentedCodeBlockParser>();
        builder.BlockParsers.TryRemove<HtmlBlockParser>(); // within a line they are read all the same
        builder.InlineParsers.InsertBefore<LinkInlineParser>(new LabelParser());
        builder.InlineParsers.InsertBefore<EmphasisInlineParser>(new StarParser());
        return builder.Build();
    }

    private static MarkdownPipeline MakeForPassages()
    {
        var builder = new MarkdownPipelineBuilder().DisableHtml().UsePipeTables().UseAutoLinks();
        builder.BlockParsers.TryRemove<IndentedCodeBlockParser>();
        builder.InlineParsers.TryRemove<EmphasisInlineParser>();
        return builder.Build();
    }
}

/// <summary>A <c>[n]</c> of the text; one that an address follows is a link.</summary>
internal sealed class LabelInline(int number) : LeafInline
{
    public int Number { get; } = number;
}

internal sealed class LabelParser : InlineParser
{
    public LabelParser() => OpeningCharacters = ['['];

    public override bool Match(InlineProcessor processor, ref StringSlice slice)
    {
        var length = 1;
        while (length <= 2 && char.IsAsciiDigit(slice.PeekChar(length)))
            length++;
        if (length == 1 || slice.PeekChar(length) != ']' || slice.PeekChar(length + 1) == '(')
            return false;
        processor.Inline = new LabelInline(int.Parse(slice.Text.AsSpan(slice.Start + 1, length - 1)));
        slice.Start += length + 1;
        return true;
    }
}
