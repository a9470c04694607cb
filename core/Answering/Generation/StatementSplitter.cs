using System.Text;
using ChatBot.Knowledge.Chunking;

namespace ChatBot.Answering.Generation;

/// <summary>
/// Takes Markdown apart into statements: a sentence, an item, a table's row as an item. Code stands with the sentence before it. Labels
/// become sources.
/// </summary>
internal static class StatementSplitter
{
    /// <param name="named">Sources that count for all of the text beside those that its labels name.</param>
    public static IEnumerable<Statement> Split(string text, IReadOnlyList<int>? named = null)
    {
        Statement? before = null;
        foreach (var sentence in Sentences.Split(text))
        {
            var raw = sentence.In(text);
            if (before is not null && Leading(ref raw) is { Count: > 0 } behind)
                before = before with { Sources = [.. before.Sources.Union(behind)] };
            var (said, sources) = sentence.Kind == SentenceKind.Code ? (raw, []) : Labelled(raw);
            if (sentence.Kind == SentenceKind.TableRow)
                said = AsItem(said);
            if (sentence.Kind == SentenceKind.Heading || said.Length == 0)
                continue;
            var statement = new Statement(said, [.. (named ?? []).Union(sources)]);
            if (sentence.Kind == SentenceKind.Code && before is not null)
                statement = new Statement($"{before.Text}\n{said}", before.Sources);
            else if (before is not null)
                yield return before;
            before = statement;
        }
        if (before is not null)
            yield return before;
    }

    /// <summary>A row that stands alone is no table: its cells as an item.</summary>
    private static string AsItem(string row) =>
        "- " + string.Join(": ", row.Trim('|', ' ').Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Takes away the labels that a sentence begins with: they stand behind the one before it.</summary>
    private static List<int> Leading(ref string sentence)
    {
        var sources = new List<int>();
        while (Labels.LengthAt(sentence, 0) is > 0 and var length)
        {
            sources.Add(Labels.NumberAt(sentence, 0, length));
            sentence = sentence[length..].TrimStart();
        }
        return sources;
    }

    /// <summary>The text without its labels and the blanks before them; what stands between back-ticks is code.</summary>
    private static (string Text, List<int> Sources) Labelled(string sentence)
    {
        var (text, sources) = (new StringBuilder(sentence.Length), new List<int>());
        Labels.Rewrite(
            sentence,
            text,
            number =>
            {
                sources.Add(number);
                return "";
            }
        );
        return (text.ToString().Trim(), sources);
    }
}
