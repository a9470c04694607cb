using System.Text.Json;

namespace ChatBot;

/// <summary>
/// Weights that a fit found (<c>Benchmarks fit …</c>), from the file that lies beside the code that uses them:
/// <c>{"head": {…}, "NAME": {"FEATURE": weight}}</c>. The head says of which data they are and what they are worth on held-out data.
/// A feature that earned nothing has no weight and counts 0.
/// </summary>
public sealed class LearnedWeights
{
    private readonly JsonElement _file;
    private readonly string _name;

    private LearnedWeights(JsonElement file, string name) => (_file, _name) = (file, name);

    /// <summary>Reads <c>NAME-weights.json</c> of whichever room has it.</summary>
    /// <exception cref="InvalidOperationException">No such file is embedded.</exception>
    public static LearnedWeights Load(string name)
    {
        using var stream = Open(name);
        return new LearnedWeights(JsonDocument.Parse(stream).RootElement, name);
    }

    /// <summary>The file itself, for a fit whose weights are more than a number for each feature.</summary>
    /// <exception cref="InvalidOperationException">No such file is embedded.</exception>
    public static Stream Open(string name) =>
        typeof(LearnedWeights).Assembly.GetManifestResourceStream($"weights/{name}-weights.json")
        ?? throw new InvalidOperationException($"The weights {name}-weights.json are not embedded.");

    /// <summary>The weights of one model, in the order of <paramref name="features"/>.</summary>
    /// <exception cref="InvalidOperationException">The file has no such model, or a feature that the code does not know.</exception>
    public double[] Of(string model, IReadOnlyList<string> features)
    {
        if (!_file.TryGetProperty(model, out var weights))
            throw new InvalidOperationException($"{_name}-weights.json has no {model}.");
        if (weights.EnumerateObject().Select(weight => weight.Name).FirstOrDefault(name => !features.Contains(name)) is { } unknown)
            throw new InvalidOperationException($"{_name}-weights.json weighs {unknown}, which {model} does not know.");
        return [.. features.Select(feature => weights.TryGetProperty(feature, out var weight) ? weight.GetDouble() : 0)];
    }
}
