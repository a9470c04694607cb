namespace ChatBot.Llama.Files;

/// <summary>
/// A model on disk in the words of GGUF, whatever format it is in: keys such as <c>llama.block_count</c>, tensors such as
/// <c>blk.0.attn_q.weight</c>.
/// </summary>
public unsafe interface IModelFile : IDisposable
{
    /// <summary>The file or folder.</summary>
    string Path { get; }

    /// <summary>Hyperparameters, typed as <see cref="GgufFile.Metadata"/> says.</summary>
    IReadOnlyDictionary<string, object> Metadata { get; }

    /// <summary>The tensors by name.</summary>
    IReadOnlyDictionary<string, TensorEntry> Tensors { get; }

    /// <summary>The first byte of a tensor's data, valid until this file is disposed.</summary>
    byte* Data(TensorEntry tensor);
}
