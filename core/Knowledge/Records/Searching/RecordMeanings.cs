using System.Numerics.Tensors;
using ChatBot.Embedding;
using ChatBot.Language;

namespace ChatBot.Knowledge.Records.Searching;

/// <summary>Orders the rows that words found by what they mean. Rows have no stored vectors: those of the best are made as they are asked
/// for.</summary>
public sealed class RecordMeanings(QuestionVectors vectors)
{
    /// <summary>Rows that are read for their meaning; more take longer than people like to wait.</summary>
    public const int Pool = 30;

    /// <param name="found">Ordered by their words; so they stay where the embedder knows spellings alone, or cannot be reached.</param>
    public async Task<IReadOnlyList<RecordMatch>> OrderAsync(string query, IReadOnlyList<RecordMatch> found, CancellationToken cancel)
    {
        var question = QuestionReading.Of(query);
        var embedder = vectors.Embedder;
        if (found.Count == 0 || embedder.IsLexical || embedder.IsEnglishOnly && !question.IsEnglish)
            return found;
        var asked = await vectors.OfAsync(question, cancel);
        if (asked.IsEmpty || await MadeAsync([.. found.Take(Pool)], cancel) is not { } made)
            return found;
        var ordered = found
            .Zip(made, (match, vector) => match with { Similarity = Math.Clamp(TensorPrimitives.Dot(asked.Span, vector.Span), 0, 1) })
            .OrderByDescending(match => match.Similarity)
            .ToList();
        var least = ordered[^1].Similarity;
        return [.. ordered, .. found.Skip(Pool).Select(match => match with { Similarity = Math.Min(match.Similarity, least) })];
    }

    /// <summary>Null where the embedder is out of reach: the question's vector may have been made before.</summary>
    private async Task<IReadOnlyList<ReadOnlyMemory<float>>?> MadeAsync(IReadOnlyList<RecordMatch> rows, CancellationToken cancel)
    {
        try
        {
            return await vectors.Embedder.EmbedAsync([.. rows.Select(row => $"{row.Title}\n{row.Text}".Trim())], cancel);
        }
        catch (EmbeddingException)
        {
            return null;
        }
    }
}
