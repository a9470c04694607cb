using ChatBot.Bot.Access;
using ChatBot.Bot.Channels.Teams.Authenticating;
using ChatBot.Bot.Channels.Teams.Connecting;
using ChatBot.Bot.Channels.Teams.Invokes;
using ChatBot.Bot.Channels.Teams.Receiving;
using ChatBot.Bot.Channels.Teams.Rendering;
using ChatBot.Bot.Channels.Teams.Streaming;
using ChatBot.Bot.Hosting.Limits;
using ChatBot.Bot.Hosting.Problems;
using ChatBot.Settings;
using ChatBot.Starting;
using Microsoft.Bot.Connector.Authentication;
using Microsoft.Extensions.Options;

namespace ChatBot.Bot.Channels.Teams;

public static partial class TeamsRegistration
{
    private const long LargestAnswer = 4 * 1024 * 1024;

    public static IServiceCollection AddTeams(this IServiceCollection services, IConfiguration settings)
    {
        services.AddSettings<TeamsOptions>(settings, TeamsOptions.Section);
        services.AddSettings<TeamsAdminOptions>(settings, TeamsAdminOptions.Section);
        services
            .AddHttpClient(
                nameof(TeamsChannel),
                client =>
                {
                    client.Timeout = TimeSpan.FromSeconds(20);
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
        services.AddSingleton<Endorsements>().AddSingleton<OwnTenantTokens>().AddSingleton<TeamsAuthentication>();
        services
            .AddSingleton<ConnectorCredentials>()
            .AddSingleton<ServiceClientCredentialsFactory>(provider => provider.GetRequiredService<ConnectorCredentials>());
        services.AddSingleton<TeamsAdapter>().AddSingleton<TeamsConnector>();
        services.AddSingleton<TeamsAdmins>().AddSingleton<TeamsIdentity>();
        services.AddSingleton<TeamsCommands>().AddSingleton<ActivityReader>().AddSingleton<TeamsBot>();
        services
            .AddSingleton<AnswerCard>()
            .AddSingleton<ReviewCard>()
            .AddSingleton<PairCard>()
            .AddSingleton<ReviewViewers>()
            .AddSingleton<ReviewReach>()
            .AddSingleton<TeamsMessages>();
        services.AddSingleton<AnswerInvokes>().AddSingleton<AskedAnew>().AddSingleton<ReviewInvokes>();
        services.AddSingleton<PairInvokes>().AddSingleton<FeedbackLoop>();
        services.AddSingleton<TeamsStreams>();
        services.AddSingleton<MessagesEndpoint>().AddSingleton<IChannel, TeamsChannel>();
        AddCardParsing(services);
        return services;
    }

    /// <summary>In a build with the package AdaptiveCards.</summary>
    static partial void AddCardParsing(IServiceCollection services);

    /// <exception cref="StartException"><c>Teams:AllowAnonymous</c> on an address that other machines can reach.</exception>
    public static void MapTeams(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<IOptions<TeamsOptions>>().Value;
        if (options.AllowAnonymous)
        {
            if (
                (app.Configuration["urls"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries).Any(url => !ServiceUrls.IsLoopback(url))
            )
                throw new StartException(
                    "Teams:AllowAnonymous is for this machine only: serve on --urls http://127.0.0.1:3978, or set Teams:AppId instead."
                );
            app.Logger.LogWarning("Teams: activities without a token are accepted from this machine (Teams:AllowAnonymous).");
        }
        else if (!options.IsConnected)
        {
            app.Logger.LogInformation("Teams is not connected: /api/messages answers 503 until Teams:AppId and Teams:AppPassword are set.");
        }
        app.MapPost(
                "/api/messages",
                (HttpContext context, MessagesEndpoint endpoint) =>
                    options.AllowAnonymous && !context.IsLocal() ? NotLocal.ExecuteAsync(context) : endpoint.PostAsync(context)
            )
            .IsPlatformDoor()
            .ExcludeFromDescription();
    }

    /// <summary>What a proxy on this machine passes on comes from anywhere.</summary>
    private static readonly IResult NotLocal = Problem.Of(
        StatusCodes.Status401Unauthorized,
        ProblemCodes.Unauthorized,
        "Teams:AllowAnonymous is for this machine only."
    );
}
