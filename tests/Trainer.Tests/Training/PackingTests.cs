using ChatBot.Trainer.Tests.Model;
using ChatBot.Trainer.Training;
using ChatBot.Trainer.Training.Batches;
using ChatBot.Trainer.Training.Objectives;
using static TorchSharp.torch;

namespace ChatBot.Trainer.Tests.Training;

public sealed class PackingTests
{
    [TorchFact]
    public void Packing_changes_no_examples_loss()
    {
        var examples = Examples.Many(23);
        using var model = new AdaptedModel();
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var alone = examples.ToDictionary(
            example => example,
            example =>
                Scores([
                    new BatchItem([
                        [example],
                    ]),
                ])[example]
        );
        var items = BatchItem.Of(examples, new TrainingSettings { ContextLength = 40 });
        Assert.True(items.Count < 10);

        var packed = Scores(items);

        Assert.Equal(examples.Count, packed.Count);
        foreach (var example in examples)
            Assert.Equal(alone[example], packed[example], 1e-4f);

        Dictionary<TokenizedExample, float> Scores(IReadOnlyList<BatchItem> of)
        {
            using var batch = PackedBatch.Of(of, CPU);
            var scores = AnswerScores.Of(model, batch).data<float>().ToArray();
            return batch.Examples.Zip(scores).ToDictionary(pair => pair.First, pair => pair.Second);
        }
    }

    [Fact]
    public void Rows_hold_every_example_once_none_is_too_long_and_a_seed_gives_the_same_ones()
    {
        var examples = Examples.Many(200);
        var rows = RowPacking.Pack(examples, 50, seed: 4);
        Assert.Equal(examples.Select(e => e.Id).Order(), rows.SelectMany(row => row).Select(e => e.Id).Order());
        Assert.All(rows, row => Assert.True(row.Sum(e => e.Tokens.Length) <= 50));
        var tokens = examples.Sum(e => e.Tokens.Length);
        Assert.True(rows.Count <= Math.Ceiling(tokens / 50.0 * 1.1), $"{rows.Count} rows for {tokens} tokens");
        Assert.Equal(Ids(rows), Ids(RowPacking.Pack(examples, 50, seed: 4)));
        Assert.NotEqual(Ids(rows), Ids(RowPacking.Pack(examples, 50, seed: 5)));
        Assert.Equal(200, RowPacking.Pack(examples, 0, seed: 4).Count);

        static IEnumerable<string> Ids(IEnumerable<TokenizedExample[]> rows) => rows.Select(row => string.Join(' ', row.Select(e => e.Id)));
    }

    [Fact]
    public void Every_epoch_rehearses_other_texts_up_to_their_share_of_what_is_learnt()
    {
        var settings = new TrainingSettings
        {
            ContextLength = 64,
            Packing = false,
            Rehearsal = 0.5,
            BatchSize = 100,
        };
        var (examples, texts) = (BatchItem.Of(Examples.Many(12), settings), Examples.Many(60));
        var objective = new SupervisedObjective();

        var rehearsal = Rehearsal.Of(texts, examples, objective, settings);
        var epochs = Enumerable.Range(0, 3).Select(epoch => rehearsal.Of(epoch).ToList()).ToList();

        Assert.All(epochs, epoch => Assert.InRange(objective.Units(epoch) / (double)objective.Units(examples), 0.7, 1.4));
        Assert.Empty(epochs[0].Intersect(epochs[1]));
        var order = new DataOrder(examples, rehearsal, settings);
        Assert.Equal(examples.Concat(epochs[1]).ToHashSet(), order.At(1).SelectMany(batch => batch).ToHashSet());
        var running = texts.Select(text => text with { AnswerStart = 1 }).ToList();
        var narrow = Rehearsal.Of(running, examples, objective, settings with { ContextLength = 9 });
        Assert.All(narrow.Items, item => Assert.InRange(item.Tokens, 1, 9)); // longer ones are cut, not left out
        Assert.Equal(texts.Count, narrow.Items.Count);
        Assert.Same(Rehearsal.None, Rehearsal.Of(texts, examples, objective, settings with { Rehearsal = 0 }));
    }

    [Fact]
    public void Every_epoch_reads_every_item_once_in_another_order()
    {
        var items = BatchItem.Of(Examples.Many(22), new TrainingSettings { Packing = false });
        var order = new DataOrder(
            items,
            Rehearsal.None,
            new TrainingSettings
            {
                BatchSize = 3,
                Accumulation = 2,
                Epochs = 2,
            }
        );
        Assert.Equal((4, 8), (order.StepsPerEpoch, order.Steps));
        var first = Enumerable.Range(0, 4).SelectMany(order.At).SelectMany(batch => batch).ToList();
        var second = Enumerable.Range(4, 4).SelectMany(order.At).SelectMany(batch => batch).ToList();
        Assert.Equal(items.ToHashSet(), [.. first]);
        Assert.Equal(items.ToHashSet(), [.. second]);
        Assert.NotEqual(first, second);
        Assert.Equal(first[12..18], order.At(2).SelectMany(batch => batch));
    }

    [TorchFact]
    public void Only_answers_are_predicted_and_padding_is_a_segment_of_its_own()
    {
        TokenizedExample a = new("a", [5, 6, 7, 8], 2),
            b = new("b", [9, 4], 1),
            c = new("c", [3, 2, 1], 0);
        using var batch = PackedBatch.Of(
            [
                new BatchItem([
                    [a, b],
                ]),
                new BatchItem([
                    [c],
                ]),
            ],
            CPU
        );
        Assert.Equal([5, 6, 7, 8, 9, 4, 3, 2, 1, 0, 0, 0], batch.TokenIds.data<long>().ToArray());
        Assert.Equal([0, 1, 2, 3, 0, 1, 0, 1, 2, 0, 0, 0], batch.Positions.data<long>().ToArray());
        Assert.Equal([1, 1, 1, 1, 2, 2, 1, 1, 1, 0, 0, 0], batch.Segments!.data<long>().ToArray());
        Assert.Equal([1, 2, 4, 6, 7], batch.Predicted.data<long>().ToArray());
        Assert.Equal([7, 8, 4, 2, 1], batch.Targets.data<long>().ToArray());
        Assert.Equal([0, 0, 1, 2, 2], batch.Owners.data<long>().ToArray());
    }
}
