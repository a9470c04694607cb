using ChatBot.Models.Files;

namespace ChatBot.Trainer.Model;

/// <summary>Weights on disk, by the names and in the order of rows that GGUF has.</summary>
internal interface IWeightFile : IDisposable
{
    /// <summary>File or folder.</summary>
    string Path { get; }

    /// <summary>What is computed with them.</summary>
    ModelShape Shape { get; }

    /// <summary>Whether there is such a tensor, e.g. <c>blk.0.attn_q.bias</c>.</summary>
    bool Has(string name);

    /// <summary>A vector's numbers.</summary>
    float[] Vector(string name);

    /// <summary>How a matrix lies in the file.</summary>
    MatrixLayout Layout(string name);

    /// <summary>Reads whole rows, as stored.</summary>
    /// <param name="name">Of the matrix.</param>
    /// <param name="firstRow">The first of them.</param>
    /// <param name="packed">Takes as many rows as it has room for.</param>
    void ReadRows(string name, long firstRow, Span<byte> packed);
}

/// <summary>A matrix from <paramref name="Columns"/> inputs to <paramref name="Rows"/> outputs; a row lies in one piece.</summary>
internal sealed record MatrixLayout(TensorKind Kind, long Rows, long Columns)
{
    /// <summary>Bytes of a row.</summary>
    public int RowBytes => checked((int)Kind.Bytes(Columns));
}
