using System.Runtime.CompilerServices;
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
}
