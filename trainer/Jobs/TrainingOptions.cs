using System.ComponentModel.DataAnnotations;
using System.Globalization;
using ChatBot.Trainer.Lora;
using ChatBot.Trainer.Training;

namespace ChatBot.Trainer.Jobs;

/// <summary>Section <c>Training</c>: what the trainer does with what was approved.</summary>
public sealed class TrainingOptions
{
    public const string Section = "Training";

    /// <summary>The GGUF file to train on, the very one that is served; empty: <c>Model:Path</c>.</summary>
    public string Base { get; set; } = "";

    /// <summary>
    /// <c>supervised</c> learns the approved answers; <c>preference</c> the corrected answer over the wrong one (DPO), with the supervised
    /// term.
    /// </summary>
    public TrainingObjective Objective { get; set; } = TrainingObjective.Supervised;

    /// <summary>Rank of the adapter's matrices.</summary>
    [Range(1, 1024)]
    public int Rank { get; set; } = 16;

    /// <summary>The adapter's part is scaled by this over the rank.</summary>
    [Range(0.01, 10_000)]
    public double Alpha { get; set; } = 32;

    /// <summary>Share of the adapter's inputs that a training step leaves out.</summary>
    [Range(0, 0.9)]
    public double Dropout { get; set; } = 0.05;

    /// <summary>Scales by alpha over the root of the rank (rsLoRA).</summary>
    public bool RankStabilised { get; set; }

    /// <summary>
    /// Which matrices get an adapter, by GGUF's names with * and ?: <c>attn_*</c> is q, k, v and o, <c>ffn_*</c> gate, up and down.
    /// </summary>
    public string Targets { get; set; } = "attn_*";

    /// <summary>The highest step width; 0: 2e-4, and 5e-5 for preferences.</summary>
    [Range(0, 1)]
    public double LearningRate { get; set; }

    /// <summary>How often each example is read.</summary>
    [Range(1, 1000)]
    public int Epochs { get; set; } = 3;

    /// <summary>Rows, or pairs, that are computed at once.</summary>
    [Range(1, 1024)]
    public int BatchSize { get; set; } = 4;

    /// <summary>Batches whose gradients make one step.</summary>
    [Range(1, 1024)]
    public int Accumulation { get; set; } = 1;

    /// <summary>
    /// Tokens of a row; examples that are longer are left out and counted. 0: as many as are served (<c>Model:Context</c>).
    /// </summary>
    [Range(0, 1 << 20)]
    public int ContextLength { get; set; }

    /// <summary>
    /// Share of the tokens learnt that are passages of the documents, not answers: what the base knows is rehearsed beside what is new.
    /// Supervised trainings only.
    /// </summary>
    [Range(0, 0.9)]
    public double Rehearsal { get; set; } = 0.2;

    /// <summary>Measurements without a better validation loss behind which a training ends; 0 never ends it early.</summary>
    [Range(0, 1000)]
    public int Patience { get; set; } = 3;

    /// <summary>The same data and seed give the same adapter.</summary>
    public int Seed { get; set; } = 1;

    /// <summary>Steps between two checkpoints.</summary>
    [Range(1, 100_000)]
    public int CheckpointEvery { get; set; } = 20;

    /// <summary>Layers are computed again for their gradients instead of being kept: slower, and far smaller.</summary>
    public bool ActivationCheckpointing { get; set; }

    /// <summary>Processor threads; 0: one per core.</summary>
    [Range(0, 256)]
    public int Threads { get; set; }

    /// <summary>Bytes that a training may take; 0: what the machine has to give.</summary>
    [Range(0, long.MaxValue)]
    public long MemoryLimit { get; set; }

    /// <summary><c>watch</c> trains when so many were newly approved or rated well.</summary>
    [Range(1, 1_000_000)]
    public int NewlyApproved { get; set; } = 100;

    /// <summary><c>watch</c> trains at these times instead (a cron line, UTC), if anything is new.</summary>
    public string Cron { get; set; } = "";

    /// <summary>How often <c>watch</c> looks.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan LookEvery { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>For the model.</summary>
    internal LoraSettings ToLoraSettings() =>
        new()
        {
            Rank = Rank,
            Alpha = (float)Alpha,
            Dropout = (float)Dropout,
            IsRankStabilised = RankStabilised,
            Targets = Targets.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
            Seed = Seed,
        };

    /// <summary>For the training loop.</summary>
    /// <param name="context">Tokens that are served.</param>
    internal TrainingSettings ToTrainingSettings(int context) =>
        new()
        {
            Objective = Objective,
            LearningRate = LearningRate > 0 ? LearningRate : null,
            Epochs = Epochs,
            BatchSize = BatchSize,
            Accumulation = Accumulation,
            ContextLength = ContextLength > 0 ? ContextLength : context,
            Rehearsal = Objective == TrainingObjective.Supervised ? Rehearsal : 0,
            Patience = Patience,
            Seed = Seed,
            CheckpointEvery = CheckpointEvery,
            ActivationCheckpointing = ActivationCheckpointing,
            Threads = Threads,
        };

    /// <summary>What stands in an adapter's manifest and card.</summary>
    internal IReadOnlyDictionary<string, string> Told(TrainingResult result)
    {
        return new Dictionary<string, string>
        {
            ["rank"] = Text(Rank),
            ["alpha"] = Text(Alpha),
            ["dropout"] = Text(Dropout),
            ["targets"] = Targets,
            ["rankStabilised"] = Text(RankStabilised),
            ["epochs"] = Text(Epochs),
            ["rehearsal"] = Text(Rehearsal),
            ["batchSize"] = Text(BatchSize * Accumulation),
            ["learningRate"] = Text(ToTrainingSettings(1).PeakRate),
            ["seed"] = Text(Seed),
            ["steps"] = Text(result.Steps),
            ["bestStep"] = Text(result.BestStep),
            ["tokens"] = Text(result.Tokens),
            ["seconds"] = Text(Math.Round(result.Seconds)),
        };

        static string Text(IConvertible value) => value.ToString(CultureInfo.InvariantCulture);
    }
}
