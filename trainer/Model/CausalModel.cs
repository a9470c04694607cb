using ChatBot.Models.Files;
using ChatBot.Trainer.Lora;
using static TorchSharp.torch;

namespace ChatBot.Trainer.Model;

/// <summary>
/// The decoder that is served, computed by libtorch: llama, qwen2, qwen3, gemma2 and phi3 from a GGUF file or a Hugging Face folder. Its
/// logits are those of llama.cpp on the same weights.
/// </summary>
public sealed class CausalModel : ICausalModel
{
    private readonly CausalModelOptions _options;
    private readonly RotaryEmbedding _rotary;
    private readonly DecoderLayer[] _layers;
    private readonly FrozenMatrix _embedding;
    private readonly FrozenMatrix? _head; // null where the embedding is the head too
    private readonly Tensor _norm;
    private readonly float _dropout;

    private CausalModel(IWeightFile file, CausalModelOptions options)
    {
        using var scope = NewDisposeScope();
        (_options, Shape, Path) = (options, file.Shape, file.Path);
        var (device, type) = (options.Place, options.Type);
        _rotary = new RotaryEmbedding(Shape.Rotary, device);
        _embedding = FrozenMatrix.Read(file, "token_embd.weight", options.Kept, device);
        _head = file.Has("output.weight") ? FrozenMatrix.Read(file, "output.weight", options.Kept, device) : null;
        _norm = tensor(file.Vector("output_norm.weight"))
            .to(type == ScalarType.Float64 ? type : ScalarType.Float32, device)
            .DetachFromDisposeScope();
        _layers =
        [
            .. Enumerable.Range(0, Shape.Layers).Select(index => new DecoderLayer(file, index, _rotary, options.Kept, type, device)),
        ];
        Adapter = options.Lora is { } lora ? Adapt(lora) : new Dictionary<string, Tensor>();
        _dropout = options.Lora?.Dropout ?? 0;
    }

    /// <summary>File or folder of the base.</summary>
    public string Path { get; }

    /// <summary>What is computed.</summary>
    public ModelShape Shape { get; }

    /// <summary>What is learnt; null for nothing.</summary>
    public LoraSettings? Lora => _options.Lora;

    /// <summary>Bytes that the base's matrices take.</summary>
    public long BaseBytes => _embedding.Bytes + (_head?.Bytes ?? 0) + _layers.Sum(layer => layer.Bytes);

    public int Width => Shape.Width;

    public int Vocabulary => Shape.Vocabulary;

    public IReadOnlyDictionary<string, Tensor> Adapter { get; }

    public bool IsAdapted { get; set; } = true;

    public bool IsTraining { get; set; }

    public long DropoutSeed { get; set; }

    /// <summary>Loads a GGUF file or a Hugging Face folder.</summary>
    /// <exception cref="ModelFileException">It cannot be used; one line says why.</exception>
    /// <exception cref="NotSupportedException">libtorch cannot be loaded.</exception>
    /// <exception cref="ArgumentException">The adapter's settings do not fit the model.</exception>
    public static CausalModel Load(string path, CausalModelOptions? options = null)
    {
        NativeTorch.Require();
        using IWeightFile file = Directory.Exists(path) ? HuggingFaceWeights.Open(path) : GgufWeights.Open(path);
        return new CausalModel(file, options ?? new CausalModelOptions());
    }

    public Tensor Hidden(Tensor tokens, Tensor positions, Tensor? segments = null)
    {
        using var scope = NewDisposeScope();
        var (rows, length, type) = (tokens.shape[0], tokens.shape[1], _options.Type);
        var pass = new Pass(
            rows,
            length,
            _rotary.Angles(positions.reshape(-1), type == ScalarType.BFloat16 ? ScalarType.Float32 : type),
            Attention.Mask(length, segments, 0, type, _options.Place),
            Attention.Mask(length, segments, Shape.SlidingWindow, type, _options.Place),
            IsAdapted && Adapter.Count > 0,
            IsTraining ? _dropout : 0,
            DropoutSeed
        );
        var x = _embedding.Select(tokens.reshape(-1), type);
        if (Shape.EmbeddingScale != 1)
            x *= Shape.EmbeddingScale;
        foreach (var (index, layer) in _layers.Index())
        {
            var before = x;
            x = IsAgain(index, layer, pass) ? Recomputed.Apply(layer, before, pass) : layer.Forward(before, pass);
            before.Dispose();
        }
        return Operations.RootMeanSquareNorm(x, _norm, Shape.NormEpsilon).view(rows, length, Width).MoveToOuterDisposeScope();
    }

    public Tensor Logits(Tensor hidden)
    {
        using var scope = NewDisposeScope();
        var logits = FrozenHead.Apply(_head ?? _embedding, hidden);
        return Operations.SoftCapped(logits, Shape.LogitSoftCap).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        foreach (var owned in _layers.Concat<IDisposable>([_rotary, _embedding, _norm]))
            owned.Dispose();
        _head?.Dispose();
    }

    /// <summary>A pass that keeps nothing needs no second one.</summary>
    private bool IsAgain(int index, DecoderLayer layer, Pass pass) =>
        pass.IsAdapted && is_grad_enabled() && (layer.IsUnpacked || (IsTraining && index < _options.CheckpointedLayers));

    private Dictionary<string, Tensor> Adapt(LoraSettings lora)
    {
        var adapter = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        var targets = lora.TargetsOf(_layers.SelectMany(layer => layer.Matrices)).ToHashSet();
        foreach (var layer in _layers)
        foreach (var name in layer.Matrices.Where(targets.Contains))
        {
            // What is learnt is kept in 32 bits whatever the base is, or small steps would be lost.
            var type = _options.Type == ScalarType.Float64 ? ScalarType.Float64 : ScalarType.Float32;
            var matrix = layer.Matrix(name);
            var lengths = lora.IsDora ? matrix.As(type).norm(1, false, 2) : null;
            var pair = LoraPair.Create(name, (matrix.Rows, matrix.Columns), lengths, lora, type, _options.Place);
            layer.Adapt(name, pair);
            adapter[name + ".lora_a"] = pair.A;
            adapter[name + ".lora_b"] = pair.B;
            if (pair.Magnitude is { } magnitude)
                adapter[name + ".lora_magnitude"] = magnitude;
        }
        return adapter;
    }
}
