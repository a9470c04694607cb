using ChatBot.Models.Files;

namespace ChatBot.TestKit.Llama;

/// <summary>A random LoRA adapter for a <see cref="TinyModel"/>.</summary>
public sealed record TinyAdapter(TinyModel Model)
{
    public int Rank { get; init; } = 4;
    public float Alpha { get; init; } = 8;
    public int Seed { get; init; } = 7;

    /// <summary>The matrices it changes, of every layer.</summary>
    public IReadOnlyList<string> Targets { get; init; } = [.. Model.Matrices.Select(matrix => matrix.Name)];

    /// <summary>Also the head.</summary>
    public bool Head { get; init; }

    /// <summary>Saves it as GGUF and returns the path.</summary>
    public string Save(string path) => Write().Save(path);

    /// <summary>The file, to add to.</summary>
    public GgufWriter Write()
    {
        var writer = new GgufWriter()
            .Set("general.architecture", Model.Architecture)
            .Set("general.type", "adapter")
            .Set("adapter.type", "lora")
            .Set("adapter.lora.alpha", Alpha);
        var random = new Random(Seed);
        for (var l = 0; l < Model.Layers; l++)
            foreach (var target in Targets)
                Pair($"blk.{l}.{target}.weight", Extents(target));
        if (Head)
            Pair("output.weight", (Model.Width, Model.Vocabulary));
        return writer;

        void Pair(string name, (int In, int Out) extents)
        {
            writer.Tensor(
                name + ".lora_a",
                TensorKind.F32,
                [extents.In, Rank],
                RandomWeights.Normal(random, extents.In * Rank, 1 / MathF.Sqrt(extents.In))
            );
            writer.Tensor(
                name + ".lora_b",
                TensorKind.F32,
                [Rank, extents.Out],
                RandomWeights.Normal(random, extents.Out * Rank, 0.2f / MathF.Sqrt(Rank))
            );
        }
    }

    /// <summary>Inputs and outputs of a target.</summary>
    public (int In, int Out) Extents(string target)
    {
        var (_, columns, rows) = Model.Matrices.Single(matrix => matrix.Name == target);
        return (columns, rows);
    }
}
