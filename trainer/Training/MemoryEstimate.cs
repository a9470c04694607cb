using ChatBot.Models.Files;
using ChatBot.Trainer.Lora;
using ChatBot.Trainer.Model;
using ChatBot.Trainer.Training.Objectives;

namespace ChatBot.Trainer.Training;

/// <summary>What a training takes at its most, worked out from a file's header before any of it is loaded. Bytes.</summary>
/// <param name="Weights">The frozen base as it is kept.</param>
/// <param name="Learnt">The adapter with its gradients, the optimiser's two moments and the best adapter so far.</param>
/// <param name="Activations">What is kept of a batch for its gradients.</param>
/// <param name="Work">Pieces of logits, unpacked weights, a layer's own temporaries, the process itself.</param>
public sealed record MemoryEstimate(long Weights, long Learnt, long Activations, long Work)
{
    private const long Process = 300L << 20; // the runtime and libtorch's libraries
    private const int Float = sizeof(float);

    /// <summary>All of it.</summary>
    public long Total => Weights + Learnt + Activations + Work;

    /// <summary>Works it out for the longest rows that the settings allow.</summary>
    /// <param name="header">The base.</param>
    /// <param name="options">How it is kept and what is learnt; its checkpointed layers count.</param>
    /// <param name="settings">Batches and lengths.</param>
    public static MemoryEstimate For(ModelHeader header, CausalModelOptions options, TrainingSettings settings)
    {
        var lora = options.Lora ?? new LoraSettings();
        long length = settings.ContextLength;
        var rows = settings.BatchSize * (settings.Objective == TrainingObjective.Preference ? 2L : 1L);
        var tokens = rows * length;

        var layer = tokens * KeptOfLayer(header, lora, length) * Float;
        var input = tokens * header.Width * Float;
        var isUnpacked = options.Storage != BaseStorage.Float32;
        var again = isUnpacked ? header.Layers : Math.Min(options.CheckpointedLayers, header.Layers);
        var masks = settings.Packing ? 2 * rows * length * length * Float : 0;
        var activations = again * input + (header.Layers - again) * layer + (again > 0 ? layer : 0) + masks;

        var unpacked = isUnpacked ? header.File.Parameters / header.Layers * Float : 0;
        var pieces = 3L * AnswerScores.LogitsAtOnce * Float + 5 * input; // logits, their logarithms, their slope; states by place
        return new(
            options.Storage switch
            {
                BaseStorage.Float32 => header.File.Parameters * Float,
                BaseStorage.BFloat16 => header.File.Parameters * 2,
                _ => header.File.Bytes,
            },
            5 * LearntNumbers(header, lora) * Float,
            activations,
            pieces + unpacked + layer / 2 + Process
        );
    }

    /// <summary>Refuses a training that does not fit.</summary>
    /// <param name="limit">Bytes that it may take; 0: what the machine has free.</param>
    /// <exception cref="InsufficientMemoryException">One line says by what it becomes smaller.</exception>
    public void Require(long limit)
    {
        var memory = GC.GetGCMemoryInfo();
        var available = limit > 0 ? limit : Math.Max(0, memory.TotalAvailableMemoryBytes - memory.MemoryLoadBytes);
        if (Total <= available)
            return;
        var way =
            Activations > Weights
                ? "lower BatchSize (and raise Accumulation as much), lower ContextLength or switch ActivationCheckpointing on"
                : "choose a smaller base or a smaller quantisation of it";
        throw new InsufficientMemoryException(
            $"The training would take {Mebibytes(Total)} ({this}), and {Mebibytes(available)} are available: {way}."
        );
    }

    public override string ToString() =>
        $"weights {Mebibytes(Weights)}, adapter and optimiser {Mebibytes(Learnt)}, "
        + $"activations {Mebibytes(Activations)}, work {Mebibytes(Work)}";

    /// <summary>
    /// Numbers a token that a layer keeps: its input, the two norms' and what the adapters read; queries, shared keys and values and what
    /// was attended; the gate before and behind its function, and the other half.
    /// </summary>
    private static long KeptOfLayer(ModelHeader header, LoraSettings lora, long length)
    {
        long heads = header.Heads * header.KeyWidth;
        var kept = 3L * header.Width + 4 * heads + 3L * header.FeedForward;
        if (lora.Targets.Any(target => !LoraSettings.Attention.Contains(target)))
            kept += header.Width + header.FeedForward;
        if (lora.Dropout > 0)
            kept += header.Width + heads; // zeroed copies beside what was there
        if (header.Architecture == "gemma2")
            kept += 4 * header.Heads * length; // its capped scores are kept whole
        return kept * 11 / 8; // what is free between them: measured by the benchmark lora-step
    }

    /// <summary>Numbers of all A and B.</summary>
    private static long LearntNumbers(ModelHeader header, LoraSettings lora)
    {
        var tensors = header.File.Tensors;
        var matrices = tensors.Values.Where(tensor => tensor.Dims.Count == 2 && tensor.Name.StartsWith("blk.", StringComparison.Ordinal));
        return lora.TargetsOf(matrices.Select(tensor => tensor.Name))
            .Sum(name => (tensors[name].Dims[0] + tensors[name].Dims[1]) * lora.Rank);
    }

    private static string Mebibytes(long bytes) => $"{(bytes + (1 << 20) - 1) >> 20} MiB";
}
