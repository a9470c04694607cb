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
    private const int MostOpen = 1000;

    private static readonly MarkdownPipeline Pipeline = Build();

    /// <returns>Null where it nests deeper than anybody would write.</returns>
    public static MarkdownDocument? Parse(string text, Dialect dialect)
    {
        if (OpenBrackets(text) > MostOpen)
            return null;
        try
        {
            return Markdig.Markdown.Parse(text, Pipeline, dialect.Context());
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The most brackets of a kind that stand open at once in a paragraph: the parser looks for the end of each anew.</summary>
    private static int OpenBrackets(string text)
    {
        var (square, round, most) = (0, 0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '[':
                    square++;
                    break;
                case ']' when square > 0:
                    square--;
                    break;
                case '(':
                    round++;
                    break;
                case ')' when round > 0:
                    round--;
                    break;
                case '\n' when i + 1 < text.Length && text[i + 1] == '\n':
                    (square, round) = (0, 0);
                    break;
            }
            most = Math.Max(most, Math.Max(square, round));
        }
        return most;
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
