using ChatBot.Storage;
using Dapper;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ChatBot.Bot.Hosting.Readiness;

/// <summary>The database answers, can be written, and was not found damaged.</summary>
internal sealed class StorageReadiness(IDatabase database, StorageHealth health) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancel = default)
    {
        try
        {
            await using var connection = await database.OpenAsync(Workspaces.All, cancel);
            await connection.ExecuteScalarAsync<long>("select count(*) from migrations");
            if (await health.LookAsync(cancel) is { } trouble)
                return HealthCheckResult.Unhealthy(trouble);
            return HealthCheckResult.Healthy(database.Engine.ToString().ToLowerInvariant());
        }
        catch (Exception fault) when (StorageTrouble.Of(fault) is { } trouble)
        {
            return HealthCheckResult.Unhealthy(trouble);
        }
        catch (Exception fault) when (DatabaseOutage.Explains(fault))
        {
            return HealthCheckResult.Unhealthy("the database does not answer");
        }
    }
}
