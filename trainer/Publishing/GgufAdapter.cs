using System.Runtime.InteropServices;
using ChatBot.Models.Files;

namespace ChatBot.Trainer.Publishing;

/// <summary>
/// Adapters as llama.cpp reads them (<c>src/llama-adapter.cpp</c>): pairs of F32 tensors beside the names of the base's matrices, and an
/// alpha that the reader divides by the rank.
/// </summary>
public static class GgufAdapter
{
    /// <summary>Writes a file that is complete or not there at all, and returns its path.</summary>
    /// <param name="weights">The adapter.</param>
    /// <param name="path">Where to.</param>
    /// <param name="name">What people call it (<c>general.name</c>).</param>
    /// <exception cref="NotSupportedException">It is a DoRA adapter.</exception>
    public static string Save(AdapterWeights weights, string path, string name)
    {
        if (weights.Settings.IsDora)
            throw new NotSupportedException(
                "A DoRA adapter cannot be a GGUF adapter: llama.cpp has no place for its magnitudes. Merge it into its base, or write "
                    + "it for PEFT."
            );
        var writer = new GgufWriter()
            .Set("general.architecture", weights.Family)
            .Set("general.type", "adapter")
            .Set("general.name", name)
            .Set("adapter.type", "lora")
            .Set("adapter.lora.alpha", weights.Settings.StoredAlpha);
        foreach (var (tensorName, tensor) in weights.Tensors)
            writer.Raw(tensorName, TensorKind.F32, [tensor.Columns, tensor.Rows], MemoryMarshal.AsBytes<float>(tensor.Values).ToArray());
        return WholeFile.Write(path, unfinished => writer.Save(unfinished));
    }
}
