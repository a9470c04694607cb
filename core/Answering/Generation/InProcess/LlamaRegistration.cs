using ChatBot.Llama.Chat;
using ChatBot.Llama.Serving;
using ChatBot.Models;
using ChatBot.Settings;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace ChatBot.Answering.Generation.InProcess;

public static class LlamaRegistration
{
    /// <summary>The name of this provider in <c>Model:Provider</c>.</summary>
    public const string Provider = "llama";

    /// <summary>
    /// The model in process, opened when the first answer needs it, or with the host: <see cref="IChatClient"/> under the
    /// key <c>llama</c>.
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
        return services;
    }
}
