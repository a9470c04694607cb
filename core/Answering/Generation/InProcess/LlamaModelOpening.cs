using ChatBot.Llama.Serving;
using ChatBot.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatBot.Answering.Generation.InProcess;

/// <summary>Opens the engine as the settings say, and says what it takes.</summary>
internal static partial class LlamaModelOpening
{
    /// <summary>The name under which <c>Model:Adapter</c> is loaded.</summary>
    public const string ConfiguredAdapter = "configured";

    public static LlamaEngine Open(IServiceProvider provider)
    {
        var (model, llama) = (
            provider.GetRequiredService<IOptions<ModelOptions>>().Value,
            provider.GetRequiredService<IOptions<LlamaModelOptions>>().Value
        );
        if (string.IsNullOrWhiteSpace(model.Path))
            throw new InvalidOperationException("Model:Provider is llama, but Model:Path names no model; set it to a GGUF file.");
        var engine = LlamaEngine.Open(model.Path, llama.ToEngine()); // refuses before it loads
        if (llama.Adapter.Length > 0)
            engine.LoadAdapter(ConfiguredAdapter, llama.Adapter);
        Opened(
            provider.GetRequiredService<ILogger<LlamaEngine>>(),
            model.Path,
            engine.Model.Shape.Architecture,
            engine.Model.Parameters,
            engine.Model.Quantisation.ToString(),
            engine.Context,
            engine.Memory.Total >> 20,
            engine.Memory.ToString()
        );
        return engine;
    }

    [LoggerMessage(
        LogLevel.Information,
        "Model {Path}: {Architecture}, {Parameters} parameters in {Quantisation}, context {Context}. It takes up to {Mebibytes} "
            + "MiB ({Memory})."
    )]
    private static partial void Opened(
        ILogger log,
        string path,
        string architecture,
        long parameters,
        string quantisation,
        int context,
        long mebibytes,
        string memory
    );
}
