using System.ComponentModel.DataAnnotations;

namespace ChatBot.Models.Llama;

/// <summary>Section <c>Model</c>, the keys of a model in process (<c>Model:Provider=llama</c>).</summary>
public sealed class LlamaModelOptions
{
    public const string Section = "Model";

    /// <summary>
    /// The name of one of llama.cpp's chat templates (<c>chatml</c>, <c>llama3</c>, …), for a file without one that it knows; empty for the
    /// file's own.
    /// </summary>
    public string ChatTemplate { get; set; } = "";

    /// <summary>Tokens of prompt and answer together; the model's own limit if that is smaller.</summary>
    [Range(256, 1 << 20)]
    public int Context { get; set; } = 4096;

    /// <summary>Threads that compute; 0 means one per core, and one alone for a model of less than ten million parameters.</summary>
    [Range(0, 256)]
    public int Threads { get; set; }

    /// <summary>
    /// Questions answered at the same time, each with memory for a whole context. An adapter in use has as many places of its own.
    /// </summary>
    [Range(1, 64)]
    public int Conversations { get; set; } = 4;

    /// <summary>Bytes that the model may take in all; 0 means what the system has to give.</summary>
    [Range(0, long.MaxValue)]
    public long MemoryLimit { get; set; }

    /// <summary>A LoRA adapter (GGUF file) that answers go through where a request names none; empty for the model as it is.</summary>
    public string Adapter { get; set; } = "";
}
