using ChatBot.Storage;

namespace ChatBot.Trainer.Data;

/// <summary>What is wanted; the same rows and the same request give the same bytes.</summary>
/// <param name="Seed">Decides which examples stay where there are more than a limit lets through.</param>
public sealed record DatasetRequest(string Workspace = Workspaces.Default, int Seed = 1);

/// <param name="Stage">reading, prompts, clusters, writing.</param>
/// <param name="Total">0 while it is not known.</param>
public readonly record struct DatasetProgress(string Stage, long Done, long Total);
