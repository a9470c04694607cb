using ChatBot.Learning.Registry;
using ChatBot.Starting;
using ChatBot.Storage;
using Cronos;
using Dapper;
using Microsoft.Extensions.Options;

namespace ChatBot.Trainer.Jobs;

/// <summary>
/// Trains by itself: when enough was newly approved in a workspace, or at the times of a cron line. What failed is not tried again before
/// something new is approved; what was killed goes on.
/// </summary>
internal sealed class TrainingWatch(
    IDatabase database,
    RunHistory history,
    TrainingJob job,
    IOptions<TrainingOptions> options,
    TimeProvider time
)
{
    private readonly CronExpression? _cron = Cron(options.Value.Cron);
    private readonly Dictionary<string, long> _failedWith = [];

    /// <param name="only">One workspace; null for all.</param>
    public async Task RunAsync(string? only, string basePath, JobProgress progress, CancellationToken cancel)
    {
        var looked = time.GetUtcNow();
        progress.Say(
            _cron is null
                ? $"Watching: a training begins when {options.Value.NewlyApproved} answers were newly approved or rated well. Ctrl+C stops."
                : $"Watching: a training begins at the times of {options.Value.Cron} (UTC), if anything is new. Ctrl+C stops."
        );
        while (!cancel.IsCancellationRequested)
        {
            var now = time.GetUtcNow();
            var isTime = _cron?.GetNextOccurrence(looked, TimeZoneInfo.Utc) is { } next && next <= now;
            looked = now;
            foreach (var workspace in only is null ? await WorkspacesAsync(cancel) : [only])
                if (await IsDueAsync(workspace, isTime, cancel))
                    await TrainAsync(workspace, basePath, progress, cancel);
            await Task.Delay(options.Value.LookEvery, time, cancel);
        }
    }

    /// <summary>Whether a training is left unfinished, or there is enough to begin one.</summary>
    internal async Task<bool> IsDueAsync(string workspace, bool isTime, CancellationToken cancel)
    {
        if (await history.FindUnfinishedAsync(workspace, cancel) is not null)
            return true;
        var count = await history.CountNewAsync(workspace, cancel);
        if (_failedWith.TryGetValue(workspace, out var before) && before == count)
            return false;
        return _cron is null ? count >= options.Value.NewlyApproved : isTime && count > 0;
    }

    private async Task TrainAsync(string workspace, string basePath, JobProgress progress, CancellationToken cancel)
    {
        var count = await history.CountNewAsync(workspace, cancel);
        try
        {
            var result = await job.RunAsync(workspace, basePath, progress, cancel);
            progress.Say($"{workspace}: {result.Status.ToString().ToLowerInvariant()}. {result.Message}");
            if (result.Status == RunStatus.Failed)
                _failedWith[workspace] = count;
        }
        catch (JobException busy)
        {
            progress.Say(busy.Message);
        }
    }

    private async Task<IReadOnlyList<string>> WorkspacesAsync(CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(Workspaces.All, cancel);
        return (
            await connection.QueryAsync<string>(
                new CommandDefinition(
                    "select workspace from corrections where status = 'approved' union select workspace from ratings where overall >= 4 "
                        + "order by 1",
                    cancellationToken: cancel
                )
            )
        ).AsList();
    }

    private static CronExpression? Cron(string line)
    {
        try
        {
            return line.Length == 0 ? null : CronExpression.Parse(line);
        }
        catch (CronFormatException wrong)
        {
            throw new StartException($"Training:Cron \"{line}\" is no cron line: {wrong.Message}", wrong);
        }
    }
}
