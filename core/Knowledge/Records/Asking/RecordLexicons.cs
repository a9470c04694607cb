using System.Runtime.CompilerServices;
using ChatBot.Embedding;
using ChatBot.Knowledge.Records.Counting;

namespace ChatBot.Knowledge.Records.Asking;

/// <summary>The words of each table, made once for as long as the table lives.</summary>
internal sealed class RecordLexicons(RecordRows rows, PersonMarks people)
{
    private readonly ConditionalWeakTable<RecordTable, RecordLexicon> _known = [];

    public async ValueTask<RecordLexicon> OfAsync(RecordTable table, CancellationToken cancel = default)
    {
        if (_known.TryGetValue(table, out var known))
            return known;
        var ids = IdPattern.Of(await rows.SomeIdsAsync(table.Source, cancel));
        return _known.GetValue(table, _ => new RecordLexicon(table, ids, people));
    }

    /// <summary>Vectors of a table's values, made when a word that is none of them is asked about.</summary>
    public Task<float[][]> VectorsAsync(
        RecordLexicon lexicon,
        IReadOnlyList<FacetCondition> values,
        ListVectors vectors,
        CancellationToken cancel = default
    ) => vectors.MakeAsync([.. values.Select(value => value.Values[0])], cancel);
}
