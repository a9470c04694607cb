using System.ComponentModel.DataAnnotations;

namespace ChatBot.Embedding;

/// <summary>Section <c>Embeddings</c>.</summary>
public sealed class EmbeddingOptions
{
    public const string Section = "Embeddings";

    /// <summary>
    /// <c>onnx</c> (a sentence model in this process), <c>openai</c> (any OpenAI-compatible endpoint) or <c>hashing</c> (spellings only).
    /// </summary>
    [RegularExpression("hashing|openai|onnx", ErrorMessage = "Embeddings:Provider must be hashing, openai or onnx.")]
    public string Provider { get; set; } = "onnx";

    /// <summary>openai: base address, e.g. <c>https://api.openai.com/v1</c>.</summary>
    public string Endpoint { get; set; } = "";

    /// <summary>openai: the model's name.</summary>
    public string Name { get; set; } = "";

    /// <summary>openai: the key, empty for a local endpoint.</summary>
    public string ApiKey { get; set; } = "";

    /// <summary>onnx: a folder with <c>model.onnx</c> and <c>vocab.txt</c>; empty: the weights beside the program.</summary>
    public string Path { get; set; } = "";
}
