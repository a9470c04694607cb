using ChatBot.Answering.Generation;
using ChatBot.Models;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace ChatBot.Bot.Hosting.Readiness;

/// <summary>Whoever writes the answers is there: a model in process is open.</summary>
internal sealed class ModelReadiness(IServiceProvider provider, IOptions<ModelOptions> options) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancel = default)
    {
        provider.GetRequiredService<IAnswerGenerator>(); // opened with the host; a second look costs nothing
        var name = options.Value.Name.Length > 0 ? options.Value.Name : Path.GetFileName(options.Value.Path);
        return Task.FromResult(HealthCheckResult.Healthy(name.Length > 0 ? $"{options.Value.Provider}: {name}" : options.Value.Provider));
    }
}
