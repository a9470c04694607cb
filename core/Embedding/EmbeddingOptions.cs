using System.ComponentModel.DataAnnotations;

namespace ChatBot.Embedding;

/// <summary>Section <c>Embeddings</c>.</summary>
public sealed class EmbeddingOptions
{
    public const string Section = "Embeddings";

    /// <summary>
    /// <c>hashing</c> (no model), <c>openai</c> (any OpenAI-compatible endpoint) or <c>onnx</c> (a model file in process).
    /// </summary>
    [RegularExpression("hashing|openai|onnx", ErrorMessage = "Embeddings:Provider must be hashing, openai or onnx.")]
    public string Provider { get; set; } = "hashing";

    /// <summary>openai: base address, e.g. <c>https://api.openai.com/v1</c>.</summary>
    public string Endpoint { get; set; } = "";

    /// <summary>openai: the model's name.</summary>
    public string Name { get; set; } = "";

    /// <summary>openai: the key, empty for a local endpoint.</summary>
    public string ApiKey { get; set; } = "";

    /// <summary>onnx: the model file.</summary>
    public string Path { get; set; } = "";

    /// <summary>onnx: ONNX Runtime's shared library, where it is not on the system's path.</summary>
    public string Library { get; set; } = "";
}
