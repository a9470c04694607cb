using ChatBot.Trainer.Training.Objectives;

namespace ChatBot.Trainer.Training.Batches;

/// <summary>
/// Running text that is read beside the examples, other passages in every epoch, so that what the base knows is not lost over what is new.
/// </summary>
/// <param name="Items">All there are.</param>
/// <param name="AnEpoch">How many of them each epoch reads.</param>
internal sealed record Rehearsal(IReadOnlyList<BatchItem> Items, int AnEpoch)
{
    public static Rehearsal None { get; } = new([], 0);

    /// <summary>As many a time as make up the settings' share of all tokens learnt; what is longer than a row is cut.</summary>
    public static Rehearsal Of(
        IReadOnlyList<TokenizedExample> texts,
        IReadOnlyList<BatchItem> examples,
        IObjective objective,
        TrainingSettings settings
    )
    {
        if (settings.Rehearsal == 0)
            return None;
        var fitting = texts.Select(text => text with { Tokens = text.Tokens[..Math.Min(text.Tokens.Length, settings.ContextLength)] });
        var items = BatchItem.Of(Readable.Of([.. fitting], settings.ContextLength).Items, settings);
        if (items.Count == 0)
            return None;
        var wanted = settings.Rehearsal / (1 - settings.Rehearsal) * objective.Units(examples);
        var each = (double)objective.Units(items) / items.Count;
        return new(items, Math.Clamp((int)Math.Round(wanted / each), 1, items.Count));
    }

    public IEnumerable<BatchItem> Of(int epoch) => Enumerable.Range(0, AnEpoch).Select(at => Items[(epoch * AnEpoch + at) % Items.Count]);
}
