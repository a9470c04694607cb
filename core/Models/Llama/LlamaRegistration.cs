using ChatBot.Settings;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatBot.Models.Llama;

public static partial class LlamaRegistration
{
    /// <summary>The name of this provider in <c>Model:Provider</c>.</summary>
    public const string Provider = "llama";

    /// <summary>The name under which <c>Model:Adapter</c> is loaded.</summary>
    public const string ConfiguredAdapter = "configured";

    /// <summary>
    /// The model in process, opened when the first answer needs it, or with the host: <see cref="IChatClient"/> under the
    /// key <c>llama</c>.
    /// </summary>
    public static IServiceCollection AddLlamaModel(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<LlamaModelOptions>(configuration, LlamaModelOptions.Section);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(Open);
        services.AddKeyedSingleton<IChatClient>(
            Provider,
            (provider, _) =>
            {
                var llama = provider.GetRequiredService<IOptions<LlamaModelOptions>>().Value;
                var model = provider.GetRequiredService<IOptions<ModelOptions>>().Value;
                var client = new LlamaChatClient(
                    provider.GetRequiredService<LlamaEngine>(),
                    llama.ChatTemplate,
                    model.Name,
                    llama.Adapter.Length > 0 ? ConfiguredAdapter : null,
                    provider.GetRequiredService<TimeProvider>()
                );
                return new FairTurns(client, llama.Conversations, model.Queue);
            }
        );
        return services;
    }

    private static LlamaEngine Open(IServiceProvider provider)
    {
        var model = provider.GetRequiredService<IOptions<ModelOptions>>().Value;
        var path = model.Path;
        var options = provider.GetRequiredService<IOptions<LlamaModelOptions>>().Value;
        if (string.IsNullOrWhiteSpace(path))
            throw new InvalidOperationException("Model:Provider is llama, but Model:Path names no model; set it to a GGUF file.");
        var log = provider.GetRequiredService<ILogger<LlamaEngine>>();
        NativeLog.Use(log);
        var engine = LlamaEngine.Open(path, options, model.Queue); // refuses before it loads
        try
        {
            if (options.Adapter.Length > 0)
                engine.LoadAdapter(ConfiguredAdapter, options.Adapter);
        }
        catch
        {
            engine.DisposeAsync().AsTask().GetAwaiter().GetResult();
            throw;
        }
        Opened(
            log,
            path,
            engine.Header.Architecture,
            engine.Header.File.Parameters,
            engine.Header.File.Quantisation.ToString(),
            engine.Context,
            engine.Memory.Total >> 20,
            engine.Memory.ToString()
        );
        return engine;
    }

    [LoggerMessage(
        LogLevel.Information,
        "Model {Path}: {Architecture}, {Parameters} parameters in {Quantisation}, context {Context}. It takes up to {Mebibytes} "
            + "MiB ({Memory}), and an adapter once more what is not weights."
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
