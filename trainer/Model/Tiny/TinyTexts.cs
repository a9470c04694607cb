using System.Text.RegularExpressions;
using ChatBot.Answering.Generation;

namespace ChatBot.Trainer.Model.Tiny;

/// <summary>A text to continue, or the answer to a question.</summary>
internal sealed record TinyText(string? Question, string Text);

/// <summary>
/// What a small base reads of Markdown documents: every section as plain text, and, so that it knows turns and the form of a reply, its
/// first sentences once more as the reply to its heading.
/// </summary>
internal static partial class TinyTexts
{
    private const int Sentences = 2;

    public static IReadOnlyList<TinyText> Of(IReadOnlyList<string> documents)
    {
        var texts = new List<TinyText>();
        foreach (var document in documents)
        {
            var body = FrontMatter().Replace(document.ReplaceLineEndings("\n"), "");
            var headings = Heading().Matches(body).ToList();
            var first = headings.Count > 0 ? body[..headings[0].Index] : body;
            if (first.Trim() is { Length: > 0 } lead)
                texts.Add(new(null, lead));
            foreach (var (index, heading) in headings.Index())
            {
                var end = index + 1 < headings.Count ? headings[index + 1].Index : body.Length;
                var answer = body[(heading.Index + heading.Length)..end].Trim();
                if (answer.Length == 0)
                    continue;
                texts.Add(new(null, $"{heading.Value.Trim()}\n\n{answer}"));
                if (Reply(answer) is { } reply)
                    texts.Add(new(heading.Groups["title"].Value.Trim(), reply));
            }
        }
        return texts;
    }

    /// <summary>Its first sentences in the form that the bot asks models for.</summary>
    private static string? Reply(string answer)
    {
        var statements = StatementSplitter.Split(answer).Take(Sentences).Select(statement => statement with { Sources = [1] }).ToList();
        return statements.Count > 0 ? ReplyContract.Write(statements) : null;
    }

    [GeneratedRegex(@"\A---\n.*?\n---\n", RegexOptions.Singleline)]
    private static partial Regex FrontMatter();

    [GeneratedRegex(@"^#{1,6} (?<title>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();
}
