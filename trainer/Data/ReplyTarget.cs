using ChatBot.Answering.Checking;
using ChatBot.Answering.Generation;
using ChatBot.Answering.Prompting;
using ChatBot.Knowledge.Indexing;
using ChatBot.Language;

namespace ChatBot.Trainer.Data;

/// <summary>
/// Writes an answer as the model is asked to write it: sentence by sentence, each with the numbers that its sources have in the prompt.
/// The numbers come from the answer's own labels, from the check that every served answer passes, or from the source that has most of the
/// sentence's words.
/// </summary>
internal sealed class ReplyTarget(StatementCheck check)
{
    /// <summary>Share of a sentence's weight that a source must have the words of, where the check finds none that carries it.</summary>
    private const double LeastHeld = 0.6;

    /// <param name="answer">Markdown; labels are numbers of <paramref name="named"/>.</param>
    /// <param name="named">The sources of the answer as it was shown.</param>
    /// <param name="passages">Those of the prompt, in its order.</param>
    /// <param name="anyway">Names the nearest source where none carries a sentence.</param>
    /// <returns>Null where a sentence is carried by none.</returns>
    public async Task<string?> WriteAsync(
        string answer,
        IReadOnlyList<NamedSource> named,
        Prompt prompt,
        IReadOnlyList<Passage> passages,
        QuestionReading question,
        bool anyway,
        CancellationToken cancel
    )
    {
        var sources = passages.Take(prompt.Sources).ToList();
        var said = StatementSplitter
            .Split(answer)
            .Select(statement => statement with { Sources = InPrompt(statement.Sources, named, sources) })
            .ToList();
        if (sources.Count == 0 || said.Count == 0)
            return null;
        var against = await check.ReadAsync(sources, prompt, question, cancel);
        var statements = new List<Statement>(said.Count);
        foreach (var (statement, fault) in await check.CheckAsync(said, against, cancel))
        {
            if (fault is null)
                statements.Add(statement);
            else if (Nearest(statement.Text, against.Sources) is var (number, held) && (held >= LeastHeld || anyway))
                statements.Add(statement with { Sources = statement.Sources.Count > 0 && held < LeastHeld ? statement.Sources : [number] });
            else
                return null;
        }
        return ReplyContract.Write(statements);
    }

    /// <summary>Where the sources of labels stand in the prompt; those that it has not are left out.</summary>
    private static List<int> InPrompt(IReadOnlyList<int> labels, IReadOnlyList<NamedSource> named, List<Passage> sources) =>
        [
            .. labels
                .Select(label => named.FirstOrDefault(source => source.Number == label))
                .Select(source =>
                    source is null
                        ? 0
                        : 1 + sources.FindIndex(passage => passage.DocumentId == source.DocumentId && passage.Ordinal == source.Ordinal)
                )
                .Where(number => number > 0)
                .Distinct(),
        ];

    private static (int Number, double Held) Nearest(string text, IReadOnlyList<SourceText> sources)
    {
        var read = new StatementReading(text);
        var held = sources.Select(source => read.Weight > 0 ? read.HeldBy(source) / read.Weight : 0).ToList();
        var best = held.IndexOf(held.Max());
        return (best + 1, held[best]);
    }
}
