using ChatBot.Learning.Registry;
using ChatBot.Models.Files;
using ChatBot.Models.Llama;
using ChatBot.Starting;
using ChatBot.Storage;
using ChatBot.Trainer.Data;
using ChatBot.Trainer.Evaluation;
using ChatBot.Trainer.Training;
using Microsoft.Extensions.Options;

namespace ChatBot.Trainer.Jobs;

/// <summary>What became of a run.</summary>
/// <param name="Message">In a line.</param>
/// <param name="Report">Null where it did not come to the gate.</param>
internal sealed record JobResult(RunStatus Status, string AdapterId, string Message, GateReport? Report = null);

/// <summary>
/// One run from what was approved to a candidate in the registry. Killed at any moment it goes on where it was; whatever ends it otherwise
/// leaves the registry as it was.
/// </summary>
internal sealed class TrainingJob(
    IDatabase database,
    RunHistory history,
    RunFolder folders,
    DatasetBuilder datasets,
    GeneralText general,
    AdapterTraining training,
    AdapterGate gate,
    AdapterPublisher publisher,
    BaseModelHash hashes,
    IOptions<LlamaModelOptions> served,
    IOptions<TrainingOptions> options,
    TimeProvider time
)
{
    /// <exception cref="JobException">Another training runs.</exception>
    public async Task<JobResult> RunAsync(string workspace, string basePath, JobProgress progress, CancellationToken cancel = default)
    {
        await using var lease =
            await TrainingLease.TakeAsync(database, time, cancel)
            ?? throw new JobException("Another training runs already, here or on another machine; wait for its end, see it with: list.");
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancel, lease.Lost);
        var run = await BeginAsync(workspace, basePath, both.Token);
        try
        {
            var result = await TrainAsync(workspace, basePath, run, progress, both.Token);
            await EndAsync(workspace, run, result);
            return result;
        }
        catch (OperationCanceledException)
        {
            var why = lease.Lost.IsCancellationRequested
                ? "Another trainer took over, or the database was away for long; run goes on from the last checkpoint."
                : "Stopped; run goes on from the last checkpoint.";
            await history.UpdateAsync(workspace, run.Id, RunStatus.Stopped, why);
            return new JobResult(RunStatus.Stopped, "", why);
        }
        catch (Exception fault)
        {
            var why = StartFailure.Explain(fault);
            var failed = new JobResult(RunStatus.Failed, "", why);
            await EndAsync(workspace, run, failed);
            return failed;
        }
    }

    /// <summary>A run that was killed or stopped is taken up where base and settings are the same; else a new one begins.</summary>
    private async Task<RecordedRun> BeginAsync(string workspace, string basePath, CancellationToken cancel)
    {
        var hash = await hashes.OfAsync(basePath, cancel);
        var settings = WireJson.Write(options.Value);
        foreach (var left in (await history.ListAsync(workspace, cancel: cancel)).Where(run => run.Status is "running" or "stopped"))
        {
            if (left.BaseSha256 == hash && left.Settings == settings)
            {
                await history.UpdateAsync(workspace, left.Id, RunStatus.Running, cancel: cancel);
                return left;
            }
            await EndAsync(workspace, left, new JobResult(RunStatus.Failed, "", "Left behind: a run with another base or settings began."));
        }
        var now = time.NowMs();
        var id = Ids.New(time);
        var run = new RecordedRun(id, "running", "", Path.GetFileName(basePath), hash, "", "", settings, "[]", now, now, null);
        await history.BeginAsync(workspace, run, cancel);
        return run;
    }

    private async Task<JobResult> TrainAsync(
        string workspace,
        string basePath,
        RecordedRun run,
        JobProgress progress,
        CancellationToken cancel
    )
    {
        var folder = folders.Of(workspace, run.Id);
        var data = await DataAsync(workspace, run.Id, progress, cancel);
        await history.UpdateAsync(workspace, run.Id, RunStatus.Running, dataSha256: data.Sha256, cancel: cancel);

        var header = ModelHeader.Open(basePath);
        var settings = options.Value.ToTrainingSettings(Math.Min(served.Value.Context, header.Context));
        var tokens = await TokensAsync(workspace, run.Id, header, settings.ContextLength, cancel);
        progress.Say($"{data.Parts[DatasetPart.Train].Rows} examples to train on, {data.Parts[DatasetPart.Test].Rows} held out.");

        var adapter = Path.Combine(folder, "adapter");
        var result = await training.RunAsync(basePath, tokens, settings, folders.StepsOf(workspace, run.Id), adapter, progress, cancel);
        await history.UpdateAsync(workspace, run.Id, RunStatus.Running, curve: Curve(result), cancel: cancel);
        foreach (var note in result.Notes)
            progress.Say(note);

        var read = folders.DataOf(workspace, run.Id);
        var file = Path.Combine(adapter, AdapterFolder.AdapterFile);
        var report = await gate.MeasureAsync(workspace, basePath, file, read, (done, all) => progress.Step("Asking", done, all), cancel);
        var made = new Publication(
            workspace,
            run.Id,
            header,
            run.BaseSha256,
            adapter,
            data,
            read,
            options.Value.Objective.ToString().ToLowerInvariant(),
            options.Value.Told(result),
            report,
            run.Id
        );
        var stored = await publisher.RegisterAsync(made, cancel);
        return stored.Stage == AdapterStage.Rejected
            ? new JobResult(RunStatus.Rejected, stored.Id, stored.Reason, report)
            : new JobResult(
                RunStatus.Registered,
                stored.Id,
                $"Adapter {stored.Id} is a candidate. Try it with: promote {stored.Id}.",
                report
            );
    }

    /// <summary>Read once: a run that goes on goes on with the same data.</summary>
    private async Task<DatasetManifest> DataAsync(string workspace, string id, JobProgress progress, CancellationToken cancel)
    {
        var folder = folders.DataOf(workspace, id);
        if (File.Exists(Path.Combine(folder, DatasetFiles.Manifest)))
            return await DatasetManifest.OpenAsync(folder, cancel);
        var request = new DatasetRequest(workspace, options.Value.Seed);
        return await datasets.BuildAsync(
            request,
            folder,
            progress.Of<DatasetProgress>(step => (step.Stage, step.Done, step.Total)),
            cancel
        );
    }

    private async Task<TokenizedSet> TokensAsync(string workspace, string id, ModelHeader header, int most, CancellationToken cancel)
    {
        using var model = LoadedModel.Load(header);
        var data = folders.DataOf(workspace, id);
        var tokens = await new ExampleTokenizer(model, served.Value.ChatTemplate).TokenizeAsync(data, most, cancel);
        return tokens with { Rehearsed = await general.RehearsedAsync(workspace, data, model, most, options.Value.Seed, cancel) };
    }

    private async Task EndAsync(string workspace, RecordedRun run, JobResult result)
    {
        await history.UpdateAsync(workspace, run.Id, result.Status, result.Message, adapterId: result.AdapterId);
        folders.Close(workspace, run.Id);
    }

    private static IReadOnlyList<RecordedLoss> Curve(TrainingResult result) =>
        [.. result.Curve.Select(point => new RecordedLoss(point.Step, point.Loss, point.ValidationLoss))];
}
