using ChatBot.Trainer.Data;
using ChatBot.Trainer.Publishing.FineTuning;
using Microsoft.Extensions.Options;

namespace ChatBot.Trainer.Jobs;

/// <summary>
/// Has a service fine-tune a model of its own from what was approved. What was sent and how far it is lie in the workspace's folder until
/// the job is over, so a program that was killed goes on where it was, with the data that the service has.
/// </summary>
internal sealed class ServiceTraining(DatasetBuilder datasets, RunFolder folders, IOptions<TrainingOptions> options, TimeProvider time)
{
    /// <summary>Between two looks at the job.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromSeconds(30);

    /// <param name="anew">Leaves a job behind that another request began.</param>
    /// <returns>The state at its end; <see cref="FineTuningState.Model"/> is the service's name of what came of it.</returns>
    /// <exception cref="FineTuningException">The service refused, cannot be reached, or could not train.</exception>
    public async Task<FineTuningState> RunAsync(
        string workspace,
        IFineTuningService service,
        FineTuningRequest request,
        bool anew,
        JobProgress progress,
        CancellationToken cancel
    )
    {
        var folder = folders.Of(workspace, service.Name);
        if (anew)
            Forget(folder);
        else if (await FineTuningState.ReadAsync(folder, cancel) is { } begun && begun.Request != request)
            throw new FineTuningException(
                $"A job with other settings is under way at {service.Name} ({begun.Request.Model}, {begun.Job ?? "not started"}): "
                    + "say the same to go on with it, or --anew to leave it behind."
            );
        var data = Path.Combine(folder, "data");
        if (!File.Exists(Path.Combine(data, DatasetFiles.Manifest)))
            await datasets.BuildAsync(
                new DatasetRequest(workspace, options.Value.Seed),
                data,
                progress.Of<DatasetProgress>(step => (step.Stage, step.Done, step.Total)),
                cancel
            );
        var job = new FineTuningJob(service, time) { Poll = Poll };
        var end = await job.RunAsync(data, folder, request, new Told(progress), cancel);
        Forget(folder);
        return end.Status == FineTuningStatus.Succeeded
            ? end
            : throw new FineTuningException($"{service.Name} could not train ({end.Job}): {end.Message}");
    }

    private static void Forget(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    private sealed class Told(JobProgress progress) : IProgress<FineTuningState>
    {
        public void Report(FineTuningState value) =>
            progress.Say(
                value.Job is null
                    ? $"Sent {(value.ValidationFile ?? value.TrainingFile)}."
                    : $"{value.Job}: {value.Status.ToString().ToLowerInvariant()}. {value.Message}".TrimEnd()
            );
    }
}
