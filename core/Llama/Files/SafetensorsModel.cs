using System.Text.Json;
using System.Text.RegularExpressions;
using ChatBot.Llama.Kernels;

namespace ChatBot.Llama.Files;

/// <summary>
/// A Hugging Face model folder seen as GGUF: names translated, Llama's Wq and Wk permuted (the only copy; everything else stays mapped),
/// Llama 3's RoPE scaling turned into the tensor that GGUF carries.
/// </summary>
public sealed unsafe partial class SafetensorsModel : IModelFile
{
    private readonly List<SafetensorsFile> _files = [];
    private readonly List<NativeBuffer<byte>> _copies = [];
    private readonly Dictionary<string, nint> _addresses = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TensorEntry> _tensors = new(StringComparer.Ordinal);

    private SafetensorsModel(string path, Dictionary<string, object> metadata)
    {
        Path = path;
        Metadata = metadata;
    }

    public string Path { get; }

    public IReadOnlyDictionary<string, object> Metadata { get; }

    public IReadOnlyDictionary<string, TensorEntry> Tensors => _tensors;

    /// <summary>Opens a folder with <c>config.json</c> and <c>model.safetensors</c> (or its shards and index), or such a file.</summary>
    /// <exception cref="ModelFileException">A part is missing or cannot be used.</exception>
    public static SafetensorsModel Open(string path)
    {
        var folder = Directory.Exists(path) ? path : System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!;
        var config = System.IO.Path.Combine(folder, "config.json");
        if (!File.Exists(config))
            throw new ModelFileException(path, "there is no 'config.json' beside the weights; copy the model's whole folder.");
        var model = new SafetensorsModel(path, HuggingFaceConfig.Read(config));
        try
        {
            foreach (var shard in Directory.Exists(path) ? Shards(folder) : [path])
                model.Add(SafetensorsFile.Open(shard));
            if (model.Metadata.GetValueOrDefault("huggingface.tied") is false && !model._tensors.ContainsKey("output.weight"))
                throw new ModelFileException(path, "'lm_head.weight' is missing; a part of the model was not copied.");
            if (HuggingFaceConfig.Llama3Factors(model.Metadata) is { } factors)
                model.AddCopy(
                    "rope_freqs.weight",
                    TensorKind.F32,
                    [factors.Length],
                    (from, to) => factors.CopyTo(new Span<float>((float*)to, factors.Length)),
                    null
                );
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    public byte* Data(TensorEntry tensor) => (byte*)_addresses[tensor.Name];

    public void Dispose()
    {
        foreach (var file in _files)
            file.Dispose();
        foreach (var copy in _copies)
            copy.Dispose();
    }

    private static List<string> Shards(string folder)
    {
        var index = System.IO.Path.Combine(folder, "model.safetensors.index.json");
        if (!File.Exists(index))
            return [System.IO.Path.Combine(folder, "model.safetensors")];
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(index), new JsonDocumentOptions { MaxDepth = 8 });
            var names = document
                .RootElement.GetProperty("weight_map")
                .EnumerateObject()
                .Select(entry => entry.Value.GetString() ?? "")
                .Distinct()
                .ToList();
            return names.All(name => name.Length > 0 && name == System.IO.Path.GetFileName(name))
                ? names.ConvertAll(name => System.IO.Path.Combine(folder, name))
                : throw new ModelFileException(index, "it names a file outside its own folder.");
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or IOException)
        {
            throw new ModelFileException(index, $"the index of shards cannot be read ({e.Message}).", e);
        }
    }

    private void Add(SafetensorsFile file)
    {
        _files.Add(file);
        foreach (var tensor in file.Tensors.Values)
        {
            if (
                tensor.Name.EndsWith("rotary_emb.inv_freq", StringComparison.Ordinal)
                || (tensor.Name == "lm_head.weight" && Metadata.GetValueOrDefault("huggingface.tied") is true)
            )
                continue; // a constant that old files carry, and the tied head saved twice
            var name =
                Translate(tensor.Name)
                ?? throw new ModelFileException(file.Path, $"the tensor '{tensor.Name}' is not part of this architecture.");
            if (Metadata["general.architecture"] is "llama" && PermutedHeads(name) is { } heads)
                AddPermuted(file, tensor, name, heads);
            else if (_tensors.TryAdd(name, tensor with { Name = name }))
                _addresses[name] = (nint)file.Data(tensor);
            else
                throw new ModelFileException(file.Path, $"the tensor '{tensor.Name}' appears in two shards.");
        }
    }

    private void AddPermuted(SafetensorsFile file, TensorEntry tensor, string name, int heads)
    {
        var rows = (int)tensor.Dims[^1]; // [in, out] for a matrix, [out] for a bias
        if (rows % (2 * heads) != 0)
            throw new ModelFileException(file.Path, $"the {rows} rows of '{tensor.Name}' are not {heads} heads.");
        AddCopy(
            name,
            tensor.Kind,
            tensor.Dims,
            (from, to) => HeadPermutation.Copy((byte*)from, (byte*)to, rows, heads, tensor.Length / rows),
            (nint)file.Data(tensor)
        );
    }

    private void AddCopy(string name, TensorKind kind, IReadOnlyList<long> dims, Action<nint, nint> fill, nint? from)
    {
        var length = dims.Aggregate((long)kind.BlockBytes(), (product, dim) => product * dim);
        var copy = new NativeBuffer<byte>(length);
        _copies.Add(copy);
        fill(from ?? 0, (nint)copy.Pointer);
        if (!_tensors.TryAdd(name, new TensorEntry(name, kind, dims, 0, length)))
            throw new ModelFileException(Path, $"the tensor '{name}' appears twice.");
        _addresses[name] = (nint)copy.Pointer;
    }

    private int? PermutedHeads(string name)
    {
        var query = name.Contains(".attn_q.", StringComparison.Ordinal);
        if (!query && !name.Contains(".attn_k.", StringComparison.Ordinal))
            return null;
        var keys = new MetadataReader(this);
        var heads = keys.Integer("llama.attention.head_count", 1, 1 << 12);
        return query ? heads : keys.Integer("llama.attention.head_count_kv", 1, heads, heads);
    }

    /// <summary>A Hugging Face name as GGUF's, or null for one that has none.</summary>
    internal static string? Translate(string name)
    {
        switch (name)
        {
            case "model.embed_tokens.weight":
                return "token_embd.weight";
            case "model.norm.weight":
                return "output_norm.weight";
            case "lm_head.weight":
                return "output.weight";
        }
        var match = LayerName().Match(name);
        return match.Success && Parts.TryGetValue(match.Groups["part"].Value, out var part)
            ? $"blk.{match.Groups["layer"].Value}.{part}.{match.Groups["what"].Value}"
            : null;
    }

    private static readonly Dictionary<string, string> Parts = new(StringComparer.Ordinal)
    {
        ["input_layernorm"] = "attn_norm",
        ["self_attn.q_proj"] = "attn_q",
        ["self_attn.k_proj"] = "attn_k",
        ["self_attn.v_proj"] = "attn_v",
        ["self_attn.o_proj"] = "attn_output",
        ["self_attn.q_norm"] = "attn_q_norm",
        ["self_attn.k_norm"] = "attn_k_norm",
        ["post_attention_layernorm"] = "ffn_norm",
        ["mlp.gate_proj"] = "ffn_gate",
        ["mlp.up_proj"] = "ffn_up",
        ["mlp.down_proj"] = "ffn_down",
    };

    [GeneratedRegex(
        @"^model\.layers\.(?<layer>0|[1-9][0-9]{0,3})\.(?<part>[a-z_.]+)\.(?<what>weight|bias)$",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex LayerName();
}
