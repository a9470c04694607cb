using ChatBot.Answering.Generation;
using ChatBot.Knowledge.Indexing;

namespace ChatBot.Answering.Reuse;

/// <summary>A draft that passed, with the passages that it cites as they were.</summary>
internal sealed record KeptDraft(Draft Draft, IReadOnlyDictionary<int, Passage> Cited)
{
    public static KeptDraft Of(Draft draft, IReadOnlyList<Passage> passages) =>
        new(
            draft,
            draft
                .Statements.SelectMany(statement => statement.Sources)
                .Distinct()
                .ToDictionary(number => number, number => passages[number - 1])
        );

    /// <summary>
    /// With the numbers that its sources have among other passages; null where one of them is not there, or says something else.
    /// </summary>
    public Draft? At(IReadOnlyList<Passage> passages)
    {
        var numbers = new Dictionary<int, int>();
        foreach (var (number, cited) in Cited)
            for (var i = 0; i < passages.Count && !numbers.ContainsKey(number); i++)
                if (passages[i].ChunkId == cited.ChunkId && passages[i].Text == cited.Text)
                    numbers[number] = i + 1;
        if (numbers.Count < Cited.Count)
            return null;
        var statements = Draft.Statements.Select(statement =>
            statement with
            {
                Sources = [.. statement.Sources.Select(number => numbers[number])],
            }
        );
        return Draft with { Statements = [.. statements] };
    }
}
