using System.Text;
using System.Text.Json;
using ChatBot.Settings;

namespace ChatBot.Trainer.Publishing.FineTuning;

/// <summary>
/// How far a job has come: written after each step, read at the start, so that a restart goes on where the last run ended.
/// </summary>
/// <param name="Service">Name of the service.</param>
/// <param name="Data">Hash of the data set.</param>
public sealed record FineTuningState(string Service, string Data, FineTuningRequest Request)
{
    public const string File = "fine-tuning.json";

    /// <summary>The service's ids; null until there are such.</summary>
    public string? TrainingFile { get; init; }
    public string? ValidationFile { get; init; }
    public string? Job { get; init; }

    public FineTuningStatus Status { get; init; } = FineTuningStatus.Preparing;

    /// <summary>The service's name of what was learnt.</summary>
    public string? Model { get; init; }

    /// <summary>What the service said last.</summary>
    public string Message { get; init; } = "";

    /// <returns>Null where none was written.</returns>
    /// <exception cref="FineTuningException">What lies there is none.</exception>
    public static async Task<FineTuningState?> ReadAsync(string folder, CancellationToken cancel)
    {
        var path = Path.Combine(folder, File);
        if (!System.IO.File.Exists(path))
            return null;
        try
        {
            return WireJson.Read<FineTuningState>(await System.IO.File.ReadAllTextAsync(path, cancel));
        }
        catch (JsonException fault)
        {
            throw new FineTuningException($"{path} cannot be read; name another folder, and cancel the job at the service.", fault);
        }
    }

    /// <summary>The file is either the old or the new one, whenever the program ends.</summary>
    internal async Task WriteAsync(string folder, CancellationToken cancel)
    {
        var path = Path.Combine(folder, File);
        await using (var file = PrivateFiles.Create(path + ".part"))
        {
            await file.WriteAsync(Encoding.UTF8.GetBytes(WireJson.Write(this) + "\n"), cancel);
            file.Flush(flushToDisk: true);
        }
        System.IO.File.Move(path + ".part", path, overwrite: true);
    }
}
