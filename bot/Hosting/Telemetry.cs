using ChatBot.Interactions;
using ChatBot.Storage;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace ChatBot.Bot.Hosting;

/// <summary>
/// Traces and metrics for a collector, by OpenTelemetry's own settings (OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_SERVICE_NAME, …). Without an
/// endpoint nothing is collected. Spans carry outcomes, stages and statements with placeholders, never what people write.
/// </summary>
internal static class Telemetry
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration settings)
    {
        if (string.IsNullOrWhiteSpace(settings[Endpoint]))
            return services;
        services
            .AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("chatbot"))
            .WithTracing(tracing =>
                tracing.AddSource(AskingTelemetry.Name, StorageRegistration.ActivitySource).AddAspNetCoreInstrumentation()
            )
            .WithMetrics(metrics => metrics.AddMeter(AskingTelemetry.Name).AddAspNetCoreInstrumentation())
            .UseOtlpExporter();
        return services;
    }
}
