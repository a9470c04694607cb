using Markdig.Parsers;
using Markdig.Syntax;

namespace ChatBot.Knowledge.Reading.Markdown;

/// <summary>A line, or several, with nothing but tags of a site's builder.</summary>
internal sealed class TagsBlock(BlockParser parser) : LeafBlock(parser)
{
    public required IReadOnlyList<Tag> Tags { get; init; }

    /// <summary>Place in the text where the block's last line ends.</summary>
    public required int EndOfLines { get; init; }
}

/// <summary>Lines of nothing but tags. They end the paragraph before them, and what follows them is Markdown again.</summary>
internal sealed class TagLineParser : BlockParser
{
    public TagLineParser() => OpeningCharacters = ['<', '{'];

    public override BlockState TryOpen(BlockProcessor processor)
    {
        if (processor.IsCodeIndent)
            return BlockState.None;
        var text = processor.Line.Text;
        var (start, lineEnd) = (processor.Line.Start, processor.Line.End + 1);
        var end = processor.CurrentContainer is QuoteBlock ? lineEnd : text.Length; // a quote's marks stand between its lines
        var dialect = Dialect.In(processor.Context);
        var tags = new List<Tag>();
        var at = start;
        while (at < lineEnd)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }
            if (!Piece(text, ref at, end, dialect, tags))
                return BlockState.None;
            if (at > lineEnd)
            {
                lineEnd = text.IndexOf('\n', at);
                lineEnd = lineEnd < 0 ? text.Length : lineEnd;
            }
        }
        processor.NewBlocks.Push(
            new TagsBlock(this)
            {
                Tags = tags,
                EndOfLines = lineEnd,
                Line = processor.LineIndex,
                Column = processor.Column,
                Span = new SourceSpan(start, lineEnd - 1),
            }
        );
        return lineEnd > processor.Line.End + 1 ? BlockState.ContinueDiscard : BlockState.BreakDiscard;
    }

    public override BlockState TryContinue(BlockProcessor processor, Block block) =>
        processor.CurrentLineStartPosition < ((TagsBlock)block).EndOfLines ? BlockState.ContinueDiscard : BlockState.None;

    private static bool Piece(string text, ref int at, int end, Dialect dialect, List<Tag> tags)
    {
        if (text[at] == '<')
        {
            if (dialect.IsMdx && (text.AsSpan(at).StartsWith("<>") || text.AsSpan(at).StartsWith("</>")))
            {
                at = text.IndexOf('>', at) + 1;
                return true;
            }
            if (JsxTag.Read(text, at, end, out var after) is not { } tag || !dialect.IsComponent(tag))
                return false;
            tags.Add(tag);
            at = after;
            return true;
        }
        if (text.AsSpan(at).StartsWith("{/*"))
        {
            var close = text.IndexOf("*/}", at, end - at, StringComparison.Ordinal);
            at = close < 0 ? at : close + 3;
            return close >= 0;
        }
        if (text[at] == '{' && TemplateTag.Read(text, at, end, dialect, out var next) is { } template)
        {
            tags.Add(template);
            at = next;
            return true;
        }
        return false;
    }
}
