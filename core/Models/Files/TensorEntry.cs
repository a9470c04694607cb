namespace ChatBot.Models.Files;

/// <summary>Where one tensor lies in its file.</summary>
/// <param name="Name">Its name, such as <c>blk.0.attn_q.weight</c>.</param>
/// <param name="Kind">How its elements are stored.</param>
/// <param name="Dims">Its extents, fastest-running first (ggml's <c>ne</c>): a matrix from n inputs to m outputs is [n, m].</param>
/// <param name="Offset">Bytes from the start of the file's data.</param>
/// <param name="Length">Bytes of its data.</param>
public sealed record TensorEntry(string Name, TensorKind Kind, IReadOnlyList<long> Dims, long Offset, long Length)
{
    /// <summary>Elements in the tensor.</summary>
    public long Elements => Dims.Aggregate(1L, (product, dim) => product * dim);

    /// <summary>The extents as messages print them: <c>[576, 1536]</c>.</summary>
    public string Shape => $"[{string.Join(", ", Dims)}]";

    /// <summary>Whether these are its extents; writers may append extents of 1.</summary>
    public bool Is(params ReadOnlySpan<long> dims)
    {
        for (var i = 0; i < Math.Max(dims.Length, Dims.Count); i++)
            if ((i < Dims.Count ? Dims[i] : 1) != (i < dims.Length ? dims[i] : 1))
                return false;
        return true;
    }
}
