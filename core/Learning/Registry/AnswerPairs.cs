using System.Security.Cryptography;
using ChatBot.Answering;
using ChatBot.Answering.Generation;
using ChatBot.Learning.Audit;
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

/// <summary>Two answers side by side.</summary>
/// <param name="Adapter">Who wrote one of them.</param>
/// <param name="Against">Who wrote the other: the production adapter, or <c>base</c>.</param>
/// <param name="Picked"><c>adapter</c>, <c>against</c>, <c>neither</c>; empty while undecided.</param>
public sealed record AnswerPair(
    string Id,
    string Adapter,
    string Against,
    string Question,
    string First,
    string Second,
    bool AdapterFirst,
    string Picked
);

/// <param name="Adapter">How often its answer was picked.</param>
public sealed record PairCounts(long Adapter, long Against, long Neither);

/// <summary>
/// Asks a question twice, through an adapter and through what answers now, and keeps which answer was picked: what people prefer, for
/// training on preferences. Nothing of it counts as an interaction. Questions are redacted before they are stored.
/// </summary>
public sealed class AnswerPairs(
    IDatabase database,
    Answerer answerer,
    AdapterRegistry registry,
    AuditLog audit,
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
    )
    {
        if (question.Trim() is not { Length: > 0 and <= MaxQuestion } asked)
            return (null, $"A question takes 1 to {MaxQuestion} characters.");
        var known = await registry.ListAsync(workspace, cancel);
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
        await StoreAsync(workspace, pair, own, other, by, cancel);
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

    public async Task<AnswerPair?> FindAsync(string workspace, string id, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(workspace, cancel);
        return (
            await connection.QueryAsync<(
                string Adapter,
                string Against,
                string Question,
                string Own,
                string Other,
                long First,
                string Picked
            )>(
                new CommandDefinition(
                    "select adapter, against, question, adapter_answer, against_answer, cast(adapter_first as bigint), picked "
                        + "from answer_pairs where workspace = @workspace and id = @id",
                    new { workspace, id },
                    cancellationToken: cancel
                )
            )
        )
            .Select(row => new AnswerPair(
                id,
                row.Adapter,
                row.Against,
                row.Question,
                row.First == 1 ? row.Own : row.Other,
                row.First == 1 ? row.Other : row.Own,
                row.First == 1,
                row.Picked
            ))
            .FirstOrDefault();
    }

    /// <summary>Notes the choice, once. False where there is no such pair, or it is decided.</summary>
    public async Task<bool> PickAsync(string workspace, string id, AnswerPick pick, Auditor by, CancellationToken cancel = default)
    {
        if (await FindAsync(workspace, id, cancel) is not { } pair)
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
                if (changed > 0)
                    await audit.WriteAsync(transaction, workspace, by, "model.compared", pair.Adapter, new { pair = id, picked }, cancel);
                return changed > 0;
            },
            cancel
        );
    }

    /// <summary>How often an adapter's answer was picked, against whatever it stood beside.</summary>
    public async Task<PairCounts> CountsAsync(string workspace, string adapter, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(workspace, cancel);
        var counts = (
            await connection.QueryAsync<(string Picked, long Count)>(
                new CommandDefinition(
                    "select picked, count(*) from answer_pairs where workspace = @workspace and adapter = @adapter group by picked",
                    new { workspace, adapter },
                    cancellationToken: cancel
                )
            )
        ).ToDictionary(row => row.Picked, row => row.Count);
        return new PairCounts(
            counts.GetValueOrDefault("adapter"),
            counts.GetValueOrDefault("against"),
            counts.GetValueOrDefault("neither")
        );
    }

    private Task StoreAsync(string workspace, AnswerPair pair, Answer own, Answer other, Auditor by, CancellationToken cancel) =>
        database.WriteAsync(
            workspace,
            transaction =>
                transaction.Connection!.ExecuteAsync(
                    new CommandDefinition(
                        """
                        insert into answer_pairs (id, workspace, adapter, against, adapter_first, question, adapter_answer, against_answer,
                                                  adapter_receipt, against_receipt, asked_by, created)
                        values (@Id, @workspace, @Adapter, @Against, @First, @Question, @Own, @Other, @OwnReceipt, @OtherReceipt, @By, @Now)
                        """,
                        new
                        {
                            pair.Id,
                            workspace,
                            pair.Adapter,
                            pair.Against,
                            First = pair.AdapterFirst ? 1 : 0,
                            pair.Question,
                            Own = own.Text,
                            Other = other.Text,
                            OwnReceipt = WireJson.Write(own.Receipt with { StandaloneQuestion = null }),
                            OtherReceipt = WireJson.Write(other.Receipt with { StandaloneQuestion = null }),
                            By = by.Name,
                            Now = time.NowMs(),
                        },
                        transaction,
                        cancellationToken: cancel
                    )
                ),
            cancel
        );
}
