using Markdig.Parsers;

namespace ChatBot.Knowledge.Reading.Markdown;

/// <summary>
/// HTML as CommonMark has it, but for tags that are no HTML: a placeholder or a component at the start of a line does not swallow
/// the lines below it.
/// </summary>
internal sealed class SiteHtmlParser : HtmlBlockParser
{
    public override BlockState TryOpen(BlockProcessor processor)
    {
        var line = processor.Line;
        return
            JsxTag.Read(line.Text, line.Start, line.Text.Length, out _) is { } tag
            && (!Dialect.IsHtml(tag.Name) || Dialect.In(processor.Context).IsText(tag))
            ? BlockState.None
            : base.TryOpen(processor);
    }
}
