using ChatBot.Learning.Audit;
using ChatBot.Learning.Lessons;
using ChatBot.Storage;
using Dapper;

namespace ChatBot.Learning.Experiments;

/// <summary>Two prompt versions against each other. One experiment runs at a time, so that its figures mean something.</summary>
public sealed class ExperimentService(IDatabase database, PromptVersionStore prompts, AuditLog audit, TimeProvider time)
{
    public const int MaxName = 60;

    private const string Columns =
        "id as Id, name as Name, version_a as VersionA, version_b as VersionB, share_b as ShareB, status as Status, created as "
        + "CreatedMs, created_by as CreatedBy, ended as EndedMs, winner as Winner";

    public async Task<IReadOnlyList<Experiment>> ListAsync(string workspace, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(workspace, cancel);
        return (
            await connection.QueryAsync<Experiment>(
                new CommandDefinition(
                    $"select {Columns} from experiments where workspace = @workspace order by created desc",
                    new { workspace },
                    cancellationToken: cancel
                )
            )
        ).AsList();
    }

    /// <param name="name">Letters, digits, - and _: it stands in receipts, with the arm.</param>
    /// <param name="shareB">Share of conversations that get version B, between 0 and 1.</param>
    /// <returns>The experiment, or a stable code and a sentence.</returns>
    public async Task<(Experiment? Started, string Code, string Message)> StartAsync(
        string workspace,
        string name,
        string versionA,
        string versionB,
        double shareB,
        Auditor by,
        CancellationToken cancel = default
    )
    {
        if (name.Length is 0 or > MaxName || !name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_'))
            return (null, RefusalCodes.InvalidName, $"name takes 1 to {MaxName} letters, digits, - and _.");
        if (!(shareB is > 0 and < 1))
            return (null, RefusalCodes.InvalidShare, "shareB must lie between 0 and 1.");
        if (versionA == versionB)
            return (null, RefusalCodes.SameVersion, "versionA and versionB are the same.");
        var known = await prompts.ListAsync(workspace, cancel);
        var (a, b) = (Find(versionA), Find(versionB));
        if (a is null || b is null)
            return (null, RefusalCodes.UnknownPrompt, $"There is no prompt version {(a is null ? versionA : versionB)} in this workspace.");
        if (a.SaysTheSameAs(b))
            return (null, RefusalCodes.SameVersion, "versionA and versionB say the same, so nothing could be told apart.");
        var experiment = new Experiment
        {
            Id = Ids.New(time),
            Name = name,
            VersionA = versionA,
            VersionB = versionB,
            ShareB = shareB,
            Status = "running",
            CreatedMs = time.NowMs(),
            CreatedBy = by.Name,
        };
        var started = await database.WriteAsync(
            workspace,
            async transaction =>
            {
                // The unique indices decide between two admins who start at once.
                var added = await transaction.Connection!.ExecuteAsync(
                    new CommandDefinition(
                        """
                        insert into experiments (id, workspace, name, version_a, version_b, share_b, status, created, created_by)
                        values (@Id, @workspace, @Name, @VersionA, @VersionB, @ShareB, 'running', @CreatedMs, @CreatedBy)
                        on conflict do nothing
                        """,
                        new
                        {
                            experiment.Id,
                            workspace,
                            experiment.Name,
                            experiment.VersionA,
                            experiment.VersionB,
                            experiment.ShareB,
                            experiment.CreatedMs,
                            experiment.CreatedBy,
                        },
                        transaction,
                        cancellationToken: cancel
                    )
                );
                if (added == 0)
                    return false;
                await audit.WriteAsync(
                    transaction,
                    workspace,
                    by,
                    "experiment.started",
                    experiment.Id,
                    new
                    {
                        name,
                        versionA,
                        versionB,
                        shareB,
                    },
                    cancel
                );
                await prompts.ForgetEverywhereAsync(transaction, workspace);
                return true;
            },
            cancel
        );
        prompts.Forget(workspace);
        return started
            ? (experiment, "", "")
            : (null, RefusalCodes.ExperimentExists, "An experiment is running already, or one had this name.");

        StoredPrompt? Find(string id) => known.FirstOrDefault(version => version.Id == id);
    }

    /// <summary>Ends it; the active version stays.</summary>
    public Task<bool> StopAsync(string workspace, string id, Auditor by, CancellationToken cancel = default) =>
        EndAsync(workspace, id, winner: null, by, cancel);

    /// <summary>Ends it and activates the winning version.</summary>
    /// <param name="arm">a or b.</param>
    public async Task<bool> PromoteAsync(string workspace, string id, string arm, Auditor by, CancellationToken cancel = default) =>
        (await ListAsync(workspace, cancel)).FirstOrDefault(known => known.Id == id) is { } experiment
        && await EndAsync(workspace, id, arm == "b" ? experiment.VersionB : experiment.VersionA, by, cancel);

    /// <summary>Outcomes and ratings by arm; null where there is no such experiment.</summary>
    public async Task<ExperimentResult?> ResultAsync(string workspace, string id, CancellationToken cancel = default)
    {
        if ((await ListAsync(workspace, cancel)).FirstOrDefault(known => known.Id == id) is not { } experiment)
            return null;
        await using var connection = await database.OpenAsync(workspace, cancel);
        var outcomes = (
            await connection.QueryAsync<(string Arm, string Outcome, long Count)>(
                new CommandDefinition(
                    "select arm, outcome, count(*) from interactions where workspace = @workspace and arm in (@A, @B) and "
                        + "created >= @CreatedMs group by arm, outcome",
                    new
                    {
                        workspace,
                        A = experiment.Name + ":a",
                        B = experiment.Name + ":b",
                        experiment.CreatedMs,
                    },
                    cancellationToken: cancel
                )
            )
        ).AsList();
        var ratings = (
            await connection.QueryAsync<(string Arm, long Good, long Bad)>(
                new CommandDefinition(
                    """
                    select arm, coalesce(sum(case when vote > 0 then 1 else 0 end), 0),
                           coalesce(sum(case when vote < 0 then 1 else 0 end), 0)
                    from (select arm, user_id,
                                 sum(case when thumbs = 'up' or (thumbs is null and overall >= 4) then 1
                                          when thumbs = 'down' or (thumbs is null and overall <= 2) then -1 else 0 end) as vote
                          from ratings where workspace = @workspace and arm in (@A, @B) and answered >= @CreatedMs
                          group by arm, user_id) people
                    group by arm
                    """,
                    new
                    {
                        workspace,
                        A = experiment.Name + ":a",
                        B = experiment.Name + ":b",
                        experiment.CreatedMs,
                    },
                    cancellationToken: cancel
                )
            )
        ).AsList();
        var (a, b) = (Arm("a"), Arm("b"));
        return new ExperimentResult(
            experiment,
            a,
            b,
            Math.Round(BetaPosterior.ProbabilityBIsBetter(a.Good, a.Bad, b.Good, b.Bad), 4),
            BetaPosterior.Method
        );

        ArmFigures Arm(string arm)
        {
            var name = $"{experiment.Name}:{arm}";
            var own = outcomes.Where(row => row.Arm == name).ToDictionary(row => row.Outcome, row => row.Count);
            var (_, good, bad) = ratings.FirstOrDefault(row => row.Arm == name);
            return new ArmFigures(arm == "a" ? experiment.VersionA : experiment.VersionB, own.Values.Sum(), own, good, bad);
        }
    }

    private async Task<bool> EndAsync(string workspace, string id, string? winner, Auditor by, CancellationToken cancel)
    {
        var ended = await database.WriteAsync(
            workspace,
            async transaction =>
            {
                var status = winner is null ? "stopped" : "promoted";
                if (
                    await transaction.Connection!.ExecuteAsync(
                        new CommandDefinition(
                            "update experiments set status = @status, ended = @Now, winner = @winner where workspace = @workspace "
                                + "and id = @id and status = 'running'",
                            new
                            {
                                status,
                                Now = time.NowMs(),
                                winner,
                                workspace,
                                id,
                            },
                            transaction,
                            cancellationToken: cancel
                        )
                    ) == 0
                )
                    return false;
                if (winner is not null)
                    await prompts.ActivateAsync(transaction, workspace, winner, by, cancel);
                await audit.WriteAsync(transaction, workspace, by, "experiment." + status, id, new { winner }, cancel);
                await prompts.ForgetEverywhereAsync(transaction, workspace);
                return true;
            },
            cancel
        );
        prompts.Forget(workspace);
        return ended;
    }
}
