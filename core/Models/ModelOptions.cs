using System.ComponentModel.DataAnnotations;

namespace ChatBot.Models;

/// <summary>Section <c>Model</c>: who writes the answers.</summary>
public sealed class ModelOptions
{
    public const string Section = "Model";

    /// <summary>
    /// <c>extractive</c> needs no model; <c>openai</c> is any OpenAI-compatible endpoint; <c>llama</c> a GGUF file in process.
    /// </summary>
    [RegularExpression("extractive|openai|llama", ErrorMessage = "Model:Provider must be extractive, openai or llama.")]
    public string Provider { get; set; } = "extractive";

    public string Endpoint { get; set; } = "";
    public string Name { get; set; } = "";
    public string ApiKey { get; set; } = "";
    public string Path { get; set; } = "";

    /// <summary>Time a model may take for one answer; after it the extractive answer is given.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);
}
