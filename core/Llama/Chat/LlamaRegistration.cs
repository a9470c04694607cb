using ChatBot.Answering.Generation;
using ChatBot.Llama.Serving;
using ChatBot.Settings;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatBot.Llama.Chat;

public static class LlamaRegistration
{
    /// <summary>The name of this provider in <c>Model:Provider</c>.</summary>
    public const string Provider = "llama";

    /// <summary>
    /// The model in process, opened when the first answer needs it, or with the host: <see cref="IChatClient"/> and
    /// <see cref="IAnswerGenerator"/> under the key <c>llama</c>.
    /// </summary>
    public static IServiceCollection AddLlama(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<LlamaModelOptions>(configuration, LlamaModelOptions.Section);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(LlamaModelOpening.Open);
        services.AddKeyedSingleton<IChatClient>(Provider, (provider, _) => new LlamaChatClient(
            provider.GetRequiredService<LlamaEngine>(), provider.GetRequiredService<IOptions<LlamaModelOptions>>().Value.ChatTemplate,
            provider.GetRequiredService<IOptions<ModelOptions>>().Value.Name, provider.GetRequiredService<TimeProvider>()));
        services.AddKeyedSingleton<IAnswerGenerator>(Provider, (provider, _) =>
        {
            var model = provider.GetRequiredService<IOptions<ModelOptions>>().Value;
            return new ChatModelGenerator(
                provider.GetRequiredKeyedService<IChatClient>(Provider), Provider, model.Name, model.Timeout, provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<IOptions<LlamaModelOptions>>().Value.Adapter.Length > 0 ? LlamaModelOpening.ConfiguredAdapter : null);
        });
        services.AddHostedService<ModelAtStart>();
        return services;
    }

    /// <summary>Opens the configured model with the host, so that one that cannot be used ends the start and not the first answer.</summary>
    private sealed class ModelAtStart(IServiceProvider provider) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            provider.GetRequiredService<IAnswerGenerator>();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

/// <summary>Opens the engine as the settings say, and says what it takes.</summary>
internal static partial class LlamaModelOpening
{
    /// <summary>The name under which <c>Model:Adapter</c> is loaded.</summary>
    public const string ConfiguredAdapter = "configured";

    public static LlamaEngine Open(IServiceProvider provider)
    {
        var (model, llama) = (provider.GetRequiredService<IOptions<ModelOptions>>().Value, provider.GetRequiredService<IOptions<LlamaModelOptions>>().Value);
        if (string.IsNullOrWhiteSpace(model.Path))
            throw new InvalidOperationException("Model:Provider is llama, but Model:Path names no model; set it to a GGUF file.");
        var engine = LlamaEngine.Open(model.Path, llama.ToEngine()); // refuses before it loads
        if (llama.Adapter.Length > 0) engine.LoadAdapter(ConfiguredAdapter, llama.Adapter);
        Opened(provider.GetRequiredService<ILogger<LlamaEngine>>(), model.Path, engine.Model.Shape.Architecture, engine.Model.Parameters,
            engine.Model.Quantisation.ToString(), engine.Context, engine.Memory.Total >> 20, engine.Memory.ToString());
        return engine;
    }

    [LoggerMessage(LogLevel.Information, "Model {Path}: {Architecture}, {Parameters} parameters in {Quantisation}, context {Context}. It takes up to {Mebibytes} MiB ({Memory}).")]
    private static partial void Opened(ILogger log, string path, string architecture, long parameters, string quantisation, int context, long mebibytes, string memory);
}
