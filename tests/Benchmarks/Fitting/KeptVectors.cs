using System.Security.Cryptography;
using System.Text;
using ChatBot.Embedding;
using ChatBot.Embedding.Onnx;
using Microsoft.Extensions.AI;

namespace ChatBot.Benchmarks.Fitting;

/// <summary>
/// The shipped model, which remembers in a temporary file what it computed: a fit is repeated often, and its texts are the same ones.
/// </summary>
internal sealed class KeptVectors : IEmbeddingGenerator<string, Embedding<float>>
{
    private const int KeyBytes = 16;

    private readonly OnnxEmbeddingGenerator _model = new(OnnxModelFolder.Of(new EmbeddingOptions()));
    private readonly Dictionary<Int128, float[]> _kept = [];
    private readonly FileStream _file;

    public KeptVectors()
    {
        var name = ((EmbeddingGeneratorMetadata)_model.GetService(typeof(EmbeddingGeneratorMetadata))!).DefaultModelId;
        _file = new FileStream(
            Path.Combine(Path.GetTempPath(), $"chatbot-fit-{name}.vectors"),
            FileMode.OpenOrCreate,
            FileAccess.ReadWrite
        );
        var dimensions = _model.GenerateAsync(["one"]).Result[0].Vector.Length;
        var record = new byte[KeyBytes + dimensions * sizeof(float)];
        while (_file.ReadAtLeast(record, record.Length, throwOnEndOfStream: false) == record.Length)
        {
            var vector = new float[dimensions];
            Buffer.BlockCopy(record, KeyBytes, vector, 0, record.Length - KeyBytes);
            _kept[BitConverter.ToInt128(record)] = vector;
        }
        _file.SetLength(_file.Length / record.Length * record.Length);
        _file.Seek(0, SeekOrigin.End);
    }

    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values,
        EmbeddingGenerationOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        var texts = values.ToList();
        var keys = texts.ConvertAll(text => BitConverter.ToInt128(SHA256.HashData(Encoding.UTF8.GetBytes(text))));
        List<int> missing;
        lock (_kept)
            missing = [.. Enumerable.Range(0, texts.Count).Where(i => !_kept.ContainsKey(keys[i])).DistinctBy(i => keys[i])];
        if (missing.Count > 0)
        {
            var computed = await _model.GenerateAsync(missing.Select(i => texts[i]), options, cancellationToken);
            lock (_kept)
                foreach (var (n, i) in missing.Index())
                {
                    var vector = computed[n].Vector.ToArray();
                    if (!_kept.TryAdd(keys[i], vector))
                        continue;
                    _file.Write(BitConverter.GetBytes(keys[i]));
                    _file.Write(System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(vector));
                }
        }
        lock (_kept)
            return [.. keys.Select(key => new Embedding<float>(_kept[key]))];
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => _model.GetService(serviceType, serviceKey);

    public void Dispose()
    {
        _file.Dispose();
        _model.Dispose();
    }
}
