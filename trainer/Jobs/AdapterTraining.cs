using ChatBot.Models.Files;
using ChatBot.Trainer.Model;
using ChatBot.Trainer.Publishing;
using ChatBot.Trainer.Training;
using Microsoft.Extensions.Options;

namespace ChatBot.Trainer.Jobs;

/// <summary>Loads the base, trains its adapter, and writes the adapter's files.</summary>
internal sealed class AdapterTraining(IOptions<TrainingOptions> options, TimeProvider time)
{
    /// <param name="steps">Folder of checkpoints and curves: a training that was killed goes on there.</param>
    /// <param name="adapter">Folder for the adapter: GGUF for llama.cpp, PEFT for vLLM.</param>
    /// <exception cref="InsufficientMemoryException">It cannot fit.</exception>
    public async Task<TrainingResult> RunAsync(
        string basePath,
        TokenizedSet tokens,
        TrainingSettings settings,
        string steps,
        string adapter,
        JobProgress progress,
        CancellationToken cancel
    )
    {
        // Rows are as long as they have to be: what an example sees of its row is paid for, and its own part is all that it uses.
        settings = settings with
        {
            ContextLength = Math.Min(settings.ContextLength, Math.Max(8, tokens.Longest)),
        };
        var header = ModelHeader.Open(basePath);
        var kept = new CausalModelOptions
        {
            Lora = options.Value.ToLoraSettings(),
            CheckpointedLayers = settings.ActivationCheckpointing ? header.Layers : 0,
        };
        MemoryEstimate.For(header, kept, settings).Require(options.Value.MemoryLimit);
        using var model = CausalModel.Load(basePath, kept);
        var result = await TrainingRun.RunAsync(model, tokens, settings, steps, progress.OfTraining(), time, cancel);
        AdapterFiles.Write(model, adapter, Path.GetFileName(Path.GetDirectoryName(adapter))!);
        return result;
    }
}
