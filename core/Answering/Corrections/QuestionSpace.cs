using System.Numerics.Tensors;
using ChatBot.Embedding;
using ChatBot.Language;

namespace ChatBot.Answering.Corrections;

/// <summary>
/// Places questions among the everyday requests, which stand for all that people ask beside what was corrected: a workspace with one
/// correction has rivals too.
/// </summary>
public sealed class QuestionSpace(ListVectors lists, QuestionVectors questions)
{
    /// <summary>False for vectors that know spellings only: words know those better.</summary>
    public bool KnowsMeanings => lists.KnowsMeanings;

    /// <summary>Places in the texts' order.</summary>
    /// <exception cref="EmbeddingException">The embedder failed.</exception>
    internal async Task<PlacedQuestion[]> PlaceAsync(IReadOnlyList<string> texts, CancellationToken cancel = default)
    {
        var requests = await RequestsAsync(cancel);
        return [.. (await VectorsAsync(texts, cancel)).Select(vector => Place(vector, requests))];
    }

    /// <summary>
    /// Null where the embedder fails: words have to do then. A single question is one that is being asked, and other stages have its
    /// vector too.
    /// </summary>
    internal async Task<PlacedQuestion[]?> TryPlaceAsync(IReadOnlyList<QuestionReading> asked, CancellationToken cancel)
    {
        try
        {
            if (asked is not [var question])
                return await PlaceAsync([.. asked.Select(one => one.Text)], cancel);
            var vector = await questions.OfAsync(question, cancel);
            return vector.IsEmpty ? null : [Place(vector.ToArray(), await RequestsAsync(cancel))];
        }
        catch (Exception) when (!cancel.IsCancellationRequested)
        {
            return null;
        }
    }

    /// <summary>Normalised, in the texts' order.</summary>
    /// <exception cref="EmbeddingException">The embedder failed.</exception>
    internal Task<float[][]> VectorsAsync(IReadOnlyList<string> texts, CancellationToken cancel) => lists.MakeAsync(texts, cancel);

    private Task<float[][]> RequestsAsync(CancellationToken cancel) => lists.OfAsync("everyday-requests").WaitAsync(cancel);

    private static PlacedQuestion Place(float[] vector, float[][] requests) =>
        new(vector, [.. requests.Select(request => Cosine(request, vector)).OrderDescending().Take(PairFeatures.Neighbourhood)]);

    /// <summary>To four digits: the last ones differ between processors.</summary>
    internal static double Cosine(float[] a, float[] b) => Math.Round(TensorPrimitives.Dot<float>(a, b), 4);
}
