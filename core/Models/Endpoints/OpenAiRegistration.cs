using System.ClientModel;
using System.ClientModel.Primitives;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenAI;
using OpenAI.Chat;

namespace ChatBot.Models.Endpoints;

public static class OpenAiRegistration
{
    /// <summary>The name of this provider in <c>Model:Provider</c>.</summary>
    public const string Provider = "openai";

    /// <summary>
    /// A chat model behind an OpenAI-compatible endpoint: <see cref="IChatClient"/> under the key <c>openai</c>. Where it gives no answer
    /// it throws <see cref="ModelException"/>; its <c>GetService</c> knows <see cref="IModelHealth"/>.
    /// </summary>
    public static IServiceCollection AddOpenAiModel(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddKeyedSingleton<IChatClient>(
            Provider,
            (provider, _) =>
                Open(
                    provider.GetRequiredService<IOptions<ModelOptions>>().Value,
                    provider.GetRequiredService<TimeProvider>(),
                    provider.GetRequiredService<ILoggerFactory>()
                )
        );
        return services;
    }

    /// <summary>Fails closed: without a name, or without either an endpoint of one's own or a key, nothing is asked of anybody.</summary>
    /// <exception cref="InvalidOperationException">A setting is missing or wrong; the message names it.</exception>
    internal static IChatClient Open(
        ModelOptions options,
        TimeProvider time,
        ILoggerFactory logs,
        EndpointLimits? limits = null,
        Func<string, string?>? environment = null
    )
    {
        if (string.IsNullOrWhiteSpace(options.Name))
            throw new InvalidOperationException("Model:Provider is openai, but Model:Name names no model.");
        var address = EndpointAddress.Of(options, environment ?? Environment.GetEnvironmentVariable);
        limits ??= new EndpointLimits();
        var health = new EndpointHealth(address.Shown, time, logs.CreateLogger<EndpointHealth>());

        var once = new ServerDialect(
            Client(options, address, limits).AsIChatClient(),
            address.Kind == EndpointKind.Own,
            logs.CreateLogger<ServerDialect>()
        );
        var pipeline = new EndpointPipeline(limits, health, time);
        var resilient = new ResilientChatClient(once, address.Shown, options.Timeout, pipeline, health, time);
        return new AdapterByModelName(new FairTurns(resilient, options.Concurrency, options.Queue, health.ThrowIfResting));
    }

    /// <summary>The official client, without its own tries and time-outs: there is one hand for them.</summary>
    private static ChatClient Client(ModelOptions options, EndpointAddress address, EndpointLimits limits)
    {
        var sockets = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = limits.Connect,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5), // a name may lead elsewhere by then
        };
        var http = new HttpClient(new BoundedReplies(sockets, address.Shown, limits.MaxBytes)) { Timeout = Timeout.InfiniteTimeSpan };

        // Servers of one's own often want no key; the package wants one that is not empty.
        var key = new ApiKeyCredential(address.Key.Length > 0 ? address.Key : "none");
        var settings = new OpenAIClientOptions
        {
            Endpoint = address.Uri,
            Transport = new HttpClientPipelineTransport(http),
            RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
            NetworkTimeout = Timeout.InfiniteTimeSpan,
        };
        var name = options.Name.Trim();
#pragma warning disable OPENAI001 // The only way to Azure's own header is called experimental.
        return address.Kind == EndpointKind.Azure
            ? new ChatClient(name, ApiKeyAuthenticationPolicy.CreateHeaderApiKeyPolicy(key, "api-key"), settings)
            : new ChatClient(name, key, settings);
#pragma warning restore OPENAI001
    }
}
