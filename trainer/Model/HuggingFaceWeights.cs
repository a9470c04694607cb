using System.Text.Json;
using ChatBot.Models.Files;

namespace ChatBot.Trainer.Model;

/// <summary>
/// The weights of a Hugging Face folder (<c>config.json</c>, safetensors in one file or several), as GGUF would have them.
/// </summary>
internal sealed class HuggingFaceWeights : IWeightFile
{
    private readonly List<SafetensorsFile> _files;
    private readonly Dictionary<string, SafetensorsFile> _tensors = new(StringComparer.Ordinal);
    private readonly bool _isTied;

    private HuggingFaceWeights(string path, ModelShape shape, List<SafetensorsFile> files, bool isTied)
    {
        (Path, Shape, _files, _isTied) = (path, shape, files, isTied);
        foreach (var file in files)
        foreach (var name in file.Tensors.Keys)
            if (!_tensors.TryAdd(name, file))
                throw new ModelFileException(file.Path, $"the tensor '{name}' lies in several files of the folder.");
    }

    public string Path { get; }

    public ModelShape Shape { get; }

    /// <exception cref="ModelFileException">The folder cannot be used; one line says why.</exception>
    public static HuggingFaceWeights Open(string path)
    {
        var (shape, isTied) = HuggingFaceShape.Read(path);
        var files = new List<SafetensorsFile>();
        try
        {
            foreach (var name in FilesOf(path))
                files.Add(SafetensorsFile.Open(System.IO.Path.Combine(path, name)));
            var weights = new HuggingFaceWeights(path, shape, files, isTied);
            WeightShapes.Check(weights);
            return weights;
        }
        catch
        {
            files.ForEach(file => file.Dispose());
            throw;
        }
    }

    public bool Has(string name) => !(_isTied && name == "output.weight") && _tensors.ContainsKey(NameOf(name));

    public float[] Vector(string name)
    {
        var values = Find(name, 1).File.Values(NameOf(name));
        var ordered = new float[values.Length];
        for (var row = 0; row < ordered.Length; row++)
            ordered[row] = values[HuggingFaceNames.Row(Shape, name, row)];
        // gemma's norms multiply by 1 + w; GGUF has the sum.
        return Shape.Family == "gemma2" && name.Contains("norm", StringComparison.Ordinal) ? [.. ordered.Select(w => w + 1)] : ordered;
    }

    public MatrixLayout Layout(string name)
    {
        var entry = Find(name, 2).Entry;
        return new MatrixLayout(entry.Kind, entry.Extents[0], entry.Extents[1]);
    }

    public void ReadRows(string name, long firstRow, Span<byte> packed)
    {
        var (file, bytes) = (Find(name, 2).File, Layout(name).RowBytes);
        if (HuggingFaceNames.Row(Shape, name, 1) == 1)
            file.Read(NameOf(name), firstRow * bytes, packed);
        else
            for (var i = 0; i * bytes < packed.Length; i++)
                file.Read(NameOf(name), HuggingFaceNames.Row(Shape, name, firstRow + i) * bytes, packed.Slice(i * bytes, bytes));
    }

    public void Dispose() => _files.ForEach(file => file.Dispose());

    private string NameOf(string name) => HuggingFaceNames.Of(Shape.Family, name);

    private (SafetensorsFile File, SafetensorsFile.Entry Entry) Find(string name, int extents)
    {
        if (!_tensors.TryGetValue(NameOf(name), out var file))
            throw new ModelFileException(Path, $"the tensor '{NameOf(name)}' is missing.");
        var entry = file.Tensors[NameOf(name)];
        return entry.Extents.Count == extents
            ? (file, entry)
            : throw new ModelFileException(file.Path, $"the tensor '{NameOf(name)}' has {entry.Extents.Count} extents, not {extents}.");
    }

    /// <summary>The files that the index names, or the one that there is.</summary>
    private static string[] FilesOf(string path)
    {
        var index = System.IO.Path.Combine(path, "model.safetensors.index.json");
        if (!File.Exists(index))
            return File.Exists(System.IO.Path.Combine(path, "model.safetensors"))
                ? ["model.safetensors"]
                : throw new ModelFileException(path, "the folder holds neither model.safetensors nor its index.");
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(index));
            string[] names =
            [
                .. document.RootElement.GetProperty("weight_map").EnumerateObject().Select(file => file.Value.GetString()!).Distinct(),
            ];
            return names.All(name => name == System.IO.Path.GetFileName(name))
                ? names
                : throw new ModelFileException(index, "the index names a file outside the folder.");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or IOException)
        {
            throw new ModelFileException(index, $"the index cannot be read ({e.Message.Split('\n')[0]}).", e);
        }
    }
}
