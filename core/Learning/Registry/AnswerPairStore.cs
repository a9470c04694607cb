using System.Data.Common;
using ChatBot.Answering;
using ChatBot.Learning.Audit;
using ChatBot.Storage;
using Dapper;

namespace ChatBot.Learning.Registry;

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

/// <summary>Pairs as they are stored; <see cref="AnswerPairs"/> asks for them and decides.</summary>
public sealed class AnswerPairStore(IDatabase database, TimeProvider time)
{
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

    /// <param name="answers">The adapter's, then the other one.</param>
    internal Task AddAsync(
        DbTransaction transaction,
        string workspace,
        AnswerPair pair,
        (Answer Own, Answer Other) answers,
        Auditor by,
        CancellationToken cancel
    ) =>
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
                    Own = answers.Own.Text,
                    Other = answers.Other.Text,
                    OwnReceipt = WireJson.Write(answers.Own.Receipt with { StandaloneQuestion = null }),
                    OtherReceipt = WireJson.Write(answers.Other.Receipt with { StandaloneQuestion = null }),
                    By = by.Name,
                    Now = time.NowMs(),
                },
                transaction,
                cancellationToken: cancel
            )
        );
}
