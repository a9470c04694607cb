using ChatBot.Knowledge.Records.Asking;

namespace ChatBot.TestKit.Records;

/// <summary>Compares what a desk found with the truth, ties aside: rows and groups that rank the same may stand in any order.</summary>
public static class ResultCheck
{
    /// <summary>Amounts may differ by what is lost in binary fractions.</summary>
    private const decimal Slack = 0.005m;

    /// <param name="truth">Of <paramref name="query"/>, by <see cref="RequestTruth"/>.</param>
    /// <returns>What differs; null where nothing does.</returns>
    public static string? Difference(RequestTable table, RecordQuery query, RecordResult truth, RecordResult found)
    {
        if (query.Intent == RecordIntent.Status)
            return Status(truth, found);
        if (truth.Count != found.Count)
            return $"{found.Count} rows, not {truth.Count}";
        return query.Intent switch
        {
            RecordIntent.Sum or RecordIntent.Average when query.By is not null => GroupAmounts(truth, found),
            RecordIntent.Sum or RecordIntent.Average => Amount("the amount", truth.Amount, found.Amount),
            RecordIntent.Group when query.First is null => Groups(truth.Groups, found.Groups),
            RecordIntent.Trend => Groups(truth.Groups, [.. found.Groups.Where(group => group.Count > 0)]),
            RecordIntent.Group or RecordIntent.MostCommon => Ranked(truth.Groups, found.Groups, query.First ?? 1),
            RecordIntent.LeastCommon => Ranked(truth.Groups, Rising(found.Groups), query.First ?? 1),
            RecordIntent.Count => null,
            _ => Rows(table, query, truth, found),
        };
    }

    private static string? Status(RecordResult truth, RecordResult found)
    {
        if (truth.Rows is not [var row])
            return found.Rows.Count == 0 ? null : $"{found.Rows[0].Id} should not exist";
        if (found.Rows is not [var other] || other.Id != row.Id)
            return $"not {row.Id}";
        return Equals(other.Cells.GetValueOrDefault(RequestFacets.Status), row.Cells[RequestFacets.Status]) ? null : "another status";
    }

    private static string? Groups(IReadOnlyList<RecordGroup> truth, IReadOnlyList<RecordGroup> found)
    {
        var counts = found.GroupBy(group => group.Value).ToDictionary(same => same.Key, same => same.Sum(group => group.Count));
        if (counts.Count != truth.Count || found.Count != truth.Count)
            return $"{found.Count} groups, not {truth.Count}";
        return truth.FirstOrDefault(group => counts.GetValueOrDefault(group.Value) != group.Count) is { } wrong
            ? $"{wrong.Value}: {counts.GetValueOrDefault(wrong.Value)}, not {wrong.Count}"
            : null;
    }

    private static string? GroupAmounts(RecordResult truth, RecordResult found)
    {
        var amounts = found.Groups.ToDictionary(group => group.Value, group => group.Amount);
        return truth.Groups.Count(group => group.Amount is not null) != amounts.Values.Count(amount => amount is not null)
            ? $"{amounts.Count} groups, not {truth.Groups.Count}"
            : truth
                .Groups.Select(group => Amount(group.Value, group.Amount, amounts.GetValueOrDefault(group.Value)))
                .FirstOrDefault(difference => difference is not null);
    }

    private static string? Amount(string what, decimal? truth, decimal? found) =>
        truth is null && found is null || Math.Abs((truth - found) ?? 1) <= Slack ? null : $"{what} is {found}, not {truth}";

    /// <summary>The first few: as many, with the counts of the true ones, each with its own.</summary>
    private static string? Ranked(IReadOnlyList<RecordGroup> truth, IReadOnlyList<RecordGroup> found, int first)
    {
        var wanted = truth.Take(first).ToList();
        if (found.Count < wanted.Count)
            return $"{found.Count} groups, not {wanted.Count}";
        for (var i = 0; i < wanted.Count; i++)
            if (found[i].Count != wanted[i].Count || truth.FirstOrDefault(group => group.Value == found[i].Value)?.Count != found[i].Count)
                return $"{found[i].Value} with {found[i].Count} in place {i + 1}, not {wanted[i].Value} with {wanted[i].Count}";
        return null;
    }

    /// <summary>The rarest first, as a desk may name them last.</summary>
    private static IReadOnlyList<RecordGroup> Rising(IReadOnlyList<RecordGroup> groups) => [.. groups.OrderBy(group => group.Count)];

    private static string? Rows(RequestTable table, RecordQuery query, RecordResult truth, RecordResult found)
    {
        if (found.Rows.Count < Math.Min(query.First ?? 1, truth.Rows.Count))
            return $"only {found.Rows.Count} rows";
        if (query.Intent == RecordIntent.List && found.Rows.Count > query.First)
            return $"{found.Rows.Count} rows, {query.First} were wanted";
        if (found.Rows.DistinctBy(row => row.Id).Count() != found.Rows.Count)
            return "a row twice";
        var filter = new RequestFilter(query);
        var alien = found.Rows.FirstOrDefault(row => Find(table, row.Id) is not { } request || !filter.Holds(request));
        if (alien is not null)
            return $"{alien.Id} does not belong";
        for (var i = 0; i < Math.Min(found.Rows.Count, truth.Rows.Count); i++)
            if (!Equals(Rank(query, Find(table, found.Rows[i].Id)!.Value.ToFound()), Rank(query, truth.Rows[i])))
                return $"{found.Rows[i].Id} in place {i + 1}, not {truth.Rows[i].Id}";
        return null;
    }

    private static Request? Find(RequestTable table, string id) =>
        id.StartsWith("REQ-", StringComparison.Ordinal) && int.TryParse(id[4..], out var number) && number >= 1 && number <= table.Rows
            ? table.At(number)
            : null;

    private static object? Rank(RecordQuery query, FoundRecord row) =>
        row.Cells.GetValueOrDefault(
            query.Intent is RecordIntent.Largest or RecordIntent.Smallest ? RequestFacets.Cost : query.Date ?? RequestFacets.Created
        );
}
