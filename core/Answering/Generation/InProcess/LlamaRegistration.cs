using ChatBot.Llama.Chat;
using ChatBot.Llama.Serving;
using ChatBot.Settings;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace ChatBot.Answering.Generation.InProcess;

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
        services.AddKeyedSingleton<IChatClient>(
            Provider,
            (provider, _) =>
                new LlamaChatClient(
                    provider.GetRequiredService<LlamaEngine>(),
                    provider.GetRequiredService<IOptions<LlamaModelOptions>>().Value.ChatTemplate,
                    provider.GetRequiredService<IOptions<ModelOptions>>().Value.Name,
                    provider.GetRequiredService<TimeProvider>()
                )
        );
        services.AddKeyedSingleton<IAnswerGenerator>(
            Provider,
            (provider, _) =>
            {
                var model = provider.GetRequiredService<IOptions<ModelOptions>>().Value;
                return new ChatModelGenerator(
                    provider.GetRequiredKeyedService<IChatClient>(Provider),
                    Provider,
                    model.Name,
                    model.Timeout,
                    provider.GetRequiredService<TimeProvider>(),
                    provider.GetRequiredService<IOptions<LlamaModelOptions>>().Value.Adapter.Length > 0
                        ? LlamaModelOpening.ConfiguredAdapter
                        : null
                );
            }
        );
        services.AddHostedService<ModelAtStart>();
        return services;
    }

    /// <summary>
    /// Opens whoever is configured to write answers with the host, so that one that cannot be used ends the start and not the first answer.
    /// </summary>
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
