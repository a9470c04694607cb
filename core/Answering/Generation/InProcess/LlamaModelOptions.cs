using System.ComponentModel.DataAnnotations;
using ChatBot.Llama.Serving;

namespace ChatBot.Answering.Generation.InProcess;

/// <summary>Section <c>Model</c>, the keys of a model in process (<c>Model:Provider=llama</c>).</summary>
public sealed class LlamaModelOptions
{
    public const string Section = "Model";

    /// <summary>
    /// A chat template's family (<c>chatml</c>, <c>llama3</c>, …), for a file whose own is unknown; empty for the file's own.
    /// </summary>
    public string ChatTemplate { get; set; } = "";

    /// <summary>Tokens of prompt and answer together; the model's own limit if that is smaller.</summary>
    [Range(256, 1 << 20)]
    public int Context { get; set; } = 4096;

    /// <summary>Threads that compute; 0 means one per core.</summary>
    [Range(0, 256)]
    public int Threads { get; set; }

    /// <summary>Questions answered at the same time.</summary>
    [Range(1, 256)]
    public int Conversations { get; set; } = 16;

    /// <summary>Questions that may wait beyond those; the next one is answered from the sources without the model.</summary>
    [Range(0, 10_000)]
    public int Queue { get; set; } = 64;

    /// <summary>Tokens whose keys and values are kept in memory: of running answers and of prompts' beginnings.</summary>
    [Range(256, 1 << 24)]
    public int CachedTokens { get; set; } = 16_384;

    /// <summary>Bytes that the model may take in all; 0 means what the system has to give.</summary>
    [Range(0, long.MaxValue)]
    public long MemoryLimit { get; set; }

    /// <summary>A LoRA adapter (GGUF file or PEFT folder) that answers go through; empty for the model as it is.</summary>
    public string Adapter { get; set; } = "";

    internal LlamaEngineOptions ToEngine() =>
        new()
        {
            Context = Context,
            Threads = Threads,
            Conversations = Conversations,
            QueueLength = Queue,
            CachePositions = CachedTokens,
            MemoryLimit = MemoryLimit,
        };
}
