namespace ChatBot.Bot.Channels.Web.Api;

/// <summary>The HTTP API for people's own tools; channels and admin pages have rooms of their own.</summary>
public static class ApiRegistration
{
    public static IServiceCollection AddApi(this IServiceCollection services) => services;

    public static void MapApi(this WebApplication app)
    {
        app.MapAsk();
    }
}
