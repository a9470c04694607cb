using System.Data.Common;
using System.Text.RegularExpressions;
using ChatBot.Learning.Lessons;
using ChatBot.Storage;
using Dapper;

namespace ChatBot.Learning.Retention;

/// <summary>Questions, and what people wrote of the answers, that have to go.</summary>
/// <param name="Interactions">Ids of the turns that go.</param>
/// <param name="Texts">Their questions, comments and suggestions.</param>
public sealed record GoneWords(IReadOnlySet<string> Interactions, IReadOnlySet<string> Texts)
{
    public static GoneWords Of(IEnumerable<string> interactions, IEnumerable<string?> texts) =>
        new(
            interactions.ToHashSet(StringComparer.Ordinal),
            texts.Where(text => !string.IsNullOrWhiteSpace(text)).Select(text => text!).ToHashSet(StringComparer.OrdinalIgnoreCase)
        );
}

/// <summary>
/// Where the improvement cycle quotes people: its reports and proposals go with what they quote, lines of mistakes leave their prompt. A
/// template is an admin's own text and stays. Marks on the guard go with their question.
/// </summary>
public sealed partial class LearntQuotes(IDatabase database, PromptVersionStore prompts, LearntExamples examples)
{
    private const int AtOnce = 500;

    /// <summary>Shorter beginnings of a line that was cut say nothing of whose it was.</summary>
    private const int LeastBeginning = 12;

    /// <summary>In the transaction that takes the words themselves away. The caller ends with <see cref="ForgetKept"/>.</summary>
    public async Task ForgetAsync(DbTransaction transaction, string workspace, GoneWords gone, CancellationToken cancel = default)
    {
        var connection = transaction.Connection!;
        var reports = await ReadAsync("select id, report from improvement_runs where workspace = @workspace");
        await DeleteAsync("improvement_runs", "id", reports.Where(row => Quotes(WireJson.Read<ImprovementReport>(row.Text), gone)));
        var proposals = await ReadAsync("select id, text || '\n' || detail from improvement_proposals where workspace = @workspace");
        await DeleteAsync("improvement_proposals", "id", proposals.Where(row => IsProposed(row.Text, gone)));
        await DeleteAsync("guard_marks", "interaction_id", gone.Interactions.Select(id => (id, "")));
        var versions = await ReadAsync("select id, mistakes from prompt_versions where workspace = @workspace and mistakes <> ''");
        foreach (var (id, mistakes) in versions)
            if (Without(mistakes, gone) is var left && left != mistakes)
                await connection.ExecuteAsync(
                    new CommandDefinition(
                        "update prompt_versions set mistakes = @left where workspace = @workspace and id = @id",
                        new
                        {
                            workspace,
                            id,
                            left,
                        },
                        transaction,
                        cancellationToken: cancel
                    )
                );
        await prompts.ForgetEverywhereAsync(transaction, workspace);
        await database.TellAsync(transaction, examples.Name, workspace);

        async Task<List<(string Id, string Text)>> ReadAsync(string sql) =>
            (
                await connection.QueryAsync<(string, string)>(
                    new CommandDefinition(sql, new { workspace }, transaction, cancellationToken: cancel)
                )
            ).AsList();

        async Task DeleteAsync(string table, string column, IEnumerable<(string Id, string Text)> rows)
        {
            foreach (var ids in rows.Select(row => row.Id).Chunk(AtOnce))
                await connection.ExecuteAsync(
                    new CommandDefinition(
                        $"delete from {table} where workspace = @workspace and {database.Sql.IsOneOf(column, "ids")}",
                        new { workspace, ids },
                        transaction,
                        cancellationToken: cancel
                    )
                );
        }
    }

    /// <summary>After the commit: what this instance keeps in memory. The others were told.</summary>
    public void ForgetKept(string workspace)
    {
        prompts.Forget(workspace);
        examples.Forget(workspace);
    }

    private static bool Quotes(ImprovementReport report, GoneWords gone) =>
        report.Findings.Any(finding =>
            finding.Cluster.InteractionIds.Any(gone.Interactions.Contains)
            || finding.Cluster.Wordings.Append(finding.Cluster.Title).Concat(finding.Comments).Any(gone.Texts.Contains)
        );

    /// <param name="proposal">Its text, and on a line of its own its detail as JSON, which names the questions that it comes from.</param>
    private static bool IsProposed(string proposal, GoneWords gone)
    {
        var end = proposal.LastIndexOf('\n');
        return gone.Texts.Contains(proposal[..end])
            || InteractionId().Matches(proposal[end..]).Any(id => gone.Interactions.Contains(id.Value));
    }

    /// <summary>Without the lines that quote; empty where none but the heading is left.</summary>
    private static string Without(string mistakes, GoneWords gone)
    {
        var quoted = gone.Texts.Select(ImprovementCycle.OneLine).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var lines = mistakes.Split('\n');
        var left = lines.Where(line => !Parts(line).Any(part => IsOf(part, quoted))).ToList();
        return left.Count == lines.Length ? mistakes
            : left.Count(line => line.StartsWith('-')) == 0 ? ""
            : string.Join('\n', left);
    }

    /// <summary>Question and comment of a line; one that was cut ends with an ellipsis.</summary>
    private static IEnumerable<string> Parts(string line) =>
        ImprovementCycle.Lesson().Match(line) is { Success: true } lesson
            ? [lesson.Groups["question"].Value, lesson.Groups["comment"].Value]
            : [];

    private static bool IsOf(string part, HashSet<string> quoted) =>
        quoted.Contains(part)
        || (
            part.EndsWith('…')
            && part.Length > LeastBeginning
            && quoted.Any(text => text.StartsWith(part[..^1].TrimEnd(), StringComparison.OrdinalIgnoreCase))
        );

    [GeneratedRegex("[0-9a-f]{32}", RegexOptions.NonBacktracking)]
    private static partial Regex InteractionId();
}
