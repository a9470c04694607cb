using System.Globalization;
using ChatBot.Llama.Forward;

namespace ChatBot.Llama.Serving;

/// <summary>What serving a model takes, known from its header before any of it is loaded.</summary>
/// <param name="Weights">Bytes of weights: mapped from the file, resident while it is used.</param>
/// <param name="Cache">Bytes of keys and values when every position is in use.</param>
/// <param name="Work">Bytes of buffers for a pass.</param>
public sealed record MemoryStatement(long Weights, long Cache, long Work)
{
    /// <summary>All of it.</summary>
    public long Total => Weights + Cache + Work;

    /// <summary>Works it out.</summary>
    public static MemoryStatement For(LlamaModel model, LlamaEngineOptions options) =>
        new(
            model.WeightBytes,
            Pages(options) * KvPool.PageBytes(model.Shape),
            Transformer.WorkBytes(model.Shape, Rows(options), options.Conversations)
                + (long)(options.Threads > 0 ? options.Threads : Environment.ProcessorCount) * AttentionBytes(model.Shape, options)
        );

    /// <summary>Refuses a model that does not fit.</summary>
    /// <exception cref="InsufficientMemoryException">It takes more than <paramref name="limit"/>, or more than there is when that is
    /// 0.</exception>
    public void Require(long limit)
    {
        var available = limit > 0 ? limit : Available();
        if (Total > available)
            throw new InsufficientMemoryException(
                $"The model takes {Mebibytes(Total)} ({this}), and {Mebibytes(available)} are available; choose a smaller model, "
                    + "a smaller quantisation or fewer cached positions."
            );
    }

    public override string ToString() => $"weights {Mebibytes(Weights)}, keys and values {Mebibytes(Cache)}, work {Mebibytes(Work)}";

    internal static int Pages(LlamaEngineOptions options) => (options.CachePositions + KvPage.Positions - 1) / KvPage.Positions;

    internal static int Rows(LlamaEngineOptions options) => options.PrefillBlock + options.Conversations;

    /// <summary>
    /// Scores of eight positions over the whole context, for the heads that share a key head, and half as much again for growth.
    /// </summary>
    private static long AttentionBytes(ModelShape shape, LlamaEngineOptions options) =>
        8L * shape.Heads / shape.KvHeads * Math.Min(options.Context, shape.Context) * sizeof(float) * 3 / 2;

    /// <summary>
    /// What the system could give now: Linux says so itself and counts reclaimable file pages; elsewhere the runtime's estimate.
    /// </summary>
    private static long Available()
    {
        var granted = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes; // a container's limit, or the machine's memory
        const string Source = "/proc/meminfo";
        if (!File.Exists(Source))
            return granted;
        var line = File.ReadLines(Source).FirstOrDefault(line => line.StartsWith("MemAvailable:", StringComparison.Ordinal));
        return
            line is not null
            && long.TryParse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture, out var kibibytes)
            ? Math.Min(granted, kibibytes * 1024)
            : granted;
    }

    private static string Mebibytes(long bytes) => $"{(bytes + (1 << 20) - 1) >> 20} MiB";
}
