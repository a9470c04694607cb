using System.Numerics.Tensors;

namespace ChatBot.Answering.Guarding;

/// <summary>A text as the topic check sees it.</summary>
/// <param name="Meaning">Normalised; empty where there is none, and words have to do.</param>
internal readonly record struct TopicText(SparseVector Words, float[] Meaning);

/// <summary>Likenesses of one text to known ones, by one view of them.</summary>
internal static class Likenesses
{
    public static float[] ByWords(in SparseVector text, IReadOnlyList<TopicText> known)
    {
        using var dense = DenseQuestion.Of(text);
        var likenesses = new float[known.Count];
        for (var i = 0; i < likenesses.Length; i++)
            likenesses[i] = dense.Cosine(known[i].Words);
        return likenesses;
    }

    public static float[] ByMeaning(float[] text, IReadOnlyList<TopicText> known)
    {
        var likenesses = new float[known.Count];
        for (var i = 0; i < likenesses.Length; i++)
            likenesses[i] = TensorPrimitives.Dot<float>(text, known[i].Meaning);
        return likenesses;
    }
}
