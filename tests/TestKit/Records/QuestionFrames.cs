using ChatBot.Knowledge.Records.Asking;

namespace ChatBot.TestKit.Records;

/// <summary>
/// Sentences of each intent: <c>{P}</c> the rows, <c>{S}</c> one of them, <c>{p}</c> the rows without their date, <c>{pred}</c> the date
/// as a predicate, <c>{verb}</c> and <c>{when}</c> its parts, <c>{f}</c> and <c>{fs}</c> a facet, <c>{n}</c> a number, <c>{per}</c> a
/// period.
/// </summary>
internal static class QuestionFrames
{
    private static readonly Dictionary<RecordIntent, string[]> Frames = new()
    {
        [RecordIntent.Count] =
        [
            "How many {p} {pred}?",
            "Count the {P}.",
            "What is the number of {P}?",
            "Number of {P}",
            "Tell me how many {P} there are.",
            "how many {P} do we have",
            "I need the count of {P}, please.",
        ],
        [RecordIntent.List] =
        [
            "Show me all {P}.",
            "List {P}",
            "Which {p} {pred}?",
            "Give me the {P}.",
            "Find {P}",
            "Can you show me the {P}?",
            "Please list all {P}.",
            "Show {n} {P}",
        ],
        [RecordIntent.Group] =
        [
            "How many {P} are there per {f}?",
            "Break down the {P} by {f}.",
            "Number of {P} by {f}",
            "Group the {P} by {f}",
            "{P} per {f}",
            "Count {P} for each {f}",
            "How are the {P} distributed across {fs}?",
        ],
        [RecordIntent.MostCommon] =
        [
            "Which {f} has the most {P}?",
            "What is the most common {f} of {P}?",
            "Which {f} is the most frequent among {P}?",
            "Top {n} {fs} by number of {P}",
            "Which {n} {fs} have the most {P}?",
        ],
        [RecordIntent.LeastCommon] =
        [
            "Which {f} has the fewest {P}?",
            "What is the least common {f} of {P}?",
            "Which {f} is the least frequent among {P}?",
        ],
        [RecordIntent.Newest] =
        [
            "What is the newest {S}?",
            "Show the latest {S}",
            "Which {S} is the most recent?",
            "Give me the {n} newest {P}",
            "Show me the latest {n} {P}.",
            "The most recent {S}, please.",
        ],
        [RecordIntent.Oldest] =
        [
            "What is the oldest {S}?",
            "Which {S} is the oldest?",
            "Show the {n} oldest {P}",
            "Which are the {n} oldest {P}?",
            "Find the oldest {S}.",
        ],
        [RecordIntent.Average] =
        [
            "What is the average cost of {P}?",
            "What do {P} cost on average?",
            "Average cost for {P}",
            "How much does {aS} cost on average?",
            "Mean cost of {P}",
            "What is the average cost of {P} per {f}?",
            "Average cost by {f} for {P}",
        ],
        [RecordIntent.Sum] =
        [
            "What is the total cost of {P}?",
            "How much did {P} cost in total?",
            "Total cost of {P}",
            "Sum up the cost of {P}.",
            "What do {P} cost altogether?",
            "Total cost of {P} by {f}",
            "What is the total cost per {f} of {P}?",
        ],
        [RecordIntent.Largest] =
        [
            "Which {S} has the highest cost?",
            "What is the most expensive {S}?",
            "Show the {n} most expensive {P}",
            "Which {S} cost the most?",
            "Top {n} {P} by cost",
        ],
        [RecordIntent.Smallest] =
        [
            "Which {S} has the lowest cost?",
            "What is the cheapest {S}?",
            "Show the {n} cheapest {P}",
            "Which {S} cost the least?",
        ],
        [RecordIntent.Trend] =
        [
            "How many {P} are there per {per}?",
            "Show the trend of {P} by {per}.",
            "{P} per {per}",
            "How did the number of {P} develop per {per}?",
            "Number of {P} for each {per}",
            "How many {p} were {verb} per {per} {when}?",
        ],
    };

    private static readonly string[] OfResolved = ["How many {p} were {verb} per {per} {when}?", "{p} {verb} {when} per {per}"];

    private static readonly string[] OfPeople = ["Who has the most {P}?", "Who has the fewest {P}?"];

    /// <summary>Frames that suit; in the order in which they are taken in turn.</summary>
    public static IReadOnlyList<string> For(RecordIntent intent, RequestPhrase phrase, string by) =>
        (intent, by) switch
        {
            (RecordIntent.Trend, _) when phrase.IsResolved => OfResolved,
            (RecordIntent.Trend, _) => [.. Frames[intent].Where(frame => phrase.Verb.Length > 0 || !frame.Contains("{verb}"))],
            (RecordIntent.MostCommon, RequestFacets.Assignee) => [OfPeople[0], .. Frames[intent]],
            (RecordIntent.LeastCommon, RequestFacets.Assignee) => [OfPeople[1], .. Frames[intent]],
            _ => Frames[intent],
        };
}
