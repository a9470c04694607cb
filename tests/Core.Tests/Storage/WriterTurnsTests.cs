using ChatBot.Storage.Sqlite;

namespace ChatBot.Core.Tests.Storage;

public sealed class WriterTurnsTests
{
    [Fact]
    public async Task Urgent_writers_come_before_the_others_and_each_kind_in_order()
    {
        var turns = new WriterTurns();
        await turns.EnterAsync(urgent: false, default);
        var order = new List<string>();
        var writers = new[] { ("a", false), ("b", true), ("c", false), ("d", true) }
            .Select(async writer =>
            {
                await turns.EnterAsync(writer.Item2, default);
                order.Add(writer.Item1);
                turns.Leave();
            })
            .ToList();
        turns.Leave();
        await Task.WhenAll(writers);
        Assert.Equal(["b", "d", "a", "c"], order);
    }

    [Fact]
    public async Task Whoever_gives_up_waiting_is_passed_over()
    {
        var turns = new WriterTurns();
        await turns.EnterAsync(urgent: false, default);
        using var patience = new CancellationTokenSource();
        var impatient = turns.EnterAsync(urgent: true, patience.Token);
        var patient = turns.EnterAsync(urgent: false, default);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        turns.Leave();
        await patient;
        turns.Leave();
        await turns.EnterAsync(urgent: false, default);
    }
}
