using System.Text;
using ChatBot.Knowledge.Chunking;
using ChatBot.Knowledge.Indexing;
using ChatBot.Language;

namespace ChatBot.Answering.Citing;

/// <summary>An answer whose labels all have a source.</summary>
/// <param name="ChunkIds">The passages that are cited.</param>
public sealed record Cited(string Text, IReadOnlyList<Source> Sources, IReadOnlySet<string> ChunkIds, double Confidence);

/// <summary>Stage 8: keeps labels that exist, numbers them in order of appearance, and names their sources.</summary>
public static class Citer
{
    private const int ExcerptLength = 400;

    /// <param name="text">Labels are 1-based positions in <paramref name="passages"/>.</param>
    public static Cited Cite(string text, QuestionReading question, IReadOnlyList<Passage> passages)
    {
        var order = new List<int>();
        var built = new StringBuilder(text.Length);
        var inFence = false;
        foreach (var line in text.Split('\n'))
        {
            if (built.Length > 0)
                built.Append('\n');
            if (line.StartsWith("```", StringComparison.Ordinal))
                inFence = !inFence;
            else if (!inFence)
            {
                Renumber(line, passages, order, built);
                continue;
            }
            built.Append(line);
        }
        var wanted = question.Stems;
        var cited = order.ConvertAll(number => passages[number - 1]);
        var sources = cited
            .Select((passage, i) => Source.Of(i + 1, passage, Excerpt(passage.Text, wanted), Quoted.First(text, passage.Text)))
            .ToList();
        return new Cited(
            built.ToString(),
            sources,
            cited.Select(passage => passage.ChunkId).ToHashSet(),
            AnswerConfidence.Probability(text, question, passages, cited)
        );
    }

    private static void Renumber(string line, IReadOnlyList<Passage> passages, List<int> order, StringBuilder built)
    {
        var code = false;
        for (var i = 0; i < line.Length; )
        {
            if (line[i] == '`')
                code = !code;
            var length = code ? 0 : Labels.LengthAt(line, i);
            if (length == 0)
            {
                built.Append(line[i++]);
                continue;
            }
            var number = Labels.NumberAt(line, i, length);
            i += length;
            if (number < 1 || number > passages.Count)
            {
                if (built.Length > 0 && built[^1] == '`')
                    built.Append(' '); // backticks on either side must not meet
                while (built.Length > 1 && built[^1] == ' ' && built[^2] != '`' && (i == line.Length || line[i] is '.' or ',' or ' '))
                    built.Length--;
                continue;
            }
            if (!order.Contains(number))
                order.Add(number);
            built.Append('[').Append(order.IndexOf(number) + 1).Append(']');
        }
    }

    /// <summary>Whole sentences around the one that shares most with the question.</summary>
    private static string Excerpt(string text, IReadOnlyDictionary<string, double> wanted)
    {
        var sentences = Sentences.Split(text);
        if (sentences.Count == 0)
            return "";
        var scores = sentences
            .Select(sentence => Terms.Content(sentence.In(text)).Keys.Sum(stem => wanted.GetValueOrDefault(stem)))
            .ToList();
        var best = scores.IndexOf(scores.Max());
        int first = best,
            last = best;
        while (true)
        {
            if (last + 1 < sentences.Count && sentences[last + 1].End - sentences[first].Start <= ExcerptLength)
                last++;
            else if (first > 0 && sentences[last].End - sentences[first - 1].Start <= ExcerptLength)
                first--;
            else
                break;
        }
        return text[sentences[first].Start..sentences[last].End];
    }
}
