using System.Numerics.Tensors;
using ChatBot.Embedding;

namespace ChatBot.Answering.Corrections;

/// <summary>
/// Places questions among the everyday requests, which stand for all that people ask beside what was corrected: a workspace with one
/// correction has rivals too.
/// </summary>
public sealed class QuestionSpace(ListVectors vectors)
{
    /// <summary>False for vectors that know spellings only: words know those better.</summary>
    public bool KnowsMeanings => vectors.KnowsMeanings;

    /// <summary>Places in the texts' order.</summary>
    internal async Task<PlacedQuestion[]> PlaceAsync(IReadOnlyList<string> texts, CancellationToken cancel = default)
    {
        var requests = await vectors.OfAsync("everyday-requests").WaitAsync(cancel);
        return [.. (await vectors.MakeAsync(texts, cancel)).Select(vector => Place(vector, requests))];
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

    private static PlacedQuestion Place(float[] vector, float[][] requests) =>
        new(vector, [.. requests.Select(request => Cosine(request, vector)).OrderDescending().Take(PairFeatures.Neighbourhood)]);

    /// <summary>To four digits: the last ones differ between processors.</summary>
    internal static double Cosine(float[] a, float[] b) => Math.Round(TensorPrimitives.Dot<float>(a, b), 4);
}
