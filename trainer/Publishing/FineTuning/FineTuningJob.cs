using System.Text;
using ChatBot.Settings;
using ChatBot.Trainer.Data;

namespace ChatBot.Trainer.Publishing.FineTuning;

/// <summary>
/// Has a service fine-tune from a data set: files, upload, start, watch. Each step is stored when it is done, and what a killed program
/// had asked for is found again at the service, so running it again goes on and nothing is paid for twice.
/// </summary>
public sealed class FineTuningJob(IFineTuningService service, TimeProvider time)
{
    /// <summary>Jobs take minutes to hours.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromSeconds(30);

    /// <param name="dataset">Folder of a data set.</param>
    /// <param name="folder">Of this run; made where it is missing.</param>
    /// <param name="progress">Hears of every step, and of what the service says.</param>
    /// <returns>The state at its end, succeeded or failed.</returns>
    /// <exception cref="DatasetException">It is no data set.</exception>
    /// <exception cref="FineTuningException">The service refused, or the folder is another job's.</exception>
    public async Task<FineTuningState> RunAsync(
        string dataset,
        string folder,
        FineTuningRequest request,
        IProgress<FineTuningState>? progress = null,
        CancellationToken cancel = default
    )
    {
        var manifest = await DatasetManifest.OpenAsync(dataset, cancel);
        PrivateFiles.MakeFolder(folder);
        var state = await FineTuningState.ReadAsync(folder, cancel) ?? new FineTuningState(service.Name, manifest.Sha256, request);
        if ((state.Service, state.Data, state.Request) != (service.Name, manifest.Sha256, request))
            throw new FineTuningException(
                $"{folder} belongs to another job ({state.Service}, {state.Request.Model}); name a folder of its own."
            );
        if (state.TrainingFile is null)
            await StepAsync(
                state with
                {
                    TrainingFile =
                        await SendAsync(DatasetPart.Train)
                        ?? throw new FineTuningException(
                            $"{service.Name} can learn nothing from this data set by {request.Method}: train supervised."
                        ),
                }
            );
        if (state is { ValidationFile: null, Job: null } && await SendAsync(DatasetPart.Validation) is { } validation)
            await StepAsync(state with { ValidationFile = validation });
        if (state.Job is null)
            await StepAsync(
                state with
                {
                    Job = await service.StartAsync(request, state.TrainingFile!, state.ValidationFile, cancel),
                    Status = FineTuningStatus.Running,
                }
            );
        while (state.Status == FineTuningStatus.Running)
        {
            var look = await service.LookAsync(state.Job!, cancel);
            var seen = state with { Status = look.Status, Model = look.Model, Message = look.Message };
            if (seen != state)
                await StepAsync(seen);
            if (seen.Status == FineTuningStatus.Running)
                await Task.Delay(Poll, time, cancel);
        }
        return state;

        async Task StepAsync(FineTuningState next)
        {
            await next.WriteAsync(folder, cancel);
            state = next;
            progress?.Report(next);
        }

        async Task<string?> SendAsync(DatasetPart part)
        {
            var path = await WriteAsync(dataset, part, folder, request.Method, cancel);
            if (path is null)
                return null;
            if (part == DatasetPart.Train && await service.FaultOfAsync(path, request.Method, cancel) is { } fault)
                throw new FineTuningException($"{service.Name} would refuse this data set: {fault}.");
            return await service.UploadAsync(path, $"chatbot-{manifest.Sha256[..16]}-{Path.GetFileName(path)}", cancel);
        }
    }

    /// <returns>Null where the part has nothing for this method.</returns>
    private async Task<string?> WriteAsync(
        string dataset,
        DatasetPart part,
        string folder,
        FineTuningMethod method,
        CancellationToken cancel
    )
    {
        var path = Path.Combine(folder, $"{method.ToString().ToLowerInvariant()}-{DatasetFiles.NameOf(part)}");
        var rows = 0;
        await using (var file = new StreamWriter(PrivateFiles.Create(path), new UTF8Encoding(false)))
            await foreach (var line in DatasetLine.ReadAsync(dataset, part, cancel))
                if (service.ShapeOf(line, method) is { } shape)
                {
                    await file.WriteAsync((WireJson.Write(shape) + "\n").AsMemory(), cancel);
                    rows++;
                }
        if (rows > 0)
            return path;
        File.Delete(path);
        return null;
    }
}
