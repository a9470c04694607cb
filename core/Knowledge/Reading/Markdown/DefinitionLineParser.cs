using System.Text.RegularExpressions;
using Markdig.Parsers;
using Markdig.Syntax;

namespace ChatBot.Knowledge.Reading.Markdown;

/// <summary>The definition of a link right below a line of text or a footnote, where CommonMark would take it for more of that.</summary>
internal sealed partial class DefinitionLineParser : BlockParser
{
    public DefinitionLineParser() => OpeningCharacters = ['['];

    public override BlockState TryOpen(BlockProcessor processor)
    {
        if (processor.IsCodeIndent || processor.CurrentBlock is not ParagraphBlock || !Definition().IsMatch(processor.Line.ToString()))
            return BlockState.None;
        processor.NewBlocks.Push(
            new ParagraphBlock(processor.Parsers.FindExact<ParagraphBlockParser>())
            {
                Line = processor.LineIndex,
                Column = processor.Column,
                Span = new SourceSpan(processor.Line.Start, processor.Line.End),
            }
        );
        return BlockState.Continue;
    }

    [GeneratedRegex(
        """^\[(?!\^)[^\[\]]{1,200}\]:\s+(?:<[^<>\s]+>|(?:https?://|mailto:|\.{0,2}/|#)\S*)(?:\s+(?:"[^"]*"|'[^']*'|\([^()]*\)))?\s*$"""
    )]
    private static partial Regex Definition();
}
