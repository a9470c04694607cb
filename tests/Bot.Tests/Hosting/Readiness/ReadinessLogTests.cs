using ChatBot.Bot.Hosting.Readiness;
using ChatBot.TestKit.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace ChatBot.Bot.Tests.Hosting.Readiness;

/// <summary>A load balancer looks every second; the log tells what changed.</summary>
public sealed class ReadinessLogTests
{
    private readonly RecordedLog _log = new();
    private readonly ReadinessLog _readiness;

    public ReadinessLogTests() =>
        _readiness = new ReadinessLog(LoggerFactory.Create(logging => logging.AddProvider(_log)).CreateLogger<ReadinessLog>());

    [Fact]
    public void Reading_at_start_is_one_line_of_information_however_often_somebody_looks()
    {
        for (var file = 0; file < 60; file++)
            Look(HealthStatus.Unhealthy, $"indexing: {file} of 60 files");
        Look(HealthStatus.Healthy, "60 documents");
        Look(HealthStatus.Healthy, "61 documents");
        Assert.Equal([(LogLevel.Information, "Not ready: knowledge: indexing: 0 of 60 files"), (LogLevel.Information, "Ready")], Lines());
    }

    [Fact]
    public void What_stops_being_ready_is_a_warning_and_its_end_is_told()
    {
        Look(HealthStatus.Healthy, "60 documents");
        Look(HealthStatus.Unhealthy, "the database does not answer");
        Look(HealthStatus.Degraded, "the last run failed: no such folder");
        Look(HealthStatus.Healthy, "60 documents");
        Assert.Equal(
            [
                (LogLevel.Warning, "Not ready: knowledge: the database does not answer"),
                (LogLevel.Warning, "Ready, but knowledge: the last run failed: no such folder"),
                (LogLevel.Information, "Ready"),
            ],
            Lines()
        );
    }

    private void Look(HealthStatus status, string description) =>
        _readiness.Write(
            new HealthReport(
                new Dictionary<string, HealthReportEntry>
                {
                    ["storage"] = new(HealthStatus.Healthy, "sqlite", TimeSpan.Zero, null, null),
                    ["knowledge"] = new(status, description, TimeSpan.Zero, null, null),
                },
                TimeSpan.Zero
            )
        );

    /// <summary>The lines as they read: <see cref="RecordedLog"/> keeps each a second time, as a structured log would.</summary>
    private IEnumerable<(LogLevel, string)> Lines() =>
        _log.Entries.Select(entry => (entry.Level, entry.Text[..(entry.Text.Length / 2)].TrimEnd()));
}
