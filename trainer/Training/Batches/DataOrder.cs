namespace ChatBot.Trainer.Training.Batches;

/// <summary>
/// Which items each step reads. It follows from the seed and the step alone, so a training that was killed finds its place again by its
/// step.
/// </summary>
internal sealed class DataOrder(IReadOnlyList<BatchItem> items, Rehearsal rehearsal, TrainingSettings settings)
{
    private (int Epoch, BatchItem[] Items) _shuffled = (-1, []);

    private int ItemsPerStep => settings.BatchSize * settings.Accumulation;

    public int StepsPerEpoch => (items.Count + rehearsal.AnEpoch + ItemsPerStep - 1) / ItemsPerStep;

    public int Steps => settings.Steps ?? settings.Epochs * StepsPerEpoch;

    /// <summary>The batches of a step, counted from 0.</summary>
    public IReadOnlyList<BatchItem[]> At(int step)
    {
        var epoch = step / StepsPerEpoch;
        if (_shuffled.Epoch != epoch)
        {
            _shuffled = (epoch, [.. items, .. rehearsal.Of(epoch)]);
            new Random(SeedOf(settings.Seed, epoch)).Shuffle(_shuffled.Items);
        }
        return [.. _shuffled.Items.Skip(step % StepsPerEpoch * ItemsPerStep).Take(ItemsPerStep).Chunk(settings.BatchSize)];
    }

    /// <summary>A seed of its own for every place, the same in every process (Knuth's multiplicative hashing).</summary>
    public static int SeedOf(int seed, int place) => unchecked((int)((uint)seed * 2654435761u + (uint)place * 2246822519u));
}
