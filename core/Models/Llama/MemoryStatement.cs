using System.Globalization;
using ChatBot.Models.Files;

namespace ChatBot.Models.Llama;

/// <summary>What serving a model takes, worked out from its header before any of it is loaded.</summary>
/// <param name="Weights">Bytes of weights: mapped from the file, resident while it is used.</param>
/// <param name="Cache">Bytes of keys and values of all slots; once more for each adapter in use.</param>
/// <param name="Work">Bytes of buffers for a pass; likewise.</param>
public sealed record MemoryStatement(long Weights, long Cache, long Work)
{
    private const int CacheElement = 2; // 16-bit floats

    /// <summary>All of it.</summary>
    public long Total => Weights + Cache + Work;

    /// <summary>Works it out.</summary>
    public static MemoryStatement For(ModelHeader header, LlamaModelOptions options)
    {
        long slots = Math.Max(2, options.Conversations);
        long context = (Math.Min(options.Context, header.Context) + 255) / 256 * 256;
        long rows = Math.Max(Lane.Chunk, slots);
        long vocabulary = header.Vocabulary.Tokens.Count;
        var positions = slots * context * header.Layers * header.KvHeads * (header.KeyWidth + header.ValueWidth) * CacheElement;
        // Per row: the logits, a few states, the feed-forward's halves, the attention's scores over the context.
        var work = rows * sizeof(float) * (vocabulary + 8L * header.Width + 3L * header.FeedForward + 2L * header.Heads * context);
        return new(header.File.Bytes, positions, work + slots * vocabulary * sizeof(float));
    }

    /// <summary>Refuses a model that does not fit.</summary>
    /// <exception cref="InsufficientMemoryException">It takes more than <paramref name="limit"/>, or more than there is when that is
    /// 0.</exception>
    public void Require(long limit)
    {
        var available = limit > 0 ? limit : Available();
        if (Total > available)
            throw new InsufficientMemoryException(
                $"The model takes {Mebibytes(Total)} ({this}), and {Mebibytes(available)} are available; choose a smaller model, "
                    + "a smaller quantisation, fewer conversations (Model:Conversations) or less context (Model:Context)."
            );
    }

    /// <summary>Refuses an adapter for whose slots there is no memory.</summary>
    /// <param name="limit">As with <see cref="Require"/>.</param>
    /// <param name="adapters">That have slots already, in use or not gone yet.</param>
    /// <exception cref="InsufficientMemoryException">As with <see cref="Require"/>.</exception>
    public void RequireAnotherContext(long limit, int adapters)
    {
        var available = limit > 0 ? limit - Total - adapters * (Cache + Work) : Available();
        if (Cache + Work > available)
            throw new InsufficientMemoryException(
                $"An adapter takes {Mebibytes(Cache + Work)} beside the model, and {Mebibytes(Math.Max(0, available))} are available; "
                    + "choose fewer conversations (Model:Conversations) or less context (Model:Context)."
            );
    }

    public override string ToString() => $"weights {Mebibytes(Weights)}, keys and values {Mebibytes(Cache)}, work {Mebibytes(Work)}";

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
