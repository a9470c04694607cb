namespace ChatBot.Knowledge.Searching.Sqlite;

/// <summary>Vectors are scanned whole, as bytes (see <see cref="Int8Vectors"/>): nothing has to be built.</summary>
internal sealed class SqliteVectorIndexes : IVectorIndexes
{
    public Task<IReadOnlyList<VectorGraph>> BuildMissingAsync(CancellationToken cancel = default) =>
        Task.FromResult<IReadOnlyList<VectorGraph>>([]);
}
