using ChatBot.Bot.Access;
using ChatBot.Bot.Channels.Slack.Api;
using ChatBot.Bot.Channels.Slack.Home;
using ChatBot.Bot.Channels.Slack.Installing;
using ChatBot.Bot.Channels.Slack.Interactivity;
using ChatBot.Bot.Channels.Slack.Receiving;
using ChatBot.Bot.Channels.Slack.Sockets;
using ChatBot.Bot.Channels.Slack.Streaming;
using ChatBot.Bot.Channels.Slack.Verifying;
using ChatBot.Privacy;
using ChatBot.Settings;

namespace ChatBot.Bot.Channels.Slack;

public static class SlackRegistration
{
    private const long LargestAnswer = 8 * 1024 * 1024;

    public static IServiceCollection AddSlack(this IServiceCollection services, IConfiguration settings)
    {
        services.AddSettings<SlackOptions>(settings, SlackOptions.Section);
        services.AddSettings<SlackAdminOptions>(settings, SlackAdminOptions.Section);
        services.AddSettings<WorkspaceOptions>(settings, WorkspaceOptions.Section);
        services
            .AddHttpClient(
                nameof(SlackChannel),
                client =>
                {
                    client.Timeout = TimeSpan.FromMinutes(2); // Slack:CallTimeout ends calls before
                    client.MaxResponseContentBufferSize = LargestAnswer;
                }
            )
            .ConfigurePrimaryHttpMessageHandler(() =>
                new SocketsHttpHandler
                {
                    AllowAutoRedirect = false, // our token goes where it was meant to go, or nowhere
                    PooledConnectionLifetime = TimeSpan.FromMinutes(5),
                }
            )
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan);
        services.AddSingleton<MethodPace>().AddSingleton<BotTokens>().AddSingleton<SlackClient>().AddSingleton<SlackStreams>();
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<WebApi>(provider, Client(provider)));
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<ResponseUrls>(provider, Client(provider)));
        services.AddSingleton(new SharedFile(TokenCipher.FileName, TokenCipher.MakeKey));
        services.AddSingleton<TokenCipher>().AddSingleton<Installations>().AddSingleton<InstallState>().AddSingleton<InstallEndpoints>();
        services
            .AddSingleton<SlackAdmins>()
            .AddSingleton<SlackIdentity>()
            .AddSingleton<SlackCommands>()
            .AddSingleton<OpenThreads>()
            .AddSingleton<MessageReader>()
            .AddSingleton<Reactions>();
        services
            .AddSingleton<SignedRequests>()
            .AddSingleton<EventDispatcher>()
            .AddSingleton<EventsEndpoint>()
            .AddSingleton<CommandHandler>()
            .AddSingleton<FormEndpoints>();
        services.AddSingleton<OwnHistory>().AddSingleton<HomeTab>();
        services
            .AddSingleton<EphemeralMessages>()
            .AddSingleton<AskedAnew>()
            .AddSingleton<AnswerActions>()
            .AddSingleton<ReviewActions>()
            .AddSingleton<PairActions>()
            .AddSingleton<HomeActions>()
            .AddSingleton<WordCounts>()
            .AddSingleton<Shortcut>();
        services.AddSingleton<InteractionHandler>();
        services.AddSingleton<AfterAck>().AddHostedService(provider => provider.GetRequiredService<AfterAck>());
        services.AddSingleton<SocketConnection>().AddHostedService<SocketMode>();
        services.AddSingleton<IChannel, SlackChannel>();
        return services;
    }

    public static void MapSlack(this WebApplication app)
    {
        var slack = app.MapGroup("/slack").IsPlatformDoor().ExcludeFromDescription();
        slack.MapPost("/events", (HttpContext context, EventsEndpoint endpoint) => endpoint.PostAsync(context));
        slack.MapPost("/interactions", (HttpContext context, FormEndpoints endpoints) => endpoints.InteractionAsync(context));
        slack.MapPost("/commands", (HttpContext context, FormEndpoints endpoints) => endpoints.CommandAsync(context));
        slack.MapGet("/install", (HttpContext context, InstallEndpoints endpoints) => endpoints.Install(context));
        slack.MapGet("/oauth", (HttpContext context, InstallEndpoints endpoints) => endpoints.FinishAsync(context));
    }

    private static HttpClient Client(IServiceProvider provider) =>
        provider.GetRequiredService<IHttpClientFactory>().CreateClient(nameof(SlackChannel));
}
