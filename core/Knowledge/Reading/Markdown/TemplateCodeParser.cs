using System.Text.RegularExpressions;
using Markdig.Parsers;
using Markdig.Syntax;

namespace ChatBot.Knowledge.Reading.Markdown;

/// <summary>Code between {% highlight sh %} and {% endhighlight %}, or in Hugo's form; comments of the form are no code.</summary>
internal sealed partial class TemplateCodeParser : BlockParser
{
    public TemplateCodeParser() => OpeningCharacters = ['{'];

    public override BlockState TryOpen(BlockProcessor processor)
    {
        if (processor.IsCodeIndent || !Start().Match(processor.Line.ToString()).Success)
            return BlockState.None;
        var match = Start().Match(processor.Line.ToString());
        processor.NewBlocks.Push(
            new TemplateCode(this, match.Groups["name"].Value is "comment" ? null : match.Groups["language"].Value)
            {
                End = match.Groups["hugo"].Success
                    ? new Regex($@"\{{\{{[<%]\s*/\s*{match.Groups["name"].Value}\s*[>%]\}}\}}")
                    : new Regex($@"\{{%-?\s*end{match.Groups["name"].Value}\s*-?%\}}"),
                Line = processor.LineIndex,
                Column = processor.Column,
                Span = new SourceSpan(processor.Line.Start, processor.Line.End),
            }
        );
        return BlockState.ContinueDiscard;
    }

    public override BlockState TryContinue(BlockProcessor processor, Block block)
    {
        if (((TemplateCode)block).End.IsMatch(processor.Line.ToString()))
            return BlockState.BreakDiscard;
        processor.GoToColumn(processor.ColumnBeforeIndent);
        return BlockState.Continue;
    }

    [GeneratedRegex(
        @"^(?:\{%-?\s*|(?<hugo>\{\{[<%]\s*))(?<name>highlight|codeblock|code|comment)\b\s*""?"
            + @"(?<language>[\w+#-]*)""?[^%>]*(?:-?%\}|[>%]\}\})\s*$"
    )]
    private static partial Regex Start();
}

/// <param name="language">Null for what is not to be read.</param>
internal sealed class TemplateCode(BlockParser parser, string? language) : LeafBlock(parser)
{
    public string? Language => language;
    public required Regex End { get; init; }
}
