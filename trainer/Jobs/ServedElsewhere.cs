using ChatBot.Learning.Registry;
using ChatBot.Storage;
using ChatBot.Trainer.Data;
using ChatBot.Trainer.Evaluation;
using Microsoft.Extensions.Options;

namespace ChatBot.Trainer.Jobs;

/// <summary>
/// Measures a model that the bot's endpoint has beside the one that it was made from, and registers it: what a service fine-tuned, or an
/// adapter that vLLM was started with.
/// </summary>
internal sealed class ServedElsewhere(
    DatasetBuilder datasets,
    AdapterGate gate,
    AdapterPublisher publisher,
    RunFolder folders,
    IOptions<TrainingOptions> options,
    TimeProvider time
)
{
    /// <param name="baseName">The endpoint's name of the base.</param>
    /// <param name="servedAs">The endpoint's name of what was made of it.</param>
    /// <param name="given">Folder of the data set that it was made with; null: one of what is approved now.</param>
    public async Task<(StoredAdapter Adapter, GateReport Report)> RegisterAsync(
        string workspace,
        string baseName,
        string servedAs,
        string? given,
        JobProgress progress,
        CancellationToken cancel
    )
    {
        var id = Ids.New(time);
        var folder = folders.Of(workspace, id);
        var data = given ?? Path.Combine(folder, "data");
        try
        {
            var manifest = given is null
                ? await datasets.BuildAsync(
                    new DatasetRequest(workspace, options.Value.Seed),
                    data,
                    progress.Of<DatasetProgress>(step => (step.Stage, step.Done, step.Total)),
                    cancel
                )
                : await DatasetManifest.OpenAsync(given, cancel);
            var report = await gate.MeasureElsewhereAsync(
                workspace,
                baseName,
                servedAs,
                data,
                (done, all) => progress.Step("Asking", done, all),
                cancel
            );
            var made = Path.Combine(folder, "adapter");
            var measured = new MeasuredData(manifest, data);
            return (await publisher.RegisterElsewhereAsync(workspace, id, baseName, servedAs, made, measured, report, cancel), report);
        }
        finally
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
    }
}
