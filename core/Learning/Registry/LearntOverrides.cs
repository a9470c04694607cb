using ChatBot.Answering;
using ChatBot.Answering.Evaluation;
using ChatBot.Answering.Generation;
using ChatBot.Learning.Lessons;
using ChatBot.Learning.Review;
using ChatBot.Storage;
using Dapper;

namespace ChatBot.Learning.Registry;

/// <summary>
/// Corrections that an adapter has learnt to do without. Each approved correction of its training data is asked without the correction;
/// where the adapter itself writes the approved answer, in these words or nearly, and the answer's checks let it through, retiring the
/// correction is proposed to the admins. Nothing is retired before one of them accepts.
/// </summary>
public sealed class LearntOverrides(
    IDatabase database,
    AdapterRegistry registry,
    CorrectionStore corrections,
    ProposalStore proposals,
    Answerer answerer,
    TimeProvider time
)
{
    /// <summary>Token F1 from which an answer says the same: of ten words one may be another.</summary>
    public const double Enough = 0.9;

    /// <summary>Corrections that are asked in one go: each costs an answer of the model.</summary>
    private const int AtOnce = 20;

    /// <summary>Asks what the production adapter has not been asked yet.</summary>
    /// <returns>How many retirements were proposed.</returns>
    public async Task<int> RunAsync(string workspace, CancellationToken cancel = default)
    {
        var adapter = (await registry.ListAsync(workspace, cancel)).FirstOrDefault(known => known.Stage == AdapterStage.Production);
        if (adapter is null)
            return 0;
        var asked = (await ListAsync(workspace, adapter.Id, cancel)).Select(known => known.CorrectionId).ToHashSet();
        var proposed = 0;
        foreach (var id in adapter.Manifest.Data.Corrections.Where(id => !asked.Contains(id)).Distinct().Take(AtOnce))
            if (
                await corrections.FindAsync(workspace, id, cancel) is { Status: CorrectionStatus.Approved } correction
                && await AskAsync(adapter, correction, cancel)
            )
                proposed++;
        return proposed;
    }

    /// <summary>What an adapter was asked, by correction.</summary>
    public async Task<IReadOnlyList<LearntOverride>> ListAsync(string workspace, string adapter, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(workspace, cancel);
        var rows = await connection.QueryAsync<(string CorrectionId, double Likeness, long Learnt, long Asked)>(
            new CommandDefinition(
                "select correction_id, likeness, cast(learnt as bigint), asked from learnt_overrides "
                    + "where workspace = @workspace and adapter = @adapter order by correction_id",
                new { workspace, adapter },
                cancellationToken: cancel
            )
        );
        return [.. rows.Select(row => new LearntOverride(row.CorrectionId, row.Likeness, row.Learnt == 1, row.Asked))];
    }

    private async Task<bool> AskAsync(StoredAdapter adapter, Correction correction, CancellationToken cancel)
    {
        var answer = await answerer.AnswerAsync(
            new Question(correction.Question)
            {
                Workspace = correction.Workspace,
                Channel = "review",
                Adapter = adapter.Id,
                WithoutCorrections = true,
            },
            cancel
        );
        // It cannot be used now; what is said without it says nothing of it.
        if (answer.Receipt.AssignedAdapter == AdapterUse.Base)
            return false;
        var likeness = answer.Receipt.Adapter is null ? 0 : Likeness(answer.Text, correction.CorrectResponse);
        var learnt = likeness >= Enough;
        await database.WriteAsync(
            correction.Workspace,
            async transaction =>
            {
                var isNew =
                    await transaction.Connection!.ExecuteAsync(
                        new CommandDefinition(
                            """
                            insert into learnt_overrides (workspace, adapter, correction_id, likeness, learnt, asked)
                            values (@Workspace, @Adapter, @Correction, @likeness, @Learnt, @At)
                            on conflict do nothing
                            """,
                            new
                            {
                                correction.Workspace,
                                Adapter = adapter.Id,
                                Correction = correction.Id,
                                likeness,
                                Learnt = learnt ? 1 : 0,
                                At = time.NowMs(),
                            },
                            transaction,
                            cancellationToken: cancel
                        )
                    ) == 1;
                if (isNew && learnt)
                    await proposals.AddRetirementAsync(
                        transaction,
                        correction,
                        new
                        {
                            correctionId = correction.Id,
                            adapter = adapter.Id,
                            likeness = Math.Round(likeness, 3),
                            approved = correction.CorrectResponse,
                            answer = answer.Text,
                        },
                        cancel
                    );
            },
            cancel
        );
        return learnt;
    }

    /// <summary>
    /// Token F1 of two answers, 0 to 1: the harmonic mean of the shares of words that they have in common, each counted as often as it
    /// stands in both, compared as <see cref="AnswerMatch.Normalise"/> does (Rajpurkar et al., "SQuAD", 2016).
    /// </summary>
    public static double Likeness(string answer, string approved)
    {
        var (said, wanted) = (Words(answer), Words(approved));
        var common = said.CountBy(word => word)
            .Join(wanted.CountBy(word => word), a => a.Key, b => b.Key, (a, b) => Math.Min(a.Value, b.Value))
            .Sum();
        return said.Length + wanted.Length == 0 ? 0 : 2.0 * common / (said.Length + wanted.Length);
    }

    private static string[] Words(string text) => AnswerMatch.Normalise(text).Split(' ', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>A correction that a production adapter was asked without.</summary>
/// <param name="Likeness">Token F1 of its answer with the approved one.</param>
/// <param name="Learnt">Whether the correction's retirement was proposed.</param>
public sealed record LearntOverride(string CorrectionId, double Likeness, bool Learnt, long AskedMs);
