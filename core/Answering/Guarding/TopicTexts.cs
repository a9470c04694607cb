namespace ChatBot.Answering.Guarding;

/// <summary>A text as the topic check sees it.</summary>
/// <param name="Meaning">Normalised; empty where there is none, and words have to do.</param>
internal readonly record struct TopicText(SparseVector Words, float[] Meaning);

/// <summary>Likenesses of texts, by one view of them.</summary>
internal static class Likenesses
{
    public static float[] ByWords(in TopicText text, ReadOnlySpan<TopicText> known)
    {
        using var dense = DenseQuestion.Of(text.Words);
        var likenesses = new float[known.Length];
        for (var i = 0; i < likenesses.Length; i++)
            likenesses[i] = dense.Cosine(known[i].Words);
        return likenesses;
    }

    public static float[] ByMeaning(in TopicText text, ReadOnlySpan<TopicText> known)
    {
        var likenesses = new float[known.Length];
        for (var i = 0; i < likenesses.Length; i++)
            likenesses[i] = InnerProduct.Of(text.Meaning, known[i].Meaning);
        return likenesses;
    }

    /// <summary>Of each with each.</summary>
    public static float[][] Among(TopicText[] texts, View view)
    {
        var likenesses = new float[texts.Length][];
        for (var i = 0; i < texts.Length; i++)
            view(texts[i], texts.AsSpan(0, i + 1)).CopyTo(likenesses[i] = new float[texts.Length], 0);
        for (var i = 0; i < texts.Length; i++)
        for (var j = i + 1; j < texts.Length; j++)
            likenesses[i][j] = likenesses[j][i];
        return likenesses;
    }

    public delegate float[] View(in TopicText text, ReadOnlySpan<TopicText> known);
}
