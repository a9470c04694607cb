using ChatBot.Learning.Registry;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ChatBot.Bot.Hosting.Readiness;

/// <summary>
/// The adapters that workspaces have in use can be used. Where one cannot, answers come from the model without it, so the bot is ready all
/// the same, and says which and why.
/// </summary>
internal sealed class AdapterReadiness(ServedAdapters adapters) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancel = default) =>
        Task.FromResult(
            adapters.Troubles is { Count: > 0 } troubles
                ? HealthCheckResult.Degraded(
                    "the model answers without "
                        + string.Join("; without ", troubles.Select(trouble => $"adapter {trouble.Key}: {trouble.Value}"))
                )
                : HealthCheckResult.Healthy()
        );
}
