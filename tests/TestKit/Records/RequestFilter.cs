using System.Text.RegularExpressions;
using ChatBot.Knowledge.Records.Asking;

namespace ChatBot.TestKit.Records;

/// <summary>Whether a row of the generated table meets the conditions of a query, told in the plainest way.</summary>
internal sealed partial class RequestFilter
{
    private readonly List<Func<Request, bool>> _tests;

    public RequestFilter(RecordQuery query)
    {
        _tests = [.. query.Where.Select(Test)];
        if (query.Text is not { } text)
            return;
        var wanted = Words(text);
        // The texts of a few hundred rows are those of all.
        var known = new Dictionary<(int, int, int), bool>();
        _tests.Add(row =>
        {
            var key = (row.Category, row.Topic, row.Closing);
            if (!known.TryGetValue(key, out var holds))
                known[key] = holds = wanted.IsSubsetOf(Words($"{row.Title} {row.Description}"));
            return holds;
        });
    }

    public bool Holds(in Request row)
    {
        foreach (var test in _tests)
            if (!test(row))
                return false;
        return true;
    }

    private static Func<Request, bool> Test(RecordCondition condition)
    {
        switch (condition)
        {
            case FacetCondition facet:
                var column = RequestFacets.NumberOf(facet.Column);
                var known = RequestFacets.ValuesOf(facet.Column);
                if (facet.Values.FirstOrDefault(value => !known.Contains(value)) is { } unknown)
                    throw new ArgumentException($"{facet.Column} is never {unknown}.");
                var wanted = known.Select(value => facet.Values.Contains(value) != facet.Not).ToArray();
                return row => wanted[row[column]];
            case DateCondition date:
                return row => row.Date(date.Column) is { } at && !(at < date.From) && !(at >= date.Before);
            case AmountCondition { Column: RequestFacets.Cost } amount:
                return row =>
                    row.Cost is { } cost
                    && !(amount.Beyond ? cost <= amount.Least : cost < amount.Least)
                    && !(amount.Beyond ? cost >= amount.Most : cost > amount.Most);
            default:
                throw new ArgumentException($"No column {condition.Column} of {condition.GetType().Name}.");
        }
    }

    private static HashSet<string> Words(string text) =>
        [.. Word().Matches(text.ToLowerInvariant()).Select(match => Singular(match.Value))];

    private static string Singular(string word) => word is [.. var stem, 's'] && word.Length > 3 && !stem.EndsWith('s') ? stem : word;

    [GeneratedRegex("[a-z0-9]+")]
    private static partial Regex Word();
}
