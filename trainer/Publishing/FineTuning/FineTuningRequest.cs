namespace ChatBot.Trainer.Publishing.FineTuning;

/// <summary>How a service is to learn.</summary>
public enum FineTuningMethod
{
    /// <summary>From prompts and their replies.</summary>
    Supervised,

    /// <summary>From replies that people wanted over others that they did not: direct preference optimisation.</summary>
    Dpo,
}

/// <param name="Model">The service's name of the base, e.g. <c>gpt-4.1-mini-2025-04-14</c>.</param>
public sealed record FineTuningRequest(string Model, FineTuningMethod Method = FineTuningMethod.Supervised)
{
    /// <summary>A word in the name of what comes out; empty for none.</summary>
    public string Suffix { get; init; } = "";

    public int Seed { get; init; } = 1;

    /// <summary>Null: the service decides.</summary>
    public int? Epochs { get; init; }

    /// <summary>Of preference optimisation; null: the service decides.</summary>
    public double? Beta { get; init; }
}

/// <summary>Where a job of a service stands.</summary>
public enum FineTuningStatus
{
    /// <summary>Nothing has been asked of the service yet, or only files have been sent.</summary>
    Preparing,

    /// <summary>It waits or runs there.</summary>
    Running,

    Succeeded,

    /// <summary>The service could not, or somebody cancelled it there.</summary>
    Failed,
}

/// <param name="Model">The service's name of what was learnt; null until it succeeded.</param>
/// <param name="Message">What the service said last, in its own words; no text of a person.</param>
public sealed record FineTuningLook(FineTuningStatus Status, string? Model, string Message);

/// <summary>A service refused, or could not be reached for long; the message is one line that says what to do.</summary>
public sealed class FineTuningException(string message, Exception? inner = null) : Exception(message, inner);
