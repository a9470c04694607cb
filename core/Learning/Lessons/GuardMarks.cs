using ChatBot.Storage;
using Dapper;

namespace ChatBot.Learning.Lessons;

/// <summary>What admins said of the guard's decisions, for lists of questions.</summary>
public sealed class GuardMarks(IDatabase database)
{
    /// <summary>By interaction; those that nobody marked are left out.</summary>
    public async Task<IReadOnlyDictionary<string, GuardMark>> OfAsync(
        string workspace,
        IReadOnlyCollection<string> interactions,
        CancellationToken cancel = default
    )
    {
        if (interactions.Count == 0)
            return new Dictionary<string, GuardMark>();
        await using var connection = await database.OpenAsync(workspace, cancel);
        var rows = await connection.QueryAsync<(string Id, string Mark)>(
            new CommandDefinition(
                "select interaction_id, mark from guard_marks where workspace = @workspace and "
                    + database.Sql.IsOneOf("interaction_id", "ids"),
                new { workspace, ids = interactions.ToArray() },
                cancellationToken: cancel
            )
        );
        return rows.ToDictionary(row => row.Id, row => row.Mark == "miss" ? GuardMark.Miss : GuardMark.FalseBlock);
    }
}
