using ChatBot.Knowledge.Reading.Code;
using YamlDotNet.Core;

namespace ChatBot.Knowledge.Reading.Data;

/// <summary>YAML: a description of an API, or records with what the comments say; what is no YAML (a template) is read as code.</summary>
public sealed class YamlReader : IDocumentReader
{
    /// <summary>Beyond this no tree is made of it.</summary>
    private const int Longest = 8 * 1024 * 1024;

    /// <summary>Brackets open at once: the parser's work grows with their square.</summary>
    private const int MostOpen = 1000;

    public IReadOnlyCollection<string> Extensions { get; } = [".yaml", ".yml"];

    public IEnumerable<SourceDocument> Read(FileContent file, Action<string> leftOut, CancellationToken cancel = default)
    {
        var text = file.Text();
        IReadOnlyList<DataNode>? values = null;
        try
        {
            if (text.Length <= Longest && !IsTooDeep(text))
                values = YamlText.Values(text);
        }
        catch (Exception error) when (error is YamlException or ArgumentException or InvalidOperationException)
        {
            // The parser has exceptions of several kinds for what is no YAML.
        }
        return values is null ? new SourceCodeReader().Read(file, leftOut, cancel) : JsonDocuments.Of(file, values);
    }

    private static bool IsTooDeep(string text)
    {
        var open = 0;
        foreach (var c in text)
        {
            if (c is '[' or '{' && ++open > MostOpen)
                return true;
            if (c is ']' or '}' && open > 0)
                open--;
        }
        return false;
    }
}
