using ChatBot.Llama.Files;

namespace ChatBot.Llama.Forward;

/// <summary>
/// Rotary positions (arxiv.org/abs/2104.09864): a head's elements are rotated in pairs by position × frequency. <c>llama</c> pairs (2i,
/// 2i+1),
/// <c>qwen2</c> and <c>qwen3</c> pairs (i, i + d/2). Longer contexts scale the frequencies: linear, Llama 3's factors (a tensor in the
/// file),
/// or YaRN (arxiv.org/abs/2309.00071).
/// </summary>
public sealed class Rope
{
    private readonly double[] _frequencies; // [d / 2], radians a position
    private readonly float _magnitude; // YaRN's correction of the attention temperature, 1 elsewhere

    private Rope(bool adjacent, double[] frequencies, float magnitude)
    {
        Adjacent = adjacent;
        this._frequencies = frequencies;
        this._magnitude = magnitude;
    }

    /// <summary>Whether pairs are (2i, 2i+1) rather than (i, i + d/2).</summary>
    public bool Adjacent { get; }

    /// <summary>d / 2.</summary>
    public int Pairs => _frequencies.Length;

    /// <summary>
    /// Reads the keys of <c>&lt;architecture&gt;.rope.*</c>. <paramref name="factors"/>: the tensor <c>rope_freqs.weight</c> [d / 2], or
    /// null.
    /// </summary>
    /// <exception cref="ModelFileException">A scaling that is not supported, or settings that contradict each other.</exception>
    public static Rope Read(IModelFile file, ModelShape shape, float[]? factors)
    {
        var keys = new MetadataReader(file);
        var rope = $"{shape.Architecture}.rope";
        // whole heads, as llama.cpp demands
        var rotated = keys.Integer($"{rope}.dimension_count", shape.HeadWidth, shape.HeadWidth, shape.HeadWidth);
        if (factors is not null && (factors.Length != rotated / 2 || factors.Any(factor => !(factor > 0))))
            throw new ModelFileException(file.Path, $"'rope_freqs.weight' must hold {rotated / 2} factors above zero.");
        var frequencyBase = keys.Positive($"{rope}.freq_base", 10000);
        var frequencies = new double[rotated / 2];
        for (var i = 0; i < frequencies.Length; i++)
            frequencies[i] = Math.Pow(frequencyBase, -2.0 * i / rotated) / (factors?[i] ?? 1);

        var type = keys.Text($"{rope}.scaling.type", file.Metadata.ContainsKey($"{rope}.scaling.factor") ? "linear" : "none");
        var factor = keys.Positive($"{rope}.scaling.factor", keys.Positive($"{rope}.scale_linear", 1));
        var magnitude = keys.Positive($"{rope}.scaling.attn_factor", 1);
        switch (type)
        {
            case "none":
                break;
            case "linear":
                for (var i = 0; i < frequencies.Length; i++)
                    frequencies[i] /= factor;
                break;
            case "yarn":
                Yarn(frequencies, keys, rope, rotated, frequencyBase, factor, shape.Context);
                magnitude *= 1 + 0.1 * Math.Log(factor);
                break;
            default:
                throw new ModelFileException(file.Path, $"the RoPE scaling '{type}' is not supported; none, linear and yarn are.");
        }
        return new Rope(shape.Architecture == "llama", frequencies, (float)magnitude);
    }

    /// <summary>Cosines and sines of every pair at <paramref name="position"/>: [d / 2] each.</summary>
    public void Angles(int position, Span<float> cosines, Span<float> sines)
    {
        for (var i = 0; i < _frequencies.Length; i++)
        {
            var (sine, cosine) = Math.SinCos(position * _frequencies[i]);
            (cosines[i], sines[i]) = ((float)cosine * _magnitude, (float)sine * _magnitude);
        }
    }

    /// <summary>Rotates one head [d] in place.</summary>
    public void Rotate(Span<float> head, ReadOnlySpan<float> cosines, ReadOnlySpan<float> sines)
    {
        var (step, apart) = Adjacent ? (2, 1) : (1, Pairs);
        for (var i = 0; i < Pairs; i++)
        {
            var (a, b) = (head[i * step], head[i * step + apart]);
            head[i * step] = a * cosines[i] - b * sines[i];
            head[i * step + apart] = a * sines[i] + b * cosines[i];
        }
    }

    /// <summary>Undoes <see cref="Rotate"/>, for gradients: the transpose of a rotation.</summary>
    public void RotateBack(Span<float> head, ReadOnlySpan<float> cosines, ReadOnlySpan<float> sines)
    {
        var (step, apart) = Adjacent ? (2, 1) : (1, Pairs);
        for (var i = 0; i < Pairs; i++)
        {
            var (a, b) = (head[i * step], head[i * step + apart]);
            head[i * step] = a * cosines[i] + b * sines[i];
            head[i * step + apart] = b * cosines[i] - a * sines[i];
        }
    }

    /// <summary>
    /// YaRN: pairs that turn often within the original context keep their frequency, slow ones are interpolated, between lies a ramp.
    /// </summary>
    private static void Yarn(
        double[] frequencies,
        MetadataReader keys,
        string rope,
        int rotated,
        double frequencyBase,
        double factor,
        int context
    )
    {
        var original = keys.Integer($"{rope}.scaling.original_context_length", 1, 1 << 24, context);
        var fast = keys.Positive($"{rope}.scaling.yarn_beta_fast", 32);
        var slow = keys.Positive($"{rope}.scaling.yarn_beta_slow", 1);
        var low = Math.Max(0, Math.Floor(PairThatTurns(fast)));
        var high = Math.Min(rotated - 1, Math.Ceiling(PairThatTurns(slow)));
        for (var i = 0; i < frequencies.Length; i++)
        {
            var keep = 1 - Math.Clamp((i - low) / Math.Max(0.001, high - low), 0, 1);
            frequencies[i] = frequencies[i] / factor * (1 - keep) + frequencies[i] * keep;
        }

        double PairThatTurns(double turns) => rotated * Math.Log(original / (turns * 2 * Math.PI)) / (2 * Math.Log(frequencyBase));
    }
}
