using ChatBot.Storage;
using Dapper;

namespace ChatBot.Bot.Admin.Pages.Layout;

/// <summary>
/// The workspaces that there are: those with documents, tables, keys, an installed platform, or somebody who asked. For who may enter all
/// of them; nobody else is told of another.
/// </summary>
public sealed class KnownWorkspaces(IDatabase database)
{
    /// <summary>In alphabetical order, <see cref="Workspaces.Default"/> first.</summary>
    public async Task<IReadOnlyList<string>> ListAsync(CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(Workspaces.All, cancel);
        // Of questions, of which there may be millions, one row a workspace is looked at.
        var found = await connection.QueryAsync<string>(
            new CommandDefinition(
                """
                with recursive asked(workspace) as (
                    select min(workspace) from interactions
                    union all
                    select (select min(i.workspace) from interactions i where i.workspace > asked.workspace) from asked
                    where asked.workspace is not null
                )
                select workspace from asked where workspace is not null
                union select workspace from knowledge_sources
                union select workspace from record_sources
                union select workspace from api_keys
                union select workspace from installations
                """,
                cancellationToken: cancel
            )
        );
        return
        [
            Workspaces.Default,
            .. found.Where(name => name is not (Workspaces.Default or Workspaces.All or "")).Order(StringComparer.OrdinalIgnoreCase),
        ];
    }
}
