using ChatBot.Knowledge.Records.Asking;
using ChatBot.Knowledge.Records.Storing;

namespace ChatBot.Knowledge.Records;

/// <summary>What somebody sees of a table.</summary>
/// <param name="Name">The file's name.</param>
/// <param name="Seen">Rows of <paramref name="Rows"/> that are counted for them.</param>
/// <param name="IsRestricted">Whether any right names the table.</param>
/// <param name="Shows">The conditions that show rows, in words; none where all rows are seen, or none is.</param>
public sealed record SeenTable(
    string Source,
    string Name,
    string Noun,
    long Rows,
    long Seen,
    bool IsRestricted,
    IReadOnlyList<string> Shows
);

/// <summary>Says of each table of a workspace how much of it is seen from somewhere, as <see cref="RecordRights"/> decides it.</summary>
public sealed class RecordSight(RecordSources sources, RecordRights rights, IRecordDesk desk)
{
    public async Task<IReadOnlyList<SeenTable>> OfAsync(RecordAsker asker, CancellationToken cancel = default)
    {
        var tables = new List<SeenTable>();
        foreach (var source in await sources.ListAsync(asker.Workspace, cancel))
        {
            if (source.Version == 0)
                continue;
            var seen = rights.Of(asker, source);
            tables.Add(
                new SeenTable(
                    source.Source,
                    source.FileName,
                    source.Shape.Noun,
                    source.Rows,
                    seen.All ? source.Rows
                        : seen.IsNothing ? 0
                        : (await desk.FindAsync(asker, new RecordQuery(source.Source, RecordIntent.Count), cancel)).Count,
                    rights.Names(source),
                    [.. seen.AnyOf.Select(RecordWording.Condition)]
                )
            );
        }
        return tables;
    }
}
