namespace ChatBot.Trainer.Data;

/// <summary>What a part of the data is for: learning, choosing the best state, and the proof at the end.</summary>
public enum DatasetPart
{
    Train,
    Validation,
    Test,
}

/// <summary>Names of the parts' files.</summary>
public static class DatasetFiles
{
    public const string Manifest = "manifest.json";

    public static string NameOf(DatasetPart part) => part.ToString().ToLowerInvariant() + ".jsonl";
}
