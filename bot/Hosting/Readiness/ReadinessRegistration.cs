using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ChatBot.Bot.Hosting.Readiness;

internal static class ReadinessRegistration
{
    /// <summary>Rooms add their own: <c>services.AddHealthChecks().AddCheck&lt;T&gt;("name")</c>.</summary>
    public static IServiceCollection AddReadiness(this IServiceCollection services)
    {
        services
            .AddHealthChecks()
            .AddCheck<StorageReadiness>("storage", timeout: TimeSpan.FromSeconds(5))
            .AddCheck<ModelReadiness>("model")
            .AddCheck<AdapterReadiness>("adapters");
        return services.AddSingleton<ReadinessLog>().AddLogging(logging => logging.AddFilter(ReadinessLog.LibraryCategory, LogLevel.None));
    }

    /// <summary>
    /// <c>GET /health</c>: the process is alive. <c>GET /ready</c>: everything that an answer needs is there, else 503 and what is not;
    /// the checks' figures stand beside.
    /// </summary>
    public static void MapHealth(this WebApplication app)
    {
        app.MapGet("/health", () => new Dictionary<string, string> { ["status"] = "alive" })
            .AllowAnonymous()
            .WithSummary("The process is alive.");
        app.MapHealthChecks("/ready", new HealthCheckOptions { ResponseWriter = WriteAsync }).AllowAnonymous();
    }

    private static Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.RequestServices.GetRequiredService<ReadinessLog>().Write(report);
        return context.Response.WriteAsJsonAsync(
            new Dictionary<string, object>(report.Entries.Values.SelectMany(entry => entry.Data))
            {
                ["status"] = report.Status == HealthStatus.Unhealthy ? "not_ready" : "ready",
                ["checks"] = report.Entries.ToDictionary(
                    entry => entry.Key,
                    entry => new { Status = entry.Value.Status.ToString().ToLowerInvariant(), entry.Value.Description }
                ),
            },
            WireJson.Options,
            context.RequestAborted
        );
    }
}
