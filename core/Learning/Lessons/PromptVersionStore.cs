using System.Collections.Concurrent;
using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using ChatBot.Answering.Prompting;
using ChatBot.Learning.Audit;
using ChatBot.Storage;
using Dapper;

namespace ChatBot.Learning.Lessons;

/// <summary>
/// Prompt versions: the shipped one, which is always there, and those that admins wrote or the improvement cycle proposed. One is
/// active; while an experiment runs, a conversation's hash decides between its two, so it keeps its version.
/// </summary>
public sealed class PromptVersionStore(IDatabase database, AuditLog audit, TimeProvider time) : IPromptVersions, IKeptInMemory
{
    public const int MaxTemplate = 20_000,
        MaxMistakes = 4_000;

    /// <summary>Arbitrary, and the same on every instance: whoever adds a draft.</summary>
    private const long DraftLock = 7305859;

    /// <summary>Choices are forgotten when one changes, on whichever instance; and after this time, should word of that be lost.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    private const string Columns =
        "id as Id, template as Template, mistakes as Mistakes, status as Status, origin as Origin, note as Note, created as "
        + "CreatedMs, created_by as CreatedBy, activated as ActivatedMs";

    private readonly ConcurrentDictionary<string, (long At, Choice Choice)> _choices = new();

    /// <summary>Rises whenever something is forgotten: what was read before is not kept after.</summary>
    private int _forgotten;

    public string Name => "prompts";

    public async Task<PromptVersion> ForAsync(string workspace, string conversation, CancellationToken cancel = default)
    {
        var choice =
            _choices.TryGetValue(workspace, out var known) && time.GetElapsedTime(known.At) < Fresh
                ? known.Choice
                : await ChooseAsync(workspace, cancel);
        if (choice.Experiment is not { } experiment || conversation.Length == 0)
            return choice.Active;
        return IsB(experiment, conversation)
            ? choice.B! with
            {
                Arm = experiment.Name + ":b",
            }
            : choice.A! with
            {
                Arm = experiment.Name + ":a",
            };
    }

    /// <summary>Newest first; the shipped version last.</summary>
    public async Task<IReadOnlyList<StoredPrompt>> ListAsync(string workspace, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(workspace, cancel);
        return await ListAsync(connection, null, workspace, cancel);
    }

    private static async Task<IReadOnlyList<StoredPrompt>> ListAsync(
        DbConnection connection,
        DbTransaction? transaction,
        string workspace,
        CancellationToken cancel
    )
    {
        var rows = (
            await connection.QueryAsync<StoredPrompt>(
                new CommandDefinition(
                    $"select {Columns} from prompt_versions where workspace = @workspace order by created desc, id desc",
                    new { workspace },
                    transaction,
                    cancellationToken: cancel
                )
            )
        ).ToList();
        rows.Add(StoredPrompt.Shipped(active: rows.All(row => row.Status != "active")));
        return rows;
    }

    public async Task<StoredPrompt?> FindAsync(string workspace, string id, CancellationToken cancel = default) =>
        (await ListAsync(workspace, cancel)).FirstOrDefault(version => version.Id == id);

    /// <summary>Adds a draft; where a version with this text is there already, that one is it.</summary>
    /// <param name="origin"><c>admin</c> or <c>improvement</c>.</param>
    /// <returns>The draft, or why it was refused.</returns>
    public async Task<(StoredPrompt? Draft, string? Fault)> DraftAsync(
        string workspace,
        string template,
        string mistakes,
        string note,
        string origin,
        Auditor by,
        CancellationToken cancel = default
    )
    {
        if (string.IsNullOrWhiteSpace(template))
            return (null, "template is empty.");
        if (template.Length > MaxTemplate)
            return (null, $"template has more than {MaxTemplate} characters.");
        if (mistakes.Length > MaxMistakes)
            return (null, $"mistakes has more than {MaxMistakes} characters.");
        var draft = new StoredPrompt
        {
            Id = Ids.New(time),
            Template = template,
            Mistakes = mistakes,
            Status = "draft",
            Origin = origin,
            Note = note,
            CreatedMs = time.NowMs(),
            CreatedBy = by.Name,
        };
        var stands = await database.WriteAsync(
            workspace,
            async transaction =>
            {
                await database.Sql.LockAsync(transaction, DraftLock, cancel); // two who save the same at once are one
                var known = await ListAsync(transaction.Connection!, transaction, workspace, cancel);
                if (known.FirstOrDefault(version => version.SaysTheSameAs(draft)) is { } same)
                    return same;
                await transaction.Connection!.ExecuteAsync(
                    new CommandDefinition(
                        """
                        insert into prompt_versions (id, workspace, template, mistakes, status, origin, note, created, created_by)
                        values (@Id, @workspace, @Template, @Mistakes, @Status, @Origin, @Note, @CreatedMs, @CreatedBy)
                        """,
                        new
                        {
                            draft.Id,
                            workspace,
                            draft.Template,
                            draft.Mistakes,
                            draft.Status,
                            draft.Origin,
                            draft.Note,
                            draft.CreatedMs,
                            draft.CreatedBy,
                        },
                        transaction,
                        cancellationToken: cancel
                    )
                );
                await audit.WriteAsync(transaction, workspace, by, "prompt.drafted", draft.Id, new { origin, note }, cancel);
                return draft;
            },
            cancel
        );
        return (stands, null);
    }

    /// <summary>Makes a version the active one; the shipped version by its id. False where there is none of that id.</summary>
    public async Task<bool> ActivateAsync(string workspace, string id, Auditor by, CancellationToken cancel = default)
    {
        var done = await database.WriteAsync(workspace, transaction => ActivateAsync(transaction, workspace, id, by), cancel);
        Forget(workspace);
        return done;
    }

    internal async Task<bool> ActivateAsync(
        DbTransaction transaction,
        string workspace,
        string id,
        Auditor by,
        CancellationToken cancel = default
    )
    {
        var connection = transaction.Connection!;
        var exists =
            id == ShippedPrompt.Version.Id
            || await connection.ExecuteScalarAsync<long>(
                new CommandDefinition(
                    "select count(*) from prompt_versions where workspace = @workspace and id = @id",
                    new { workspace, id },
                    transaction,
                    cancellationToken: cancel
                )
            ) > 0;
        if (!exists)
            return false;
        await connection.ExecuteAsync(
            new CommandDefinition(
                "update prompt_versions set status = 'retired' where workspace = @workspace and status = 'active' and id <> @id",
                new { workspace, id },
                transaction,
                cancellationToken: cancel
            )
        );
        await connection.ExecuteAsync(
            new CommandDefinition(
                "update prompt_versions set status = 'active', activated = @Now where workspace = @workspace and id = @id and status "
                    + "<> 'active'",
                new
                {
                    workspace,
                    id,
                    Now = time.NowMs(),
                },
                transaction,
                cancellationToken: cancel
            )
        );
        await audit.WriteAsync(transaction, workspace, by, "prompt.activated", id, new { }, cancel);
        await ForgetEverywhereAsync(transaction, workspace);
        return true;
    }

    /// <summary>Goes back to the version that was active before: the last one that was retired, or the shipped one.</summary>
    /// <returns>Id of the version that is active now.</returns>
    public async Task<string> RollBackAsync(string workspace, Auditor by, CancellationToken cancel = default)
    {
        var back = await database.WriteAsync(
            workspace,
            async transaction =>
            {
                var current = await transaction.Connection!.ExecuteScalarAsync<long?>(
                    new CommandDefinition(
                        "select activated from prompt_versions where workspace = @workspace and status = 'active'",
                        new { workspace },
                        transaction,
                        cancellationToken: cancel
                    )
                );
                var before = current is null
                    ? null
                    : await transaction.Connection!.ExecuteScalarAsync<string?>(
                        new CommandDefinition(
                            "select id from prompt_versions where workspace = @workspace and status = 'retired' and activated is not "
                                + "null and activated <= @current order by activated desc, id desc limit 1",
                            new { workspace, current },
                            transaction,
                            cancellationToken: cancel
                        )
                    );
                var target = before ?? ShippedPrompt.Version.Id;
                // What is rolled back from is not come back to by the next roll-back.
                await transaction.Connection!.ExecuteAsync(
                    new CommandDefinition(
                        "update prompt_versions set activated = null where workspace = @workspace and status = 'active'",
                        new { workspace },
                        transaction,
                        cancellationToken: cancel
                    )
                );
                await ActivateAsync(transaction, workspace, target, by);
                return target;
            },
            cancel
        );
        Forget(workspace);
        return back;
    }

    public void Forget(string? workspace)
    {
        Interlocked.Increment(ref _forgotten);
        if (workspace is null)
            _choices.Clear();
        else
            _choices.TryRemove(workspace, out _);
    }

    /// <summary>Other instances forget as well, once the transaction commits.</summary>
    internal Task ForgetEverywhereAsync(DbTransaction transaction, string workspace) => database.TellAsync(transaction, Name, workspace);

    private async Task<Choice> ChooseAsync(string workspace, CancellationToken cancel)
    {
        var (at, forgotten) = (time.GetTimestamp(), Volatile.Read(ref _forgotten));
        await using var connection = await database.OpenAsync(workspace, cancel);
        var experiment = await connection.QuerySingleOrDefaultAsync<RunningExperiment>(
            new CommandDefinition(
                "select id as Id, name as Name, version_a as VersionA, version_b as VersionB, share_b as ShareB from experiments "
                    + "where workspace = @workspace and status = 'running'",
                new { workspace },
                cancellationToken: cancel
            )
        );
        var rows = await connection.QueryAsync<StoredPrompt>(
            new CommandDefinition(
                $"select {Columns} from prompt_versions where workspace = @workspace and (status = 'active' or id = @A or id = @B)",
                new
                {
                    workspace,
                    A = experiment?.VersionA,
                    B = experiment?.VersionB,
                },
                cancellationToken: cancel
            )
        );
        var versions = rows.ToDictionary(row => row.Id, row => new PromptVersion(row.Id, row.Template, "", row.Mistakes));
        var active = rows.FirstOrDefault(row => row.Status == "active") is { } stored ? versions[stored.Id] : ShippedPrompt.Version;
        var choice = new Choice(active, experiment, Of(experiment?.VersionA), Of(experiment?.VersionB));
        if (forgotten == Volatile.Read(ref _forgotten))
            _choices[workspace] = (at, choice);
        return choice;

        PromptVersion? Of(string? id) => id is null ? null : versions.GetValueOrDefault(id) ?? ShippedPrompt.Version;
    }

    /// <summary>The first bits of SHA-256 over experiment and conversation, as a number below 1, fall under the share of B.</summary>
    internal static bool IsB(RunningExperiment experiment, string conversation)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(experiment.Id + "\n" + conversation));
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(hash) / 4294967296.0 < experiment.ShareB;
    }

    private sealed record Choice(PromptVersion Active, RunningExperiment? Experiment, PromptVersion? A, PromptVersion? B);
}

internal sealed class RunningExperiment
{
    public string Id { get; init; } = "";
    public string Name { get; init; } = "";
    public string VersionA { get; init; } = "";
    public string VersionB { get; init; } = "";
    public double ShareB { get; init; }
}
