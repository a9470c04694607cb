using Markdig;
using Markdig.Extensions.Emoji;
using Markdig.Extensions.EmphasisExtras;
using Markdig.Parsers;
using Markdig.Parsers.Inlines;
using Markdig.Syntax;

namespace ChatBot.Knowledge.Reading.Markdown;

/// <summary>Markdown as sites and READMEs write it: CommonMark, GitHub's additions, and what builders of sites add.</summary>
internal static class MarkdownSyntax
{
    private static readonly MarkdownPipeline Pipeline = Build();

    /// <returns>Null where it nests deeper than anybody would write.</returns>
    public static MarkdownDocument? Parse(string text, Dialect dialect)
    {
        try
        {
            return Markdig.Markdown.Parse(text, Pipeline, dialect.Context());
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static MarkdownPipeline Build()
    {
        var builder = new MarkdownPipelineBuilder()
            .UsePipeTables()
            .UseGridTables()
            .UseFootnotes()
            .UseDefinitionLists()
            .UseTaskLists()
            .UseAbbreviations()
            .UseMathematics()
            .UseEmphasisExtras(
                EmphasisExtraOptions.Strikethrough
                    | EmphasisExtraOptions.Subscript
                    | EmphasisExtraOptions.Superscript
                    | EmphasisExtraOptions.Inserted
                    | EmphasisExtraOptions.Marked
            )
            .UseAutoLinks()
            .Use(new EmojiExtension(new EmojiMapping(enableSmileys: false)));
        builder.BlockParsers.Replace<HtmlBlockParser>(new SiteHtmlParser());
        builder.BlockParsers.Insert(0, new DefinitionLineParser());
        builder.BlockParsers.Insert(0, new SiteContainerParser());
        builder.BlockParsers.Insert(0, new NoteBlockParser());
        builder.BlockParsers.Insert(0, new BuilderLinesParser());
        builder.BlockParsers.Insert(0, new TagLineParser());
        builder.BlockParsers.Insert(0, new TemplateCodeParser());
        builder.InlineParsers.InsertBefore<AutolinkInlineParser>(new ComponentInlineParser());
        builder.InlineParsers.Insert(0, new BraceInlineParser());
        builder.InlineParsers.Insert(0, new IconInlineParser());
        builder.InlineParsers.Insert(0, new KeysInlineParser());
        builder.InlineParsers.Insert(0, new SiteLinkInlineParser());
        return builder.Build();
    }
}
