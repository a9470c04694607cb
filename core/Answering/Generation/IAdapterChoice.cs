namespace ChatBot.Answering.Generation;

/// <summary>Which adapter a conversation's answers are written with: its workspace's own, sticky by conversation.</summary>
public interface IAdapterChoice
{
    /// <param name="conversation">Empty for a question without one.</param>
    /// <returns>Null for the model as it is configured.</returns>
    Task<AdapterUse?> ForAsync(string workspace, string conversation, CancellationToken cancel = default);

    /// <summary>An adapter by its id, whether it answers anybody or not; null where it cannot be used now.</summary>
    Task<AdapterUse?> NamedAsync(string workspace, string id, CancellationToken cancel = default);
}

/// <param name="Id">As it is registered, counted and shown in receipts.</param>
/// <param name="Name">As the model knows it (<see cref="Models.ChatKeys.Adapter"/>).</param>
public sealed record AdapterUse(string Id, string Name)
{
    /// <summary>What is counted for answers of the model as it is configured.</summary>
    public const string Base = "base";
}

/// <summary>The model as it is configured, for everybody.</summary>
internal sealed class NoAdapters : IAdapterChoice
{
    public Task<AdapterUse?> ForAsync(string workspace, string conversation, CancellationToken cancel = default) =>
        Task.FromResult<AdapterUse?>(null);

    public Task<AdapterUse?> NamedAsync(string workspace, string id, CancellationToken cancel = default) =>
        Task.FromResult<AdapterUse?>(null);
}
