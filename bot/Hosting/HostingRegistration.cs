using ChatBot.Bot.Hosting.Limits;
using ChatBot.Bot.Hosting.Problems;
using ChatBot.Bot.Hosting.Readiness;
using ChatBot.Settings;

namespace ChatBot.Bot.Hosting;

public static class HostingRegistration
{
    public const long MaxBodyBytes = 1024 * 1024;

    public static IServiceCollection AddHosting(this IServiceCollection services, IConfiguration settings)
    {
        services.ConfigureHttpJsonOptions(json => UnknownField.Refuse(WireJson.Configure(json.SerializerOptions)));
        services.Configure<Microsoft.AspNetCore.Server.Kestrel.Core.KestrelServerOptions>(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = MaxBodyBytes;
            kestrel.AddServerHeader = false;
        });
        services.AddSingleton<OwnRequests>();
        services.AddHostedService<VectorIndexing>();
        services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(20));
        services.AddSettings<WebOptions>(settings, WebOptions.Section);
        return services.AddProblems().AddLimits(settings).AddReadiness().AddTelemetry(settings);
    }

    /// <summary>What every request passes on its way in, outermost first.</summary>
    public static void UseHosting(this WebApplication app)
    {
        app.Services.GetRequiredService<OwnRequests>().Enter(app);
        app.UseLocalRequests();
        app.UseForwardedHeaders();
        app.UseSecurityHeaders();
        app.UseProblems();
        app.UseRouting();
    }
}
