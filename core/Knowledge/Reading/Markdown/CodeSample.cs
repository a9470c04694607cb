using System.Text.RegularExpressions;
using ChatBot.Knowledge.Reading.Blocks;
using Markdig.Extensions.Mathematics;
using Markdig.Syntax;
using Block = ChatBot.Knowledge.Reading.Blocks.Block;
using CodeBlock = ChatBot.Knowledge.Reading.Blocks.CodeBlock;

namespace ChatBot.Knowledge.Reading.Markdown;

internal static partial class CodeSample
{
    /// <summary>Code with its language, below its title where it has one (<c>```yaml title="config.yaml"</c>).</summary>
    public static Block Of(Markdig.Syntax.CodeBlock code)
    {
        var text = code.Lines.ToString();
        if (code is MathBlock)
            return new CodeBlock(text, "latex");
        if (code is not FencedCodeBlock fenced)
            return new CodeBlock(text);
        var about = $"{fenced.Info} {fenced.Arguments}";
        var block = new CodeBlock(Snippets().IsMatch(text) ? "" : text, Language().Match(about).Groups[1].Value);
        return Title().Match(about) is { Success: true } title ? new Aside(title.Groups["title"].Value, [block]) : block;
    }

    [GeneratedRegex(@"^\s*\{?\s*\.?([\w+#-]+)(?![\w=])")]
    private static partial Regex Language();

    [GeneratedRegex("""\b(?:title|filename)=(?:"(?<title>[^"]+)"|'(?<title>[^']+)')|\s\[(?<title>[^\]]+)\]""")]
    private static partial Regex Title();

    [GeneratedRegex("""^(?:\s*-+8<-+ ["'][^\n]*)+\s*$""")]
    private static partial Regex Snippets();
}
