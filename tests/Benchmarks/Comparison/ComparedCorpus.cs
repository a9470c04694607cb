using ChatBot.TestKit;

namespace ChatBot.Benchmarks.Comparison;

/// <summary>
/// The SQuAD paragraphs, spread evenly among made-up documents, so that no engine gains by the order in which it met them.
/// </summary>
internal static class ComparedCorpus
{
    /// <summary>Writes <paramref name="count"/> documents as JSON Lines, all the paragraphs at least.</summary>
    public static void Write(string path, int count)
    {
        var paragraphs = File.ReadAllLines(SharedData.PathOf("squad/corpus.jsonl"));
        var fillers = Math.Max(0, count - paragraphs.Length);
        var fillerPath = $"{path}.fillers";
        FillerCorpus.Write(fillerPath, paragraphs.Length, paragraphs.Length + fillers);
        using var filler = File.ReadLines(fillerPath).GetEnumerator();
        using var file = new StreamWriter(path);
        for (var (i, written) = (0, 0); i < paragraphs.Length; i++)
        {
            for (; written < (long)fillers * (i + 1) / paragraphs.Length && filler.MoveNext(); written++)
                file.WriteLine(filler.Current);
            file.WriteLine(paragraphs[i]);
        }
        File.Delete(fillerPath);
    }

    /// <summary>Writes the first of the fixed questions.</summary>
    public static void WriteCases(string path, int count) =>
        File.WriteAllLines(path, File.ReadLines(SharedData.PathOf("squad/cases-1000.jsonl")).Take(count));
}
