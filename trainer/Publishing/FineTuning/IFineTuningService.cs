using ChatBot.Trainer.Data;

namespace ChatBot.Trainer.Publishing.FineTuning;

/// <summary>
/// A service that fine-tunes its own models over HTTP. Everything that it makes is found again by a name of ours, so that a program that
/// was killed between a request and its answer asks for nothing twice.
/// </summary>
public interface IFineTuningService
{
    /// <summary>E.g. <c>openai</c>.</summary>
    string Name { get; }

    /// <summary>A line of the service's training files; null where the line has no pair to learn from.</summary>
    object? ShapeOf(DatasetLine line, FineTuningMethod method);

    /// <summary>What is wrong with a training file by the service's rules; null for nothing.</summary>
    Task<string?> FaultOfAsync(string path, FineTuningMethod method, CancellationToken cancel);

    /// <summary>Sends a file, unless one of that name and size is there.</summary>
    /// <returns>The service's id of it.</returns>
    /// <exception cref="FineTuningException">It was refused, or the service cannot be reached.</exception>
    Task<string> UploadAsync(string path, string name, CancellationToken cancel);

    /// <summary>Starts a job, unless one with these files is there.</summary>
    /// <param name="validation">Null for none.</param>
    /// <returns>The service's id of it.</returns>
    /// <inheritdoc cref="UploadAsync"/>
    Task<string> StartAsync(FineTuningRequest request, string training, string? validation, CancellationToken cancel);

    /// <inheritdoc cref="UploadAsync"/>
    Task<FineTuningLook> LookAsync(string job, CancellationToken cancel);

    /// <inheritdoc cref="UploadAsync"/>
    Task CancelAsync(string job, CancellationToken cancel);
}
