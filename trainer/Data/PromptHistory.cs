using ChatBot.Answering.Prompting;
using ChatBot.Storage;
using Dapper;

namespace ChatBot.Trainer.Data;

/// <summary>
/// The prompt versions of a workspace, by id and by time. Where a turn chose no prompt (what a correction answers, what a guard refuses),
/// the audit says which version was active when it was asked: every activation stands there, a roll-back's too.
/// </summary>
internal sealed class PromptHistory
{
    private readonly Dictionary<string, PromptVersion> _byId;
    private readonly List<(long AtMs, string Id)> _activations;

    private PromptHistory(Dictionary<string, PromptVersion> byId, List<(long AtMs, string Id)> activations) =>
        (_byId, _activations) = (byId, activations);

    public static async Task<PromptHistory> ReadAsync(IDatabase database, string workspace, CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(workspace, cancel);
        var versions = await connection.QueryAsync<(string Id, string Template, string Mistakes)>(
            new CommandDefinition(
                "select id, template, mistakes from prompt_versions where workspace = @workspace",
                new { workspace },
                cancellationToken: cancel
            )
        );
        var activations = await connection.QueryAsync<(long AtMs, string Id)>(
            new CommandDefinition(
                "select at, subject from audit where workspace = @workspace and action = 'prompt.activated' order by at, id",
                new { workspace },
                cancellationToken: cancel
            )
        );
        return new(
            versions.ToDictionary(row => row.Id, row => new PromptVersion(row.Id, row.Template, "", row.Mistakes)),
            [.. activations]
        );
    }

    /// <summary>The version that a turn was answered with; the one of its time where it names none that is known.</summary>
    public PromptVersion Of(string id, long atMs) => Find(id) ?? Find(ActiveAt(atMs)) ?? ShippedPrompt.Version;

    private string ActiveAt(long atMs) => _activations.LastOrDefault(activation => activation.AtMs <= atMs).Id ?? "";

    private PromptVersion? Find(string id) => id == ShippedPrompt.Version.Id ? ShippedPrompt.Version : _byId.GetValueOrDefault(id);
}
