using System.Text;
using ChatBot.Answering;
using ChatBot.Answering.Capping;
using ChatBot.Answering.Guarding;
using ChatBot.Storage;

namespace ChatBot.Interactions;

/// <summary>
/// Answers to the questions of one message as one answer: each by its number, together within the limit, their sources numbered anew. What
/// came of each stays in the receipt.
/// </summary>
internal static class AnswersTogether
{
    /// <summary>What came of the whole is the best that came of a part.</summary>
    private static readonly Outcome[] Best = [Outcome.Answered, Outcome.Corrected, Outcome.NoAnswer, Outcome.Blocked, Outcome.Failed];

    /// <param name="asked">The questions, one for each of <paramref name="answers"/>.</param>
    public static Answer Of(IReadOnlyList<string> asked, IReadOnlyList<Answer> answers, int maxWords, TimeProvider time)
    {
        // a thank-you beside a question decides nothing
        var deciding = answers.MinBy(answer => (SmallTalk.Was(answer.Receipt), Array.IndexOf(Best, answer.Outcome)))!;
        var sources = new List<Source>();
        var text = new StringBuilder();
        // a number is a word
        foreach (var (i, share) in Shares([.. answers.Select(answer => answer.Words)], maxWords - answers.Count).Index())
        {
            if (i > 0)
                text.Append("\n\n");
            var part = Capper.Cap(answers[i].Text, share);
            // a list, a table or code begins its own line
            text.Append("**")
                .Append(i + 1)
                .Append(".**")
                .Append(
                    part.Length > 0
                    && (
                        char.IsLetter(part[0])
                        || part[0] is '`' && !part.StartsWith("```")
                        || part[0] is '*' or '"' && !part.StartsWith("* ")
                    )
                        ? " "
                        : "\n\n"
                );
            Renumber(part, answers[i].Sources, sources, text);
        }
        if (deciding.Outcome == Outcome.NoAnswer)
            sources = [.. answers.SelectMany(answer => answer.Sources).DistinctBy(source => source.Uri).Take(3).Select(Numbered)];
        var whole = text.ToString();
        var words = Words.Count(whole);
        return new Answer(
            Ids.New(time),
            whole,
            deciding.Outcome,
            words,
            answers.Where(answer => answer.Outcome == deciding.Outcome).Min(answer => answer.Confidence),
            sources,
            Receipt(deciding.Receipt, [.. answers.Zip(asked, ReceiptOf)], words)
        );
    }

    /// <summary>Words for each: what short answers leave is shared by the long ones.</summary>
    internal static int[] Shares(IReadOnlyList<int> words, int limit)
    {
        var shares = new int[words.Count];
        var (left, waiting) = (Math.Max(0, limit), words.Count);
        foreach (var (count, i) in words.Select((count, i) => (count, i)).OrderBy(word => word.count))
        {
            shares[i] = Math.Min(count, left / waiting--);
            left -= shares[i];
        }
        return shares;
    }

    /// <summary>Labels outside of code point to the sources of all, each passage once.</summary>
    private static void Renumber(string part, IReadOnlyList<Source> own, List<Source> sources, StringBuilder text) =>
        Labels.Rewrite(
            part,
            text,
            number =>
            {
                if (own.FirstOrDefault(source => source.Number == number) is not { } cited)
                    return null;
                var at = sources.FindIndex(source =>
                    (source.Uri, source.DocumentId, source.Ordinal) == (cited.Uri, cited.DocumentId, cited.Ordinal)
                );
                if (at < 0)
                {
                    at = sources.Count;
                    sources.Add(Numbered(cited, at));
                }
                return $"[{at + 1}]";
            }
        );

    private static Source Numbered(Source source, int at) => source with { Number = at + 1 };

    private static Receipt ReceiptOf(Answer answer, string asked) =>
        answer.Receipt with
        {
            StandaloneQuestion = answer.Receipt.StandaloneQuestion ?? asked,
        };

    private static Receipt Receipt(Receipt deciding, IReadOnlyList<Receipt> parts, int words) =>
        deciding with
        {
            Words = words,
            StandaloneQuestion = null,
            Parts = parts,
            Sources =
            [
                .. parts
                    .SelectMany(part => part.Sources)
                    .GroupBy(source => source.ChunkId)
                    .Select(same => same.MaxBy(source => source.Cited)!),
            ],
            LatencyMs = parts
                .SelectMany(part => part.LatencyMs)
                .GroupBy(stage => stage.Key)
                .ToDictionary(stage => stage.Key, stage => stage.Sum(time => time.Value)),
        };
}
