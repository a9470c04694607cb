using ChatBot.Answering.Generation;
using ChatBot.Models;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace ChatBot.Bot.Hosting.Readiness;

/// <summary>
/// Whoever writes the answers is there: a model in process is open. One behind an endpoint may fail and the bot is ready all the same,
/// since answers are quoted then; the note says so.
/// </summary>
internal sealed class ModelReadiness(IServiceProvider provider, IOptions<ModelOptions> options) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancel = default)
    {
        provider.GetRequiredService<IAnswerGenerator>(); // opened with the host; a second look costs nothing
        var name = options.Value.Name.Length > 0 ? options.Value.Name : Path.GetFileName(options.Value.Path);
        var note = name.Length > 0 ? $"{options.Value.Provider}: {name}" : options.Value.Provider;
        var fails = provider.GetKeyedService<IChatClient>(options.Value.Provider)?.GetService<IModelHealth>()?.Trouble is not null;
        // Anybody may read this: where the model is and why it fails stands in the log.
        return Task.FromResult(HealthCheckResult.Healthy(fails ? $"{note}, which fails now: answers are quoted" : note));
    }
}
