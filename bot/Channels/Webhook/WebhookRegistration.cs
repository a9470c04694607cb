using ChatBot.Settings;

namespace ChatBot.Bot.Channels.Webhook;

public static class WebhookRegistration
{
    public static IServiceCollection AddWebhook(this IServiceCollection services, IConfiguration settings)
    {
        services.AddSettings<WebhookOptions>(settings, WebhookOptions.Section);
        services
            .AddHttpClient(nameof(WebhookChannel), client => client.Timeout = TimeSpan.FromSeconds(15))
            .ConfigurePrimaryHttpMessageHandler(() =>
                new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) }
            )
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan);
        return services.AddSingleton<IChannel>(provider =>
            ActivatorUtilities.CreateInstance<WebhookChannel>(
                provider,
                provider.GetRequiredService<IHttpClientFactory>().CreateClient(nameof(WebhookChannel))
            )
        );
    }
}
