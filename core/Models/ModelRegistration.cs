using ChatBot.Models.Endpoints;
using ChatBot.Models.Llama;
using ChatBot.Settings;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace ChatBot.Models;

public static class ModelRegistration
{
    /// <summary>Chat models, each an <see cref="IChatClient"/> under the name that <c>Model:Provider</c> has for it.</summary>
    public static IServiceCollection AddModels(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<ModelOptions>(configuration, ModelOptions.Section);
        services.AddOpenAiModel();
        services.AddLlamaModel(configuration);
        services.AddHostedService<ModelAtStart>();
        return services;
    }

    /// <summary>
    /// Opens the configured model with the host, so that one that cannot be used ends the start and not the first answer.
    /// </summary>
    private sealed class ModelAtStart(IServiceProvider provider, IOptions<ModelOptions> options) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            provider.GetKeyedService<IChatClient>(options.Value.Provider);
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
