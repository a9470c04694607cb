using ChatBot.Trainer.Data;
using ChatBot.Trainer.Publishing.FineTuning;
using Microsoft.Extensions.Options;

namespace ChatBot.Trainer.Jobs;

/// <summary>
/// Has a service fine-tune a model of its own from what was approved. What was sent and how far it is lie in the workspace's folder until
/// <see cref="Close"/>, so a program that was killed goes on where it was, with the data that the service has.
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
        if (anew)
            Close(workspace, service);
        var folder = folders.Of(workspace, service.Name);
        var begun = await FineTuningState.ReadAsync(folder, cancel);
        if (begun is not null && begun.Request != request)
            throw new FineTuningException(
                $"A job with other settings is under way at {service.Name} ({begun.Request.Model}, {begun.Job ?? "not started"}): "
                    + "say the same to go on with it, or --anew to leave it behind."
            );
        var data = DataOf(workspace, service);
        try
        {
            // What the service has not taken is read anew: more may have been approved since.
            if (begun is null)
                await datasets.BuildAsync(
                    new DatasetRequest(workspace, options.Value.Seed),
                    data,
                    progress.Of<DatasetProgress>(step => (step.Stage, step.Done, step.Total)),
                    cancel
                );
            var job = new FineTuningJob(service, time) { Poll = Poll };
            var end = await job.RunAsync(data, folder, request, new Told(progress), cancel);
            if (end.Status == FineTuningStatus.Succeeded)
                return end;
            Close(workspace, service);
            throw new FineTuningException($"{service.Name} could not train ({end.Job}): {end.Message}");
        }
        finally
        {
            if (!File.Exists(Path.Combine(folder, FineTuningState.File)))
                Close(workspace, service);
        }
    }

    /// <summary>The data set that the service was given.</summary>
    public string DataOf(string workspace, IFineTuningService service) => Path.Combine(folders.Of(workspace, service.Name), "data");

    /// <summary>Deletes what is left of a job that is over.</summary>
    public void Close(string workspace, IFineTuningService service)
    {
        if (folders.Of(workspace, service.Name) is var folder && Directory.Exists(folder))
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
