using System.Text.RegularExpressions;
using Markdig.Parsers;
using Markdig.Syntax;

namespace ChatBot.Knowledge.Reading.Markdown;

/// <summary>A note, fold-out or tab of MkDocs: a line with its kind and title, and what is indented by four below it.</summary>
internal sealed class NoteBlock(BlockParser parser, string kind, string? title) : ContainerBlock(parser)
{
    public string Kind => kind;

    /// <summary>Null where the author wrote none.</summary>
    public string? Title => title;
}

/// <summary>!!! note "Title", ??? note, === "Tab".</summary>
internal sealed partial class NoteBlockParser : BlockParser
{
    private const int Indent = 4;

    public NoteBlockParser() => OpeningCharacters = ['!', '?', '='];

    public override BlockState TryOpen(BlockProcessor processor)
    {
        if (processor.IsCodeIndent || Start().Match(processor.Line.ToString()) is not { Success: true } match)
            return BlockState.None;
        processor.NewBlocks.Push(
            new NoteBlock(
                this,
                match.Groups["kind"].Value,
                match.Groups["title"] is { Success: true } title ? title.Value.Replace("\\\"", "\"") : null
            )
            {
                Line = processor.LineIndex,
                Column = processor.ColumnBeforeIndent,
                Span = new SourceSpan(processor.Line.Start, processor.Line.End),
            }
        );
        return BlockState.ContinueDiscard;
    }

    public override BlockState TryContinue(BlockProcessor processor, Block block)
    {
        if (processor.IsBlankLine)
            return BlockState.Continue;
        if (processor.Indent < Indent + 0 && processor.Column - block.Column < Indent)
            return BlockState.None;
        processor.GoToColumn(processor.ColumnBeforeIndent + Indent);
        block.UpdateSpanEnd(processor.Line.End);
        return BlockState.Continue;
    }

    [GeneratedRegex(
        """^(?:(?:!!!|\?\?\?\+?)\s*(?<kind>[\w-]+)(?:\s+[\w-]+)*(?:\s+"(?<title>(?:[^"\\]|\\.)*)")?(?:\s+[\w-]+)*|"""
            + """(?:!!!|\?\?\?\+?)\s*"(?<title>(?:[^"\\]|\\.)*)"|===[!+]*\s+(?:"(?<title>[^"]*)"|'(?<title>[^']*)'))\s*"""
            + """(?:\{[^}]*\}\s*)?$"""
    )]
    private static partial Regex Start();
}
