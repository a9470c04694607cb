using ChatBot.Trainer.Training;

namespace ChatBot.Trainer.Model.Tiny;

/// <summary>The shape of a base that is trained from scratch, and for how long. The defaults take about a minute on two cores.</summary>
public sealed record TinyBaseSettings
{
    /// <summary>Tokens: the 256 bytes, what was merged from them, three control tokens.</summary>
    public int Vocabulary { get; init; } = 1024;

    public int Width { get; init; } = 96;

    public int Layers { get; init; } = 4;

    public int Heads { get; init; } = 4;

    public int FeedForward { get; init; } = 256;

    /// <summary>Tokens of a row while training. What is served may be longer.</summary>
    public int ContextLength { get; init; } = 256;

    /// <summary>The context that the file names.</summary>
    public int ServedContext { get; init; } = 4096;

    /// <summary>Rows of a step.</summary>
    public int BatchSize { get; init; } = 8;

    /// <summary>How often every text is read.</summary>
    public int Epochs { get; init; } = 5;

    /// <summary>Steps in place of <see cref="Epochs"/>.</summary>
    public int? Steps { get; init; }

    public double LearningRate { get; init; } = 4e-3;

    public int Seed { get; init; } = 1;

    /// <summary>Weights of 16 bits in the file.</summary>
    public bool HalfPrecision { get; init; }

    /// <summary>Processor threads; 0 leaves it to libtorch.</summary>
    public int Threads { get; init; }

    /// <summary>What is wrong, one line each.</summary>
    public IEnumerable<string> Problems()
    {
        if (Vocabulary is < 259 or > 65536)
            yield return $"Vocabulary is {Vocabulary}: choose 259 to 65536.";
        if (Heads < 1 || Width is < 8 or > 1024 || Width % Math.Max(1, Heads * 2) != 0)
            yield return $"Width is {Width} with {Heads} heads: choose 8 to 1024, an even number for each head.";
        if (Layers is < 1 or > 64)
            yield return $"Layers is {Layers}: choose 1 to 64.";
        if (FeedForward is < 8 or > 8192)
            yield return $"FeedForward is {FeedForward}: choose 8 to 8192.";
        if (ContextLength is < 32 or > 4096)
            yield return $"ContextLength is {ContextLength}: choose 32 to 4096.";
        if (ServedContext < ContextLength || ServedContext > 1 << 17)
            yield return $"ServedContext is {ServedContext}: choose {ContextLength} to {1 << 17}.";
        foreach (var problem in Training.Problems())
            yield return problem;
    }

    internal TinyShape Shape(int vocabulary) => new(vocabulary, Width, Layers, Heads, FeedForward);

    internal TrainingSettings Training =>
        new()
        {
            LearningRate = LearningRate,
            WarmupShare = 0.1,
            WeightDecay = 0.05,
            BatchSize = BatchSize,
            Epochs = Epochs,
            Steps = Steps,
            ContextLength = ContextLength,
            CheckpointEvery = int.MaxValue,
            Seed = Seed,
            Threads = Threads,
        };
}
