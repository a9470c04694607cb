using System.Security.Cryptography;
using System.Text;
using ChatBot.Language;

namespace ChatBot.Embedding;

/// <summary>
/// Vectors of the sentences of a list. Those of the shipped model lie beside the list, made by the benchmark <c>fit guard</c>; any other
/// embedder makes them once, when they are first asked for.
/// </summary>
public sealed class ListVectors(Embedder embedder)
{
    private const int Batch = 64;

    private readonly Dictionary<string, Task<float[][]>> _known = [];

    /// <summary>False for vectors that know spellings only: words know those better.</summary>
    public bool KnowsMeanings => !embedder.IsLexical;

    /// <summary>True where other languages are no better than noise.</summary>
    public bool IsEnglishOnly => embedder.IsEnglishOnly;

    /// <summary>Normalised, in the order of the list's lines.</summary>
    /// <exception cref="EmbeddingException">The embedder failed; the next call asks it again.</exception>
    public Task<float[][]> OfAsync(string list)
    {
        lock (_known)
        {
            if (!_known.TryGetValue(list, out var vectors) || vectors is { IsFaulted: true } or { IsCanceled: true })
                _known[list] = vectors = Shipped(list) is { } shipped ? Task.FromResult(shipped) : MakeAsync(WordList.Load(list).Lines);
            return vectors;
        }
    }

    /// <summary>In the texts' order, a batch at a time.</summary>
    /// <param name="asQuestions">Read as the questions are that are compared with them.</param>
    public async Task<float[][]> MakeAsync(IReadOnlyList<string> texts, CancellationToken cancel = default, bool asQuestions = false)
    {
        var vectors = new List<float[]>(texts.Count);
        foreach (var batch in texts.Chunk(Batch))
        {
            var made = asQuestions ? embedder.EmbedQuestionsAsync(batch, cancel) : embedder.EmbedAsync(batch, cancel);
            vectors.AddRange((await made).Select(vector => vector.ToArray()));
        }
        return [.. vectors];
    }

    /// <summary>Whose vectors of which text a file holds: its first line.</summary>
    internal static string Head(string embedder, IReadOnlyList<string> texts) =>
        $"{embedder} {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', texts))))}\n";

    /// <summary>Null where there is no file, or it is another embedder's or of another state of the list.</summary>
    private float[][]? Shipped(string list)
    {
        using var stream = typeof(ListVectors).Assembly.GetManifestResourceStream($"vectors/{list}.vectors");
        if (stream is null)
            return null;
        var file = new byte[stream.Length];
        stream.ReadExactly(file);
        var texts = WordList.Load(list).Lines;
        var head = Encoding.UTF8.GetBytes(Head(embedder.Name, texts));
        if (!file.AsSpan().StartsWith(head))
            return null;
        var dimensions = (file.Length - head.Length) / texts.Count;
        return
        [
            .. file[head.Length..]
                .Chunk(dimensions)
                .Select(bytes => SentenceVectors.Values(System.Runtime.InteropServices.MemoryMarshal.Cast<byte, sbyte>(bytes))),
        ];
    }
}
