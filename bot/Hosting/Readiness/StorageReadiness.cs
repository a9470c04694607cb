using ChatBot.Storage;
using Dapper;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ChatBot.Bot.Hosting.Readiness;

/// <summary>The database answers.</summary>
internal sealed class StorageReadiness(IDatabase database) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancel = default)
    {
        try
        {
            await using var connection = await database.OpenAsync(Workspaces.All, cancel);
            await connection.ExecuteScalarAsync<long>("select count(*) from migrations");
            return HealthCheckResult.Healthy(database.Engine.ToString().ToLowerInvariant());
        }
        catch (Exception fault) when (DatabaseOutage.Explains(fault))
        {
            return HealthCheckResult.Unhealthy("the database does not answer");
        }
    }
}
