using System.Data.Common;
using System.Security.Cryptography;
using ChatBot.Answering;
using ChatBot.Answering.Generation;
using ChatBot.Learning.Audit;
using ChatBot.Learning.Review;
using ChatBot.Privacy;
using ChatBot.Storage;
using Dapper;

namespace ChatBot.Learning.Registry;

/// <summary>Which of two answers somebody liked better, before they knew whose it is.</summary>
public enum AnswerPick
{
    First,
    Second,
    Neither,
}

/// <summary>
/// Asks a question twice, through an adapter and through what answers now, and keeps which answer was picked: what people prefer, for
/// training on preferences. Nothing of it counts as an interaction. Questions are redacted before they are stored.
/// </summary>
public sealed class AnswerPairs(
    IDatabase database,
    AnswerPairStore store,
    Answerer answerer,
    AdapterRegistry registry,
    AuditLog audit,
    IReviewNotifications notices,
    Redactor redactor,
    TimeProvider time
)
{
    public const int MaxQuestion = 2000;

    /// <returns>The pair, or why there is none, in one line.</returns>
    public async Task<(AnswerPair? Pair, string Fault)> AskAsync(
        string workspace,
        string adapter,
        string question,
        Auditor by,
        CancellationToken cancel = default
    ) => await AskAsync(workspace, await registry.ListAsync(workspace, cancel), adapter, question, by, null, cancel);

    /// <summary>The same of the adapter that is on trial, for people who have not chosen one.</summary>
    /// <param name="alongside">Stored in one transaction with the pair.</param>
    public async Task<(AnswerPair? Pair, string Fault)> AskOnTrialAsync(
        string workspace,
        string question,
        Auditor by,
        Func<DbTransaction, AnswerPair, Task> alongside,
        CancellationToken cancel = default
    )
    {
        var known = await registry.ListAsync(workspace, cancel);
        return known.FirstOrDefault(one => one.Stage == AdapterStage.Canary) is { } canary
            ? await AskAsync(workspace, known, canary.Id, question, by, alongside, cancel)
            : (null, "No adapter is on trial now, so there is nothing to compare.");
    }

    private async Task<(AnswerPair? Pair, string Fault)> AskAsync(
        string workspace,
        IReadOnlyList<StoredAdapter> known,
        string adapter,
        string question,
        Auditor by,
        Func<DbTransaction, AnswerPair, Task>? alongside,
        CancellationToken cancel
    )
    {
        if (question.Trim() is not { Length: > 0 and <= MaxQuestion } asked)
            return (null, $"A question takes 1 to {MaxQuestion} characters.");
        if (known.All(one => one.Id != adapter))
            return (null, $"There is no adapter {adapter} in this workspace.");
        var against = known.FirstOrDefault(one => one.Stage == AdapterStage.Production && one.Id != adapter)?.Id ?? AdapterUse.Base;
        var (own, other) = (await AnswerAsync(adapter), await AnswerAsync(against));
        if (own.Receipt.AssignedAdapter.Length == 0)
            return (null, $"No model was asked: the answer is {OutcomeNames.Of(own.Outcome)} before one would be.");
        if ((own.Receipt.AssignedAdapter, other.Receipt.AssignedAdapter) != (adapter, against))
            return (null, "The adapter cannot be used now; /ready says why.");
        if (own.Text == other.Text)
            return (null, "Both say the same, so there is nothing to choose between.");
        var adapterFirst = RandomNumberGenerator.GetInt32(2) == 0;
        var pair = new AnswerPair(
            Ids.New(time),
            adapter,
            against,
            redactor.Redact(asked).Text,
            adapterFirst ? own.Text : other.Text,
            adapterFirst ? other.Text : own.Text,
            adapterFirst,
            ""
        );
        await database.WriteAsync(
            workspace,
            async transaction =>
            {
                await store.AddAsync(transaction, workspace, pair, (own, other), by, cancel);
                if (alongside is not null)
                    await alongside(transaction, pair);
            },
            cancel
        );
        return (pair, "");

        Task<Answer> AnswerAsync(string through) =>
            answerer.AnswerAsync(
                new Question(asked)
                {
                    Workspace = workspace,
                    Channel = "review",
                    Adapter = through,
                    WithoutCorrections = true,
                },
                cancel
            );
    }

    /// <summary>Notes the choice, once, and has every copy of the pair show it.</summary>
    /// <returns>False where there is no such pair, or it is decided.</returns>
    public async Task<bool> PickAsync(string workspace, string id, AnswerPick pick, Auditor by, CancellationToken cancel = default)
    {
        if (await store.FindAsync(workspace, id, cancel) is not { } pair)
            return false;
        var picked =
            pick == AnswerPick.Neither ? "neither"
            : pick == AnswerPick.First == pair.AdapterFirst ? "adapter"
            : "against";
        return await database.WriteAsync(
            workspace,
            async transaction =>
            {
                var changed = await transaction.Connection!.ExecuteAsync(
                    new CommandDefinition(
                        "update answer_pairs set picked = @picked, decided = @Now where workspace = @workspace and id = @id and "
                            + "picked = ''",
                        new
                        {
                            picked,
                            Now = time.NowMs(),
                            workspace,
                            id,
                        },
                        transaction,
                        cancellationToken: cancel
                    )
                );
                if (changed == 0)
                    return false;
                await audit.WriteAsync(transaction, workspace, by, "model.compared", pair.Adapter, new { pair = id, picked }, cancel);
                await notices.PublishAsync(transaction, new PairPicked(workspace, id), cancel);
                return true;
            },
            cancel
        );
    }
}
