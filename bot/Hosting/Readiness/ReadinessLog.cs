using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ChatBot.Bot.Hosting.Readiness;

/// <summary>One line when what <c>/ready</c> says changes; the library would write its own whenever anybody looks.</summary>
internal sealed partial class ReadinessLog(ILogger<ReadinessLog> log)
{
    /// <summary>What the library writes to.</summary>
    public const string LibraryCategory = "Microsoft.Extensions.Diagnostics.HealthChecks";

    private readonly Lock _gate = new();
    private (HealthStatus Status, string Checks) _last = (HealthStatus.Healthy, "");
    private bool _wasReady;

    /// <param name="report">Its figures may differ from the last one's: only other states or other checks are news.</param>
    public void Write(HealthReport report)
    {
        var checks = report.Entries.Where(entry => entry.Value.Status != HealthStatus.Healthy).ToList();
        var now = (report.Status, string.Join(',', checks.Select(entry => entry.Key)));
        lock (_gate)
        {
            var wasReady = _wasReady;
            _wasReady |= report.Status != HealthStatus.Unhealthy;
            if (now == _last)
                return;
            _last = now;
            var reasons = string.Join("; ", checks.Select(entry => $"{entry.Key}: {entry.Value.Description}"));
            if (report.Status == HealthStatus.Healthy)
                Ready();
            else if (report.Status == HealthStatus.Degraded)
                Degraded(reasons);
            else
                NotReady(wasReady ? LogLevel.Warning : LogLevel.Information, reasons); // what starts is not ready at first
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Ready")]
    private partial void Ready();

    [LoggerMessage(2, LogLevel.Warning, "Ready, but {Reasons}")]
    private partial void Degraded(string reasons);

    [LoggerMessage(EventId = 3, Message = "Not ready: {Reasons}")]
    private partial void NotReady(LogLevel level, string reasons);
}
