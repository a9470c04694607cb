using System.Text;
using ChatBot.Answering.Generation;
using ChatBot.Knowledge.Chunking;

namespace ChatBot.Answering.Checking;

/// <summary>
/// Puts statements together: sentences into a paragraph, items below each other, code on lines of its own, labels behind each.
/// </summary>
internal sealed class DraftText
{
    private readonly StringBuilder _text = new();
    private bool _afterItem;

    public string Text => _text.ToString();

    public static string Of(IEnumerable<Statement> statements)
    {
        var text = new DraftText();
        foreach (var statement in statements)
            text.Add(statement);
        return text.Text;
    }

    /// <summary>Adds a statement; returns what it added, with the white space in front.</summary>
    public string Add(Statement statement)
    {
        var before = _text.Length;
        var said = statement.Text.Trim();
        var item = Sentences.IsListItem(said);
        if (before > 0)
            _text.Append(
                item && _afterItem ? "\n"
                : item || _afterItem || said.StartsWith("```", StringComparison.Ordinal) ? "\n\n"
                : " "
            );
        _afterItem = item || said.Contains("\n```", StringComparison.Ordinal);
        var code = said.StartsWith("```", StringComparison.Ordinal) ? 0 : said.IndexOf("\n```", StringComparison.Ordinal);
        var labels = string.Concat(statement.Sources.Select(source => $"[{source}]"));
        _text.Append(
            code < 0 ? said + labels
            : code == 0 ? $"{said}\n{labels}"
            : $"{said[..code].TrimEnd()}{labels}{said[code..]}"
        );
        return _text.ToString(before, _text.Length - before);
    }
}
