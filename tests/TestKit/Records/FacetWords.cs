using ChatBot.Knowledge.Records.Asking;

namespace ChatBot.TestKit.Records;

/// <summary>Words for conditions on facets and amounts, before or after the noun that they are said of.</summary>
internal static class FacetWords
{
    /// <summary>One value, or either of two.</summary>
    public static (string Before, string After) Of(FacetCondition condition, Random random)
    {
        var values = string.Join(random.Next(3) == 0 ? " and " : " or ", condition.Values);
        var either = string.Join(" or ", condition.Values);
        if (condition.Not)
            return ("", Without(condition.Column, condition.Values[0], random));
        var one = condition.Values.Count == 1;
        return condition.Column switch
        {
            RequestFacets.Category => random.Next(4) switch
            {
                0 => ("", $"for {values}"),
                1 => ("", one ? $"in the {values} category" : $"in category {either}"),
                _ => (values, ""),
            },
            RequestFacets.Status => random.Next(4) switch
            {
                0 => ("", $"with status {either}"),
                1 => ("", $"that are {either}"),
                _ => (values, ""),
            },
            RequestFacets.Priority => random.Next(3) switch
            {
                0 => ("", $"with {either} priority"),
                1 => ("", $"with priority {either}"),
                _ => (one && values == "urgent" ? values : $"{either} priority", ""),
            },
            RequestFacets.Office => random.Next(3) switch
            {
                0 when condition.Values is ["Remote"] => ("remote", ""),
                0 => ("", one ? $"from the {values} office" : $"from the {values} offices"),
                1 => ("", $"with office {either}"),
                _ when condition.Values.Contains("Remote") => ("", $"with office {either}"),
                _ => ("", $"in {values}"),
            },
            _ => random.Next(3) switch
            {
                0 => ("", $"assigned to {values}"),
                1 => ("", $"handled by {values}"),
                _ => ("", $"with assignee {either}"),
            },
        };
    }

    public static string Of(AmountCondition condition, Random random)
    {
        var currency = random.Next(4) == 0 ? " euros" : "";
        return condition switch
        {
            { Least: { } least, Most: { } most } => Choose(
                random,
                $"that cost between {least} and {most}{currency}",
                $"with a cost between {least} and {most}{currency}",
                $"costing from {least} to {most}{currency}"
            ),
            { Least: { } least, Beyond: true } => Choose(
                random,
                $"over {least}{currency}",
                $"that cost more than {least}{currency}",
                $"with a cost above {least}{currency}",
                $"with cost > {least}"
            ),
            { Least: { } least } => Choose(random, $"that cost at least {least}{currency}", $"with a cost of {least}{currency} or more"),
            { Most: { } most, Beyond: true } => Choose(
                random,
                $"below {most}{currency}",
                $"that cost less than {most}{currency}",
                $"with a cost under {most}{currency}"
            ),
            { Most: var most } => Choose(random, $"that cost at most {most}{currency}", $"costing up to {most}{currency}"),
        };
    }

    /// <summary>What a facet is called when rows are grouped by it; and several of them.</summary>
    public static (string One, string Many) Name(string column) =>
        column switch
        {
            RequestFacets.Category => ("category", "categories"),
            RequestFacets.Status => ("status", "statuses"),
            RequestFacets.Priority => ("priority", "priorities"),
            _ => (column, column + "s"),
        };

    public static string Choose(Random random, params ReadOnlySpan<string> words) => words[random.Next(words.Length)];

    private static string Without(string column, string value, Random random) =>
        column switch
        {
            RequestFacets.Category => Choose(random, $"not in {value}", $"other than {value}", $"outside {value}", $"except {value}"),
            RequestFacets.Status => Choose(random, $"that are not {value}", $"whose status is not {value}", $"without status {value}"),
            RequestFacets.Priority => Choose(random, $"that are not {value} priority", $"whose priority is not {value}"),
            RequestFacets.Office => Choose(
                random,
                $"not in the {value} office",
                $"outside the {value} office",
                $"whose office is not {value}"
            ),
            _ => Choose(random, $"not assigned to {value}", $"not handled by {value}"),
        };
}
