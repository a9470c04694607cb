using ChatBot.Knowledge.Records.Asking;

namespace ChatBot.TestKit.Records;

/// <summary>What queries find in the generated table, by looking at every row: the truth that a desk is measured by.</summary>
public static class RequestTruth
{
    /// <summary>Answers all queries in one pass.</summary>
    /// <returns>
    /// A result each, in order. Lists hold up to 50 rows and groups are all there, whatever <see cref="RecordQuery.First"/> says.
    /// </returns>
    public static IReadOnlyList<RecordResult> Of(RequestTable table, IReadOnlyList<RecordQuery> queries)
    {
        var tallies = queries.Select(query => new RequestTally(table, query)).ToList();
        foreach (var row in table.Read())
        foreach (var tally in tallies)
            tally.See(row);
        return [.. tallies.Select(tally => tally.Result())];
    }
}
