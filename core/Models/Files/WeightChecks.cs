namespace ChatBot.Models.Files;

/// <summary>What holds for the tensors of every architecture.</summary>
internal static class WeightChecks
{
    public static void Check(ModelHeader header)
    {
        var file = header.File;
        var embedding =
            file.Tensors.GetValueOrDefault("token_embd.weight")
            ?? throw new ModelFileException(file.Path, "the matrix 'token_embd.weight' is missing; this is not a whole model.");
        if (!embedding.Is(header.Width, header.Vocabulary.Tokens.Count))
            throw new ModelFileException(
                file.Path,
                $"the tensor 'token_embd.weight' is {embedding.Shape} where [{header.Width}, {header.Vocabulary.Tokens.Count}] belongs."
            );
        foreach (var tensor in file.Tensors.Values)
        {
            // Vectors are added and multiplied elementwise, which llama.cpp does with these only.
            if (tensor.Dims.Skip(1).All(dim => dim == 1) && tensor.Kind != TensorKind.F32)
                throw new ModelFileException(file.Path, $"the vector '{tensor.Name}' is stored as {tensor.Kind} where F32 belongs.");
            if (
                tensor.Name.StartsWith("blk.", StringComparison.Ordinal)
                && !(
                    int.TryParse(tensor.Name.AsSpan(4, Math.Max(0, tensor.Name.IndexOf('.', 4) - 4)), out var layer)
                    && layer < MostNamed(header)
                )
            )
                throw new ModelFileException(file.Path, $"the tensor '{tensor.Name}' belongs to none of the {header.Layers} layers.");
        }
    }

    /// <summary>Layers for predicting several tokens may come behind the counted ones.</summary>
    private static int MostNamed(ModelHeader header) => header.Layers + 8;
}
