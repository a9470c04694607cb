namespace ChatBot.Bot.Hosting;

public static class HostingRegistration
{
    public static IServiceCollection AddHosting(this IServiceCollection services, IConfiguration settings)
    {
        services.ConfigureHttpJsonOptions(json => WireJson.Configure(json.SerializerOptions));
        services.AddProblemDetails();
        return services;
    }

    /// <summary><c>GET /health</c>: the process is alive.</summary>
    public static void MapHealth(this WebApplication app) => app.MapGet("/health", () => new { status = "alive" });
}
