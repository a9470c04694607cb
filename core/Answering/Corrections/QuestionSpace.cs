using System.Numerics.Tensors;
using ChatBot.Embedding;
using ChatBot.Language;

namespace ChatBot.Answering.Corrections;

/// <summary>
/// Places questions among the everyday requests, which stand for all that people ask beside what was corrected: a workspace with one
/// correction has rivals too.
/// </summary>
public sealed class QuestionSpace(Embedder embedder)
{
    private const int Batch = 64;

    private static readonly IReadOnlyList<string> Requests = WordList.Load("everyday-requests").Lines;

    private volatile Task<float[][]>? _everyday;

    /// <summary>False for vectors that know spellings only: words know those better.</summary>
    public bool KnowsMeanings => !embedder.IsLexical;

    /// <summary>Places in the texts' order; everyday requests are embedded at the first call.</summary>
    internal async Task<PlacedQuestion[]> PlaceAsync(IReadOnlyList<string> texts, CancellationToken cancel = default)
    {
        var everyday = _everyday;
        if (everyday is null or { IsFaulted: true } or { IsCanceled: true })
            _everyday = everyday = EmbedAsync(Requests, CancellationToken.None);
        var requests = await everyday.WaitAsync(cancel);
        return [.. (await EmbedAsync(texts, cancel)).Select(vector => Place(vector, requests))];
    }

    /// <summary>Null where the embedder fails: words have to do then.</summary>
    internal async Task<PlacedQuestion[]?> TryPlaceAsync(IReadOnlyList<string> texts, CancellationToken cancel)
    {
        try
        {
            return await PlaceAsync(texts, cancel);
        }
        catch (Exception) when (!cancel.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task<float[][]> EmbedAsync(IReadOnlyList<string> texts, CancellationToken cancel)
    {
        var vectors = new List<float[]>(texts.Count);
        foreach (var batch in texts.Chunk(Batch))
            vectors.AddRange((await embedder.EmbedAsync(batch, cancel)).Select(vector => vector.ToArray()));
        return [.. vectors];
    }

    private static PlacedQuestion Place(float[] vector, float[][] requests) =>
        new(vector, [.. requests.Select(request => Cosine(request, vector)).OrderDescending().Take(PairFeatures.Neighbourhood)]);

    /// <summary>To four digits: the last ones differ between processors.</summary>
    internal static double Cosine(float[] a, float[] b) => Math.Round(TensorPrimitives.Dot<float>(a, b), 4);
}
