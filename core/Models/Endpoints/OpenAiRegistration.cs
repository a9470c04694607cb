using System.ClientModel;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpenAI;

namespace ChatBot.Models.Endpoints;

public static class OpenAiRegistration
{
    /// <summary>The name of this provider in <c>Model:Provider</c>.</summary>
    public const string Provider = "openai";

    /// <summary>
    /// A chat model behind an OpenAI-compatible endpoint: <see cref="IChatClient"/> under the key <c>openai</c>.
    /// </summary>
    public static IServiceCollection AddOpenAiModel(this IServiceCollection services)
    {
        services.AddKeyedSingleton<IChatClient>(
            Provider,
            (provider, _) => Open(provider.GetRequiredService<IOptions<ModelOptions>>().Value)
        );
        return services;
    }

    /// <summary>Fails closed: without a name, or without either an endpoint of one's own or a key, nothing is asked of anybody.</summary>
    internal static IChatClient Open(ModelOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.Name))
            throw new InvalidOperationException("Model:Provider is openai, but Model:Name names no model.");
        if (string.IsNullOrWhiteSpace(options.Endpoint) && string.IsNullOrWhiteSpace(options.ApiKey))
            throw new InvalidOperationException(
                "Model:Provider is openai; set Model:ApiKey for OpenAI itself, or Model:Endpoint (http://host:port/v1) for a "
                    + "server of your own."
            );
        var client = new OpenAIClientOptions { NetworkTimeout = options.Timeout };
        if (!string.IsNullOrWhiteSpace(options.Endpoint))
        {
            client.Endpoint =
                Uri.TryCreate(options.Endpoint, UriKind.Absolute, out var endpoint) && endpoint.Scheme is "http" or "https"
                    ? endpoint
                    : throw new InvalidOperationException(
                        $"Model:Endpoint is \"{options.Endpoint}\"; it must be an address such as http://localhost:8000/v1."
                    );
        }

        // Servers of one's own often want no key; the package wants one that is not empty.
        var credential = new ApiKeyCredential(options.ApiKey is { Length: > 0 } key ? key : "none");
        return new AdapterByModelName(new OpenAIClient(credential, client).GetChatClient(options.Name).AsIChatClient());
    }
}
