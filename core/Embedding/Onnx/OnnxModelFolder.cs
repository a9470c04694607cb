using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ChatBot.Embedding.Onnx;

/// <summary>How the vectors of a text's tokens become the text's.</summary>
public enum Pooling
{
    /// <summary>Their mean.</summary>
    Mean,

    /// <summary>The first token's, <c>[CLS]</c>.</summary>
    Cls,
}

/// <summary>What <c>embedding.json</c> says about the model beside it; a folder without one is taken for a MiniLM-class model.</summary>
/// <param name="Name">How the model is called; vectors carry it.</param>
/// <param name="QueryPrefix">Put before questions, not before passages, where the model was trained so.</param>
/// <param name="PassagePrefix">Put before passages.</param>
/// <param name="MaxTokens">Tokens that are read of a text, its two marks included; what follows is left out.</param>
/// <param name="EnglishOnly">Whether it learned English alone: searches in other languages then go by words.</param>
/// <param name="Lowercase">Whether the vocabulary is lower case without accents.</param>
/// <param name="ByteQuestions">Whether questions are read with weights of a byte; passages never are.</param>
public sealed record OnnxModelSettings(
    string Name = "",
    Pooling Pooling = Pooling.Mean,
    string QueryPrefix = "",
    string PassagePrefix = "",
    [property: Range(8, 8192)] int MaxTokens = 256,
    bool Lowercase = true,
    bool EnglishOnly = false,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool ByteQuestions = false
);

/// <summary>A folder with <c>model.onnx</c>, <c>vocab.txt</c> and, where it differs from MiniLM, <c>embedding.json</c>.</summary>
public sealed class OnnxModelFolder
{
    /// <summary>Bytes at the beginning and end of the weights that tell one model from another.</summary>
    private const int Sampled = 1 << 16;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    private readonly string _folder;

    /// <exception cref="EmbeddingException">A file is missing, or <c>embedding.json</c> cannot be read; the message says which.</exception>
    public OnnxModelFolder(string folder)
    {
        _folder = folder;
        foreach (var file in new[] { ModelPath, VocabularyPath })
            if (!File.Exists(file))
                throw new EmbeddingException(
                    $"{file} is missing: Embeddings:Path must name a folder with model.onnx and vocab.txt, or set "
                        + "Embeddings:Provider to hashing."
                );
        Settings = ReadSettings(Path.Combine(folder, "embedding.json"));
    }

    /// <summary>The folder that the settings name; else the weights that lie beside the program.</summary>
    public static OnnxModelFolder Of(EmbeddingOptions options) => new(options.Path.Length > 0 ? options.Path : Shipped);

    private static string Shipped => Path.Combine(AppContext.BaseDirectory, "weights", "all-MiniLM-L6-v2");

    /// <summary>Looks at the vocabulary; whether the weights are a model shows when they are opened, which takes longer.</summary>
    /// <exception cref="EmbeddingException">It lacks a mark that every text needs.</exception>
    public void Check() => WordPiece.IdsOfMarks([.. File.ReadLines(VocabularyPath)]);

    public OnnxModelSettings Settings { get; }
    public string ModelPath => Path.Combine(_folder, "model.onnx");
    public string VocabularyPath => Path.Combine(_folder, "vocab.txt");

    /// <summary>Name and fingerprint of the weights: vectors of two models never have the same.</summary>
    public string Identity =>
        $"{(Settings.Name.Length > 0 ? Settings.Name : Path.GetFileName(Path.TrimEndingDirectorySeparator(_folder)))}-{Fingerprint()}";

    private string Fingerprint()
    {
        using var file = File.OpenRead(ModelPath);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(BitConverter.GetBytes(file.Length));
        var sample = new byte[Sampled];
        hash.AppendData(sample, 0, file.ReadAtLeast(sample, Sampled, throwOnEndOfStream: false));
        file.Seek(-Math.Min(Sampled, file.Length), SeekOrigin.End);
        hash.AppendData(sample, 0, file.ReadAtLeast(sample, Sampled, throwOnEndOfStream: false));
        // passages' vectors are the same whatever questions are read with
        hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(Settings with { Name = "", ByteQuestions = false }, Json));
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..8];
    }

    private static OnnxModelSettings ReadSettings(string path)
    {
        if (!File.Exists(path))
            return new OnnxModelSettings();
        try
        {
            var settings = JsonSerializer.Deserialize<OnnxModelSettings>(File.ReadAllText(path), Json) ?? new OnnxModelSettings();
            Validator.ValidateObject(settings, new ValidationContext(settings), validateAllProperties: true);
            return settings;
        }
        catch (Exception fault) when (fault is JsonException or ValidationException)
        {
            throw new EmbeddingException($"{path} cannot be used (Embeddings:Path): {fault.Message.ReplaceLineEndings(" ")}", fault);
        }
    }
}
