using System.Runtime.CompilerServices;
using ChatBot.Embedding;

namespace ChatBot.Knowledge.Records.Asking;

/// <summary>
/// What a word that is none of the table's may mean: "laptops" perhaps the category IT. It is never taken for granted, only asked back.
/// </summary>
internal sealed class NearMeaning(ListVectors vectors)
{
    /// <summary>Vectors of a table's values, made when a word that is none of them is first asked about.</summary>
    private readonly ConditionalWeakTable<RecordLexicon, float[][]> _known = [];

    /// <summary>Readings that are offered.</summary>
    private const int Offered = 3;

    /// <summary>Values of a table whose meaning is compared; beyond, they are names.</summary>
    private const int MostValues = 200;

    /// <summary>Nearness below which two words have nothing to do with each other.</summary>
    private const double Near = 0.45;

    /// <summary>
    /// The readings with the unknown words taken for values that are near them in meaning; empty where none are, or the embedder fails.
    /// </summary>
    public async Task<IReadOnlyList<RecordQuery>> NearestAsync(
        RecordLexicon lexicon,
        QueryReading.Read read,
        CancellationToken cancel = default
    )
    {
        try
        {
            return await FindAsync(lexicon, read, cancel);
        }
        catch (EmbeddingException)
        {
            return [];
        }
    }

    private async Task<IReadOnlyList<RecordQuery>> FindAsync(RecordLexicon lexicon, QueryReading.Read read, CancellationToken cancel)
    {
        if (!vectors.KnowsMeanings || read.Unknown.Any(item => item is not RecordItem.Unknown))
            return [];
        var values = Values(lexicon);
        if (values.Count is 0 or > MostValues)
            return [];
        if (!_known.TryGetValue(lexicon, out var known))
            _known.AddOrUpdate(lexicon, known = await vectors.MakeAsync([.. values.Select(value => value.Values[0])], cancel));
        IReadOnlyList<RecordQuery> readings = [read.Readings[0]];
        foreach (var word in read.Unknown.Cast<RecordItem.Unknown>())
        {
            var asked = (await vectors.MakeAsync([word.Word], cancel))[0];
            var near = known
                .Select((vector, at) => (Value: values[at], Nearness: System.Numerics.Tensors.TensorPrimitives.Dot(vector, asked)))
                .Where(one => one.Nearness >= Near)
                .OrderByDescending(one => one.Nearness)
                .Take(Offered)
                .ToList();
            if (near.Count == 0)
                return [];
            readings =
            [
                .. readings.SelectMany(reading => near.Select(one => reading with { Where = [.. reading.Where, one.Value] })).Take(Offered),
            ];
        }
        return readings;
    }

    private static List<FacetCondition> Values(RecordLexicon lexicon) =>
        [
            .. lexicon
                .Shape.Columns.Where(column =>
                    column.Role is ColumnRole.Category or ColumnRole.Status && lexicon.Table.Facets.ContainsKey(column.Name)
                )
                .SelectMany(column =>
                    lexicon
                        .Table.Facets[column.Name]
                        .Values.Where(value => value.Length > 0)
                        .Select(value => new FacetCondition(column.Name, [value]))
                ),
        ];
}
