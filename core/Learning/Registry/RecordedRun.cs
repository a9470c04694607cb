namespace ChatBot.Learning.Registry;

public enum RunStatus
{
    Running,

    /// <summary>The adapter passed its gate and stands in the registry.</summary>
    Registered,

    /// <summary>The adapter was worse on a gate.</summary>
    Rejected,
    Failed,

    /// <summary>Somebody stopped it; it goes on where it was.</summary>
    Stopped,
}

/// <summary>One run of the trainer. Holds no words of people.</summary>
/// <param name="Message">What became of it, in a line.</param>
/// <param name="Base">File name of the base.</param>
/// <param name="AdapterId">Empty until there is one.</param>
/// <param name="Settings">JSON.</param>
/// <param name="Curve">JSON: <see cref="RecordedLoss"/>s.</param>
/// <param name="ReadUntilMs">What was approved up to then was read; milliseconds since 1970 UTC, as all times here.</param>
public sealed record RecordedRun(
    string Id,
    string Status,
    string Message,
    string Base,
    string BaseSha256,
    string DataSha256,
    string AdapterId,
    string Settings,
    string Curve,
    long ReadUntilMs,
    long StartedMs,
    long? EndedMs
);

/// <param name="Loss">Mean of the training steps since the point before.</param>
/// <param name="Validation">Null where it was not measured.</param>
public sealed record RecordedLoss(int Step, double Loss, double? Validation);
