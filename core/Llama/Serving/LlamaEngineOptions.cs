using System.ComponentModel.DataAnnotations;

namespace ChatBot.Llama.Serving;

/// <summary>How an in-process model is served.</summary>
public sealed record LlamaEngineOptions
{
    /// <summary>Threads that compute; 0 means one per core.</summary>
    [Range(0, 256)]
    public int Threads { get; init; }

    /// <summary>Conversations that are evaluated together.</summary>
    [Range(1, 256)]
    public int Conversations { get; init; } = 16;

    /// <summary>Requests that may wait beyond those; one more is refused at once.</summary>
    [Range(0, 10000)]
    public int QueueLength { get; init; } = 64;

    /// <summary>Positions a conversation may have, prompt and answer; the model's own limit if that is smaller.</summary>
    [Range(32, 1 << 20)]
    public int Context { get; init; } = 4096;

    /// <summary>Positions whose keys and values are held at once, of running conversations and of remembered prefixes.</summary>
    [Range(64, 1 << 24)]
    public int CachePositions { get; init; } = 16384;

    /// <summary>Prompt tokens evaluated in one step when nobody waits for a next token.</summary>
    [Range(16, 4096)]
    public int PrefillBlock { get; init; } = 256;

    /// <summary>Prompt tokens evaluated in one step while others are being answered, so that these do not stall.</summary>
    [Range(16, 4096)]
    public int SharedPrefillBlock { get; init; } = 64;

    /// <summary>Bytes the model may take in all; 0 means what the system has to give.</summary>
    [Range(0, long.MaxValue)]
    public long MemoryLimit { get; init; }
}
