using ChatBot.Knowledge.Records.Asking;
using ChatBot.Knowledge.Records.Storing;
using Microsoft.Extensions.Options;

namespace ChatBot.Knowledge.Records;

/// <summary>Decides which rows of a source are seen where, by <c>Records:Rights</c>: the one place that does.</summary>
public sealed class RecordRights(IOptions<RecordsOptions> options)
{
    /// <summary>The channel of what admins read on their own pages: every row, since it is they who set the rights.</summary>
    public const string AdminChannel = "admin";

    public RowsSeen Of(RecordAsker asker, RecordSource source)
    {
        if (asker.Workspace != source.Workspace)
            return RowsSeen.Nothing;
        var rules = RulesOf(source);
        if (rules.Count == 0 || asker.Channel == AdminChannel)
            return RowsSeen.Everything;
        var ours = rules.FindAll(rule => IsAskedThere(rule, asker));
        return ours.Exists(rule => rule.Column.Length == 0)
            ? RowsSeen.Everything
            : new RowsSeen(false, [.. ours.Select(rule => Condition(rule, source)).OfType<FacetCondition>()]);
    }

    /// <summary>Whether any rule names a source: then nobody sees rows of it that no rule shows them.</summary>
    public bool Names(RecordSource source) => RulesOf(source).Count > 0;

    private List<RecordRight> RulesOf(RecordSource source) =>
        options.Value.Rights.FindAll(rule => rule.Workspace == source.Workspace && Names(rule.Source, source.Source));

    /// <summary>Without case: a rule that misses its source by a letter's case would leave it open to everybody.</summary>
    private static bool Names(string rule, string source)
    {
        var end = Slashed(rule);
        if (end.StartsWith("./", StringComparison.Ordinal))
            end = end[2..];
        var path = Slashed(source);
        return path.Equals(end, StringComparison.OrdinalIgnoreCase)
            || path.EndsWith("/" + end.TrimStart('/'), StringComparison.OrdinalIgnoreCase);

        static string Slashed(string path) => path.Replace('\\', '/');
    }

    private static bool IsAskedThere(RecordRight rule, RecordAsker asker) =>
        (rule.Channel.Length == 0 || rule.Channel.Equals(asker.Channel, StringComparison.OrdinalIgnoreCase))
        && (rule.Conversation.Length == 0 || IsWithin(rule.Conversation, asker.Conversation));

    /// <summary>A thread is called by its conversation's id and more behind a sign.</summary>
    private static bool IsWithin(string conversation, string asked) =>
        asked.StartsWith(conversation, StringComparison.Ordinal)
        && (asked.Length == conversation.Length || asked[conversation.Length] is ':' or ';');

    /// <summary>Null, which shows nothing, where the source has no such facet (any more) or the rule names no value.</summary>
    private static FacetCondition? Condition(RecordRight rule, RecordSource source) =>
        rule.Values.Count > 0
        && source.Shape.Columns.FirstOrDefault(column =>
            column.IsFacet && column.Name.Equals(rule.Column, StringComparison.OrdinalIgnoreCase)
        )
            is { } facet
            ? new FacetCondition(facet.Name, [.. rule.Values])
            : null;
}

/// <summary>Which rows of a source somebody sees.</summary>
/// <param name="All">Every row.</param>
/// <param name="AnyOf">Else those that meet one of these; with none of them no row. Values are as the rules have them.</param>
public sealed record RowsSeen(bool All, IReadOnlyList<FacetCondition> AnyOf)
{
    public static RowsSeen Everything { get; } = new(true, []);

    public static RowsSeen Nothing { get; } = new(false, []);

    public bool IsNothing => !All && AnyOf.Count == 0;

    /// <param name="cells">A row's facets, by column.</param>
    public bool Shows(IReadOnlyDictionary<string, string> cells) => All || AnyOf.Any(condition => Meets(cells, condition));

    /// <summary>Whether a row has one of the values, in any case, or, where that is wanted, none of them.</summary>
    public static bool Meets(IReadOnlyDictionary<string, string> cells, FacetCondition condition) =>
        condition.Not
        != (cells.TryGetValue(condition.Column, out var value) && condition.Values.Contains(value, StringComparer.OrdinalIgnoreCase));
}
