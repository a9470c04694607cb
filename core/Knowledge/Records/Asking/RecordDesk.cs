using ChatBot.Knowledge.Records.Counting;
using ChatBot.Knowledge.Records.Searching;
using ChatBot.Knowledge.Records.Storing;
using Microsoft.Extensions.Options;

namespace ChatBot.Knowledge.Records.Asking;

/// <summary>
/// Reads questions about records by the words of the tables that the asker may see, and counts over those tables in memory.
/// </summary>
internal sealed class RecordDesk(
    RecordTables tables,
    RecordLexicons lexicons,
    RecordRights rights,
    RecordRows rows,
    NearMeaning meaning,
    NearRows near,
    IOptions<RecordsOptions> options,
    TimeProvider time
) : IRecordDesk
{
    public async Task<RecordReading> ReadAsync(RecordAsker asker, string question, string? earlier, CancellationToken cancel = default)
    {
        var seen = (await tables.SourcesAsync(asker.Workspace, cancel)).Where(source => !rights.Of(asker, source).IsNothing).ToList();
        if (seen.Count == 0)
            return RecordReading.None.It;
        var today = TimeZoneInfo.ConvertTime(time.GetUtcNow(), options.Value.Zone).Date;
        var known = new List<RecordLexicon>();
        foreach (var source in seen)
            known.Add(await lexicons.OfAsync(await tables.TableAsync(source, cancel), cancel));
        var before = earlier is null ? null : await EarlierAsync(known, earlier, today, cancel);
        var goesOn = before is null ? null : await GoingOnAsync(known, question, before, today, cancel);
        return await SeenAsync(asker, goesOn ?? await ReadAsync(known, question, today, cancel), cancel);
    }

    /// <summary>Who may not see all rows is not offered what only the others say: names, for one.</summary>
    private async Task<RecordReading> SeenAsync(RecordAsker asker, RecordReading reading, CancellationToken cancel)
    {
        if (reading is not RecordReading.Ambiguous ambiguous)
            return reading;
        var seen = new List<RecordQuery>();
        foreach (var query in ambiguous.Readings)
            if (rights.Of(asker, await SourceAsync(asker, query.Source, cancel)).All || (await FindAsync(asker, query, cancel)).Count > 0)
                seen.Add(query);
        return seen.Count > 0 ? new RecordReading.Ambiguous(seen) : RecordReading.None.It;
    }

    public Task RefreshAsync(CancellationToken cancel = default) => tables.RefreshAsync(cancel);

    public async Task<RecordSource> SourceAsync(RecordAsker asker, string source, CancellationToken cancel = default) =>
        (await tables.SourcesAsync(asker.Workspace, cancel)).FirstOrDefault(known => known.Source == source)
        ?? throw new ArgumentException($"There are no records of {source}.", nameof(source));

    public async Task<RecordResult> FindAsync(RecordAsker asker, RecordQuery query, CancellationToken cancel = default)
    {
        var source = await SourceAsync(asker, query.Source, cancel);
        var (seen, table) = (rights.Of(asker, source), await tables.TableAsync(source, cancel));
        if (seen.IsNothing)
            return new RecordResult(0);
        var mask = new RowMask(table);
        if (!seen.All)
            mask.KeepAny(seen.AnyOf);
        foreach (var condition in query.Where)
            mask.Keep(condition);
        if (query.Id is { } id)
            mask.KeepKeys(await rows.KeysAsync(source, id, cancel));
        if (query.Text is { } text)
        {
            var holding = await rows.HoldingAsync(source, text, cancel);
            if (query.Intent == RecordIntent.List && mask.CountOf(holding) == 0)
                return new RecordResult(0) { Near = await near.FindAsync(table, mask, text, cancel) };
            mask.KeepKeys(holding);
        }
        var sorted =
            query.Date is null && query.Intent == RecordIntent.List
                ? query with
                {
                    Date = source.Shape.Columns.FirstOrDefault(column => column.Role == ColumnRole.Date)?.Name,
                }
                : query;
        var (result, found) = RecordCounter.Count(sorted, table, mask);
        return found.Length == 0
            ? result
            : result with
            {
                Rows = await rows.ReadAsync(source, [.. found.Select(row => table.Keys[row])], cancel),
            };
    }

    /// <summary>What the question before asked of records; null where it was no such question.</summary>
    private async Task<RecordQuery?> EarlierAsync(List<RecordLexicon> known, string earlier, DateTime today, CancellationToken cancel) =>
        await ReadAsync(known, earlier, today, cancel) is RecordReading.Understood understood ? understood.Query : null;

    /// <summary>
    /// "and the resolved ones?", "only HR", "how many of those are urgent?": the question before with a part of it changed.
    /// </summary>
    private async Task<RecordReading?> GoingOnAsync(
        List<RecordLexicon> known,
        string question,
        RecordQuery before,
        DateTime today,
        CancellationToken cancel
    )
    {
        var lexicon = known.First(lexicon => lexicon.Table.Source.Source == before.Source);
        var (rest, opening) = FollowUpReading.WithoutOpening(question);
        var read = await ReadOneAsync(lexicon, rest, today, cancel, before);
        return FollowUpReading.Of(read, opening, before);
    }

    private async Task<RecordReading> ReadAsync(List<RecordLexicon> known, string question, DateTime today, CancellationToken cancel)
    {
        var words = Token.Of(question).Select(token => token.Word).ToList();
        if (words.Count == 0)
            return RecordReading.None.It;
        var aboutPages = RecordCues.StandsAt("pages", words, 0, out _);
        RecordReading best = RecordReading.None.It;
        // whoever says "tickets" means the table of tickets, not every table
        var tokens = Token.Of(question);
        var named = known.FindAll(lexicon => lexicon.IsNamedIn(tokens));
        foreach (var lexicon in named.Count > 0 ? named : known)
        {
            var read = await ReadOneAsync(lexicon, question, today, cancel);
            // "how do requests split by team" asks about rows all the same
            if (aboutPages && read is { Missing: null, NamesRow: false, Query: { HasWant: false } or { Unknown.Count: > 0 } })
                continue;
            var reading = await JudgeAsync(read, lexicon, cancel);
            best = Better(best, reading);
        }
        return best;
    }

    /// <summary>What two sources make of a question: understood by both it may mean either.</summary>
    private static RecordReading Better(RecordReading one, RecordReading other) =>
        (one, other) switch
        {
            (RecordReading.Understood a, RecordReading.Understood b) => new RecordReading.Ambiguous([a.Query, b.Query]),
            (RecordReading.Ambiguous a, RecordReading.Understood b) => new RecordReading.Ambiguous([.. a.Readings, b.Query]),
            (RecordReading.Understood or RecordReading.Ambiguous, _) => one,
            (_, RecordReading.Understood or RecordReading.Ambiguous) => other,
            (RecordReading.NoSuchRow, _) => one,
            (_, RecordReading.NoSuchRow) => other,
            (RecordReading.None, _) => other,
            _ => one,
        };

    private async Task<ReadQuestion> ReadOneAsync(
        RecordLexicon lexicon,
        string question,
        DateTime today,
        CancellationToken cancel,
        RecordQuery? before = null
    )
    {
        var scan = new QuestionScan(lexicon, question, today);
        var named = lexicon
            .Ids.In(
                scan.Tokens,
                question,
                at => lexicon.At(scan.Tokens, at) is { } found && found.Means.Any(means => means is RecordLexicon.Meaning.Noun)
            )
            .ToList();
        var ids =
            named.Count == 0
                ? new Dictionary<string, string>()
                : await rows.IdsAsync(lexicon.Table.Source, [.. named.Select(name => name.Folded)], cancel);
        var items = scan.Read(
            named
                .Where(name => ids.ContainsKey(name.Folded))
                .DistinctBy(name => name.At)
                .ToDictionary(name => name.At, name => (name.Length, ids[name.Folded]))
        );
        var missing = named
            .Where(name => name.IsCertain && !ids.ContainsKey(name.Folded))
            .Select(name => TextOf(scan, question, name))
            .FirstOrDefault();
        var query = QueryReading.Of(lexicon, items, before);
        // "request 999" is a number like any other until nothing else is left to explain
        if (missing is null && query.HasNoun && query.Unknown is [RecordItem.Number number])
            missing = named.Where(name => name.At == number.At).Select(name => TextOf(scan, question, name)).FirstOrDefault();
        return new ReadQuestion(
            query,
            items,
            missing,
            named.Exists(name => name.IsCertain && ids.ContainsKey(name.Folded)),
            lexicon.IsNamedIn(scan.Tokens)
        );
    }

    private static string TextOf(QuestionScan scan, string question, (int At, int Length, string Folded, bool IsCertain) name) =>
        question[scan.Tokens[name.At].Start..scan.Tokens[name.At + name.Length - 1].End];

    private async Task<RecordReading> JudgeAsync(ReadQuestion read, RecordLexicon lexicon, CancellationToken cancel)
    {
        if (read.Missing is { } missing)
            return new RecordReading.NoSuchRow(lexicon.Table.Source.Source, missing);
        var query = read.Query;
        if (read.NamesRow && query.Readings is [{ Id: not null } row])
            return new RecordReading.Understood(row);
        if (query.Unknown.Count == 0)
            return query.IsOfRows
                ? query.Readings.Count == 1
                    ? new RecordReading.Understood(query.Readings[0])
                    : new RecordReading.Ambiguous(query.Readings)
                : RecordReading.None.It;
        if (!query.HasNoun || query.Readings.Count == 0)
            return RecordReading.None.It;
        var isOfTable = read.IsOwn || query.Readings[0].Where.OfType<FacetCondition>().Any();
        if (isOfTable && await meaning.NearestAsync(lexicon, query, cancel) is { Count: > 0 } near)
            return new RecordReading.Ambiguous(near);
        return query.HasWant || query.Readings[0].Where.Count > 0
            ? new RecordReading.Partly([.. query.Unknown.Select(read.WordOf)], query.Readings[0])
            {
                IsPlain = query.HasWant && query.Readings[0].Where.Count > 0 && read.IsOwn,
            }
            : RecordReading.None.It;
    }
}

/// <summary>A question as one source reads it.</summary>
/// <param name="Missing">An id that it names and the source has not; null for none.</param>
/// <param name="IsOwn">It calls rows by the table's own name.</param>
/// <param name="NamesRow">It names a row by letters and number, which speaks of that row whatever else it says.</param>
internal sealed record ReadQuestion(QueryReading.Read Query, IReadOnlyList<RecordItem> Items, string? Missing, bool NamesRow, bool IsOwn)
{
    public string WordOf(RecordItem item) =>
        item switch
        {
            RecordItem.Unknown unknown => unknown.Word,
            RecordItem.Cue cue => cue.Phrase.Replace('_', ' '),
            RecordItem.Column column => column.Is.Name,
            RecordItem.Number number => number.Is.ToString(),
            _ => "",
        };
}
