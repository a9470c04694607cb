using ChatBot.Learning.Analytics;
using ChatBot.Learning.Feedback;
using ChatBot.Learning.Lessons;
using ChatBot.Learning.Registry;
using ChatBot.Learning.Retention;
using ChatBot.Privacy;
using ChatBot.Storage;
using Dapper;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ChatBot.Learning;

/// <summary>
/// Counts closed days, forgets allowances of hours that are over, keeps to the retention, runs improvement cycles, and lets adapters prove
/// themselves. Instances race for each piece of work by moving its due time on in the database: one wins and does it.
/// </summary>
public sealed partial class LearningSchedule(
    IDatabase database,
    DayCounts counts,
    RetentionPass retention,
    Allowances allowances,
    ImprovementCycle improvement,
    Rollout rollout,
    LearntOverrides overrides,
    IOptions<LearningOptions> options,
    TimeProvider time,
    ILogger<LearningSchedule> log
) : BackgroundService
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly string Holder = Guid.NewGuid().ToString("N");

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        using var ticks = new PeriodicTimer(options.Value.ScheduleTick, time);
        try
        {
            while (await ticks.WaitForNextTickAsync(stopping))
                await RunDueAsync(stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    /// <summary>Does what is due now; work that fails is logged and due again in its turn.</summary>
    public async Task RunDueAsync(CancellationToken cancel = default)
    {
        await RunAsync("analytics", TimeSpan.FromHours(1), workspace => counts.CatchUpAsync(workspace, cancel), cancel);
        await RunAsync("allowances", TimeSpan.FromHours(1), workspace => allowances.SweepAsync(workspace, cancel), cancel);
        await RunAsync("retention", Day, workspace => retention.RunAsync(workspace, "system", cancel: cancel), cancel);
        // Half, so that a tick never comes a moment before it is due.
        await RunAsync("rollout", options.Value.ScheduleTick / 2, workspace => rollout.RunAsync(workspace, cancel), cancel);
        await RunAsync("learnt", TimeSpan.FromHours(1), workspace => overrides.RunAsync(workspace, cancel), cancel);
        if (options.Value.ImprovementEveryDays is > 0 and var days)
            await RunAsync("improvement", days * Day, workspace => improvement.RunAsync(workspace, days, "system", cancel), cancel);
    }

    private async Task RunAsync(string name, TimeSpan every, Func<string, Task> work, CancellationToken cancel)
    {
        try
        {
            if (!await TakeAsync(name, every, cancel))
                return;
            foreach (var workspace in await WorkspacesAsync(cancel))
                await work(workspace);
        }
        catch (Exception fault) when (!cancel.IsCancellationRequested)
        {
            Failed(log, FaultTrace.Of(fault), name);
        }
    }

    /// <summary>
    /// True for the one instance that finds the work due. A name that is new is due after its first interval, except counting.
    /// </summary>
    private Task<bool> TakeAsync(string name, TimeSpan every, CancellationToken cancel) =>
        database.WriteAsync(
            Workspaces.All,
            async transaction =>
            {
                var (now, next) = (time.NowMs(), time.NowMs() + (long)every.TotalMilliseconds);
                await transaction.Connection!.ExecuteAsync(
                    new CommandDefinition(
                        "insert into schedules (name, holder, due) values (@name, '', @First) on conflict (name) do nothing",
                        new { name, First = every < Day ? now : next },
                        transaction,
                        cancellationToken: cancel
                    )
                );
                return await transaction.Connection!.ExecuteAsync(
                        new CommandDefinition(
                            "update schedules set holder = @Holder, due = @next where name = @name and due <= @now",
                            new
                            {
                                name,
                                Holder,
                                now,
                                next,
                            },
                            transaction,
                            cancellationToken: cancel
                        )
                    ) == 1;
            },
            cancel
        );

    private async Task<IReadOnlyList<string>> WorkspacesAsync(CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(Workspaces.All, cancel);
        // A loose index scan: one step for each workspace, however many interactions it has.
        return (
            await connection.QueryAsync<string>(
                new CommandDefinition(
                    """
                    with recursive names(workspace) as (
                        select min(workspace) from interactions
                        union all
                        select (select min(i.workspace) from interactions i where i.workspace > names.workspace) from names
                            where names.workspace is not null
                    )
                    select workspace from names where workspace is not null
                    """,
                    cancellationToken: cancel
                )
            )
        ).AsList();
    }

    [LoggerMessage(LogLevel.Error, "Scheduled {Work} failed: {Trace}")]
    private static partial void Failed(ILogger log, string trace, string work);
}
