namespace ChatBot.Trainer.Publishing.Trainers;

/// <summary>An existing trainer that takes over where one machine does not suffice.</summary>
public enum OtherTrainer
{
    /// <summary>YAML files for the command <c>axolotl</c>; it brings Ray along.</summary>
    Axolotl,

    /// <summary>YAML files for the command <c>trl</c>, under accelerate, torchrun or a Ray job.</summary>
    Trl,
}

/// <summary>What the other trainer is told.</summary>
/// <param name="BaseModel">
/// The Hugging Face name or folder of the model that is served: the same weights as the GGUF file, which these trainers do not read.
/// </param>
public sealed record TrainerExportRequest(OtherTrainer Trainer, string BaseModel)
{
    /// <summary>Rank of the adapter.</summary>
    public int Rank { get; init; } = 16;

    /// <summary>The adapter's output counts alpha / rank, or alpha / √rank where it is rank-stabilised.</summary>
    public double Alpha { get; init; } = 32;

    public double Dropout { get; init; } = 0.05;

    public bool IsRankStabilised { get; init; }

    /// <summary>Weight-decomposed adapters (DoRA); llama.cpp reads none, so what comes back has to be merged.</summary>
    public bool IsDecomposed { get; init; }

    /// <summary>Projections by their Hugging Face names.</summary>
    public IReadOnlyList<string> Modules { get; init; } = ["q_proj", "k_proj", "v_proj", "o_proj"];

    public double LearningRate { get; init; } = 2e-4;

    public int Epochs { get; init; } = 3;

    /// <summary>Tokens of prompt and answer.</summary>
    public int SequenceLength { get; init; } = 4096;

    public int BatchSize { get; init; } = 4;

    /// <summary>Batches of one step.</summary>
    public int Accumulation { get; init; } = 4;

    /// <summary>How far preference optimisation may go from the base: larger is nearer.</summary>
    public double Beta { get; init; } = 0.1;

    public int Seed { get; init; } = 1;

    /// <summary>Processes with a GPU each, on however many machines.</summary>
    public int Workers { get; init; } = 2;
}

/// <param name="Files">Written, relative to the folder.</param>
/// <param name="Examples">For supervised training, and <paramref name="Pairs"/> for preference optimisation; without the test part.</param>
public sealed record TrainerExportReport(IReadOnlyList<string> Files, int Examples, int Pairs);
