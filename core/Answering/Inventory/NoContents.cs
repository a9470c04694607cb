using ChatBot.Knowledge.Indexing;

namespace ChatBot.Answering.Inventory;

/// <summary>Where there is no index of documents.</summary>
internal sealed class NoContents : IKnowledgeContents
{
    public Task<IReadOnlyList<CategoryContents>> ListAsync(string workspace, int titles, CancellationToken cancel = default) =>
        Task.FromResult<IReadOnlyList<CategoryContents>>([]);
}
