using ChatBot.Knowledge.Records.Asking;

namespace ChatBot.TestKit.Records;

/// <summary>"Pending HR requests in Berlin created last month": words for rows, with the conditions that they state.</summary>
internal sealed class RequestPhrase
{
    private readonly List<string> _before = [];
    private readonly List<string> _after = [];
    private readonly string _noun;
    private readonly string _dated = "";

    /// <param name="facets">One of <see cref="Kinds"/>.</param>
    /// <param name="resolved">The date is that of the resolution.</param>
    public RequestPhrase(Random random, int facets, DateForm? date, bool resolved)
    {
        _noun = random.Next(9) == 0 ? "ticket" : "request";
        foreach (var condition in ConditionsOf(random, facets, resolved))
            Add(condition, random);
        if (date is null)
            return;
        Date = date;
        IsResolved = resolved;
        if (resolved)
            Where.Add(new FacetCondition(RequestFacets.Status, ["resolved"]));
        Where.Add(new DateCondition(resolved ? RequestFacets.Resolved : RequestFacets.Created, date.From, date.Before));
        Verb =
            resolved ? "resolved"
            : date.IsAge ? ""
            : FacetWords.Choose(random, "created", "created", "opened", "submitted");
        // "Requests that are resolved last month" would be of the other date.
        var needsVerb = resolved || Where.OfType<FacetCondition>().Any(facet => facet.Column == RequestFacets.Status);
        _dated = Verb.Length > 0 && (needsVerb || random.Next(4) > 0) ? $" {Verb} {date.Words}" : $" {date.Words}";
    }

    /// <summary>How many kinds of facets there are.</summary>
    public const int Kinds = 14;

    public List<RecordCondition> Where { get; } = [];

    public DateForm? Date { get; }

    public bool IsResolved { get; }

    /// <summary>"created", "resolved"; empty where the date has none.</summary>
    public string Verb { get; } = "";

    public string Plural => $"{Undated}{_dated}";

    public string Singular => $"{Join(_noun)}{_dated}";

    public string Undated => Join(_noun + "s");

    /// <summary>"Were created last month", "are older than two weeks", "are there".</summary>
    public string Predicate =>
        Date is null ? "are there"
        : Verb.Length == 0 ? $"are {Date.Words}"
        : $"were {Verb} {Date.Words}";

    private string Join(string noun) => string.Join(' ', [.. _before, noun, .. _after]);

    private void Add(RecordCondition condition, Random random)
    {
        Where.Add(condition);
        var (before, after) = condition switch
        {
            FacetCondition facet => FacetWords.Of(facet, random),
            AmountCondition amount => ("", FacetWords.Of(amount, random)),
            _ => throw new ArgumentException("No words.", nameof(condition)),
        };
        if (before.Length > 0)
            _before.Add(before);
        if (after.Length > 0)
            _after.Add(after);
    }

    private static IEnumerable<RecordCondition> ConditionsOf(Random random, int kind, bool resolved)
    {
        string[] any = resolved
            ? [RequestFacets.Category, RequestFacets.Priority, RequestFacets.Office, RequestFacets.Assignee]
            : [.. RequestFacets.Columns];
        var status = resolved ? RequestFacets.Priority : RequestFacets.Status;
        return kind switch
        {
            0 => [],
            1 => [Is(random, RequestFacets.Category)],
            2 => [Is(random, status)],
            3 => [Is(random, RequestFacets.Priority)],
            4 => [Is(random, RequestFacets.Office)],
            5 => [Is(random, RequestFacets.Assignee)],
            6 => [Is(random, any[random.Next(any.Length)], 2)],
            7 => [Is(random, any[random.Next(any.Length)]) with { Not = true }],
            8 => [Is(random, RequestFacets.Category), Is(random, RequestFacets.Office)],
            9 when resolved => [Is(random, RequestFacets.Priority), Is(random, RequestFacets.Category)],
            9 => [Is(random, RequestFacets.Priority), Is(random, status), Is(random, RequestFacets.Category)],
            10 => [Amount(random)],
            11 => [Is(random, RequestFacets.Category), Amount(random)],
            12 => [Is(random, status), Is(random, RequestFacets.Assignee)],
            _ => [Is(random, RequestFacets.Category, 2), Is(random, RequestFacets.Office) with { Not = true }],
        };
    }

    private static FacetCondition Is(Random random, string column, int values = 1)
    {
        string[] known = [.. RequestFacets.ValuesOf(column)];
        random.Shuffle(known);
        return new FacetCondition(column, known[..values]);
    }

    private static AmountCondition Amount(Random random)
    {
        var least = random.Next(1, 20) * 50;
        return random.Next(5) switch
        {
            0 => new AmountCondition(RequestFacets.Cost, least, null, Beyond: true),
            1 => new AmountCondition(RequestFacets.Cost, least, null),
            2 => new AmountCondition(RequestFacets.Cost, null, least, Beyond: true),
            3 => new AmountCondition(RequestFacets.Cost, null, least),
            _ => new AmountCondition(RequestFacets.Cost, least, least + random.Next(1, 20) * 25),
        };
    }
}
