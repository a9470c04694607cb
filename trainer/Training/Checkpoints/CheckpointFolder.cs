using System.Globalization;
using System.Text.Json;
using static TorchSharp.torch;

namespace ChatBot.Trainer.Training.Checkpoints;

/// <summary>
/// The checkpoints of one training. Two are kept, so that behind a damaged one there is another; a full disk costs the new one and leaves
/// the old ones.
/// </summary>
/// <param name="folder">Made where it is missing.</param>
/// <param name="fingerprint">Of settings, data and adapter: what another training left here is refused.</param>
internal sealed class CheckpointFolder(string folder, string fingerprint)
{
    private const int Kept = 2;
    private const string Pattern = "checkpoint-*.safetensors";

    private sealed record Header(string Fingerprint, TrainingState State);

    /// <summary>Saves a state with the adapter and the optimiser as they are now.</summary>
    /// <exception cref="TrainingException">It cannot be written.</exception>
    public void Save(TrainingState state, IReadOnlyDictionary<string, Tensor> adapter, AdamW optimiser)
    {
        List<(string, Tensor)> tensors =
        [
            .. Named("adapter", adapter),
            .. Named("mean", optimiser.Means),
            .. Named("square", optimiser.Squares),
            .. Named("best", state.BestAdapter),
        ];
        try
        {
            Directory.CreateDirectory(folder);
            CheckpointFile.Write(PathOf(state.Step), JsonSerializer.Serialize(new Header(fingerprint, state)), tensors);
            foreach (var old in Newest().Skip(Kept))
                File.Delete(old);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var before = Newest().Select(StepOf).FirstOrDefault(step => step < state.Step, -1);
            throw new TrainingException(
                $"The checkpoint of step {state.Step} cannot be written to {folder}: {OneLine(e)} "
                    + "Make room there and run again: it goes on "
                    + (before < 0 ? "from the beginning." : $"at step {before}."),
                e
            );
        }
    }

    /// <summary>Puts the newest checkpoint that is whole into the adapter and the optimiser.</summary>
    /// <param name="notes">Says which were damaged.</param>
    /// <returns>Its state, or null where there is none.</returns>
    /// <exception cref="TrainingException">It is another training's.</exception>
    public TrainingState? Restore(IReadOnlyDictionary<string, Tensor> adapter, AdamW optimiser, ICollection<string> notes)
    {
        foreach (var path in Newest())
        {
            try
            {
                var (json, tensors) = CheckpointFile.Read(path);
                var header = JsonSerializer.Deserialize<Header>(json) ?? throw new InvalidDataException("it holds no state");
                if (header.Fingerprint != fingerprint)
                    throw new TrainingException(
                        $"{folder} holds checkpoints of a training with other data, settings or adapter: "
                            + "name another folder, or empty this one."
                    );
                Copy("adapter", tensors, adapter);
                Copy("mean", tensors, optimiser.Means);
                Copy("square", tensors, optimiser.Squares);
                var best = header.State.Best is null
                    ? []
                    : adapter.ToDictionary(pair => pair.Key, pair => tensors[$"best/{pair.Key}"].to(pair.Value.device));
                foreach (var tensor in tensors.Where(pair => !pair.Key.StartsWith("best/", StringComparison.Ordinal)))
                    tensor.Value.Dispose();
                return header.State with { BestAdapter = best };
            }
            catch (Exception e) when (e is InvalidDataException or JsonException)
            {
                notes.Add($"{Path.GetFileName(path)} is damaged ({e.Message}) and was skipped.");
            }
        }
        return null;
    }

    private static IEnumerable<(string, Tensor)> Named(string part, IReadOnlyDictionary<string, Tensor> tensors) =>
        tensors.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => ($"{part}/{pair.Key}", pair.Value));

    private static void Copy(string part, IReadOnlyDictionary<string, Tensor> from, IReadOnlyDictionary<string, Tensor> to)
    {
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        foreach (var (name, tensor) in to)
            tensor.copy_(from[$"{part}/{name}"]);
    }

    private string PathOf(int step) =>
        Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"checkpoint-{step:D8}.safetensors"));

    private IEnumerable<string> Newest() =>
        Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, Pattern).Where(path => StepOf(path) >= 0).OrderByDescending(StepOf)
            : [];

    private static int StepOf(string path) =>
        int.TryParse(Path.GetFileNameWithoutExtension(path).Split('-')[^1], CultureInfo.InvariantCulture, out var step) ? step : -1;

    private static string OneLine(Exception e) => e.Message.ReplaceLineEndings(" ").TrimEnd('.') + ".";
}
