using System.Text.RegularExpressions;
using Markdig.Parsers;
using Markdig.Syntax;

namespace ChatBot.Knowledge.Reading.Markdown;

/// <summary>
/// Lines that tell a site's builder what to do and readers nothing: imports and exports of MDX, snippets (--8&lt;--) and tables of
/// contents ([TOC]).
/// </summary>
internal sealed partial class BuilderLinesParser : BlockParser
{
    private const int Longest = 20_000;

    public BuilderLinesParser() => OpeningCharacters = ['i', 'e', '-', ';', '['];

    public override BlockState TryOpen(BlockProcessor processor)
    {
        if (processor.IsCodeIndent)
            return BlockState.None;
        var text = processor.Line.Text;
        var (start, lineEnd) = (processor.Line.Start, processor.Line.End + 1);
        var end = EndOf(text, start, lineEnd, processor);
        if (end < 0)
            return BlockState.None;
        processor.NewBlocks.Push(
            new TagsBlock(this)
            {
                Tags = [],
                EndOfLines = end,
                Line = processor.LineIndex,
                Column = processor.Column,
                Span = new SourceSpan(start, end - 1),
            }
        );
        return end > lineEnd ? BlockState.ContinueDiscard : BlockState.BreakDiscard;
    }

    public override BlockState TryContinue(BlockProcessor processor, Block block) =>
        processor.CurrentLineStartPosition < ((TagsBlock)block).EndOfLines ? BlockState.ContinueDiscard : BlockState.None;

    private static int EndOf(string text, int start, int lineEnd, BlockProcessor processor)
    {
        var line = text.AsSpan(start, lineEnd - start).TrimEnd();
        switch (text[start])
        {
            case 'i' when line.StartsWith("import"):
                return
                    Import().Match(text, start, Math.Min(text.Length - start, Longest)) is { Success: true } import && import.Index == start
                    ? import.Index + import.Length
                    : -1;
            case 'e' when line.StartsWith("export ") && Dialect.In(processor.Context).IsMdx:
                return EndOfStatement(text, start);
            case '-' or ';' when line.TrimStart(';') is "--8<--" or "-8<-":
                var mark = line.TrimStart(';').ToString();
                var close = text.IndexOf("\n" + mark, lineEnd, Math.Min(text.Length - lineEnd, Longest), StringComparison.Ordinal);
                return close < 0 ? lineEnd : Math.Min(text.Length, close + 1 + mark.Length);
            case '-' or ';' when line.TrimStart(';').StartsWith("--8<-- ") || line.TrimStart(';').StartsWith("-8<- "):
                return lineEnd;
            case '[' when Contents().IsMatch(line):
                return lineEnd;
            default:
                return -1;
        }
    }

    /// <summary>An exported statement ends with its line, or where its brackets are closed.</summary>
    private static int EndOfStatement(string text, int start)
    {
        var depth = 0;
        for (var i = start; i < Math.Min(text.Length, start + Longest); i++)
        {
            if (text[i] is '(' or '{' or '[')
                depth++;
            else if (text[i] is ')' or '}' or ']')
                depth--;
            else if (text[i] == '\n' && (depth <= 0 || (i + 1 < text.Length && text[i + 1] == '#')))
                return i;
        }
        return text.Length - start < Longest ? text.Length : text.IndexOf('\n', start);
    }

    [GeneratedRegex("""\Gimport\s+(?:[\w*{}\s,$]{1,2000}?\sfrom\s+)?(?:'[^'\n]+'|"[^"\n]+")[ \t]*;?[ \t]*(?=\n|\z)""")]
    private static partial Regex Import();

    [GeneratedRegex(@"^\[{1,2}_?toc_?\]{1,2}$", RegexOptions.IgnoreCase)]
    private static partial Regex Contents();
}
