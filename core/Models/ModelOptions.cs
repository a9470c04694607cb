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

    /// <summary>An OpenAI-compatible server, <c>http://host:port/v1</c>; empty is OpenAI itself.</summary>
    public string Endpoint { get; set; } = "";

    public string Name { get; set; } = "";

    /// <summary>
    /// Empty: <c>OPENAI_API_KEY</c> of the environment for OpenAI itself, <c>AZURE_OPENAI_API_KEY</c> for Azure, none elsewhere.
    /// </summary>
    public string ApiKey { get; set; } = "";

    public string Path { get; set; } = "";

    /// <summary>
    /// Tokens that a prompt may have, by estimate: instructions, sources, question, examples. The least useful goes first.
    /// </summary>
    [Range(500, 1_000_000)]
    public int PromptTokens { get; set; } = 3000;

    /// <summary>How long what it wrote is given again to who asks the same; 0 for never.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "30.00:00:00")]
    public TimeSpan ReuseFor { get; set; } = TimeSpan.FromHours(1);

    /// <summary>
    /// Time a model may take for one answer, with waiting for it, trying again and repair; after it the sources' own sentences are the
    /// answer.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:30:00")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Requests that a model is given at once; further ones wait, and people take turns.</summary>
    [Range(1, 1024)]
    public int Concurrency { get; set; } = 8;

    /// <summary>Requests that may wait for their turn; beyond it they are told at once that the model is busy.</summary>
    [Range(0, 10000)]
    public int Queue { get; set; } = 256;
}
