using ChatBot.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ChatBot.Knowledge.Searching.Postgres;

/// <summary>The graphs of <see cref="PostgresVectorIndex"/>, built by the role that owns the tables.</summary>
internal sealed class PostgresVectorIndexes(
    [FromKeyedServices(StorageRegistration.Owner)] IDatabase owner,
    IOptions<StorageOptions> storage
) : IVectorIndexes
{
    public Task<IReadOnlyList<VectorGraph>> BuildMissingAsync(CancellationToken cancel = default) =>
        PostgresVectorIndex.BuildMissingAsync(owner, storage.Value.IndexMemoryMegabytes, cancel);
}
