using System.Diagnostics;
using ChatBot.Core.Tests.Models.Endpoints;
using ChatBot.Models;
using ChatBot.TestKit.Models;
using Microsoft.Extensions.AI;
using Xunit.Abstractions;

namespace ChatBot.Core.Tests.Models;

/// <summary>People take turns at a busy model.</summary>
public sealed class FairTurnsTests(ITestOutputHelper output) : IAsyncLifetime
{
    private EndpointDriver _endpoint = null!;

    public async Task InitializeAsync() => _endpoint = await EndpointDriver.StartAsync();

    public async Task DisposeAsync() => await _endpoint.DisposeAsync();

    [Fact]
    public async Task Somebody_with_sixty_four_requests_does_not_keep_others_waiting()
    {
        _endpoint.Server.Reply = _ => ModelReply.Says("Slow.") with { Delay = TimeSpan.FromMilliseconds(100) };
        var client = _endpoint.Client(options => options.Concurrency = 2);
        var greedy = Enumerable.Range(0, 64).Select(_ => WaitAsync(client, "greedy")).ToList();
        await Task.Delay(50);
        var before = greedy.Count(one => one.IsCompleted); // on a busy machine the pause is longer
        var others = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => WaitAsync(client, $"person {i}")));
        var meanwhile = greedy.Count(one => one.IsCompleted) - before;
        var all = await Task.WhenAll(greedy);

        output.WriteLine($"others: mean {others.Average():0} ms, longest {others.Max():0} ms; the greedy one's last {all.Max():0} ms");
        Assert.True(meanwhile <= 16, $"{meanwhile} of the greedy one's requests were served while the others waited");
        Assert.InRange(others.Max(), 0, all.Max() / 2);
    }

    [Fact]
    public async Task A_full_queue_says_so_at_once_and_whoever_has_most_waiting_gives_way_to_others()
    {
        var queue = new FairQueue(1, 3);
        var served = await queue.EnterAsync("greedy", default);
        var waiting = Enumerable.Range(0, 3).Select(_ => queue.EnterAsync("greedy", default)).ToList();
        await AssertBusyAsync(queue.EnterAsync("greedy", default));

        var other = queue.EnterAsync("other", default);
        await AssertBusyAsync(waiting[^1]);
        var third = queue.EnterAsync("third", default);
        await AssertBusyAsync(waiting[^2]);
        await AssertBusyAsync(queue.EnterAsync("fourth", default)); // one each by now: nobody gives way

        var order = new List<string>();
        served.Dispose();
        foreach (var (name, turn) in new[] { ("other", other), ("third", third), ("greedy", waiting[0]) })
        {
            (await turn.WaitAsync(TimeSpan.FromSeconds(5))).Dispose();
            order.Add(name);
        }
        Assert.Equal(["other", "third", "greedy"], order);
    }

    [Fact]
    public async Task People_who_come_again_and_again_do_not_pass_somebody_who_waits()
    {
        var queue = new FairQueue(1, 10);
        var pending = new List<(string Name, Task<IDisposable> Turn)>();
        foreach (var name in new[] { "many", "many", "many", "one", "other" })
            pending.Add((name, queue.EnterAsync(name, default)));

        var order = new List<string>();
        while (order.Count < 7)
        {
            var ended = await Task.WhenAny(pending.Select(one => one.Turn)).WaitAsync(TimeSpan.FromSeconds(5));
            var served = pending.Single(one => one.Turn == ended);
            pending.Remove(served);
            order.Add(served.Name);
            (await ended).Dispose();
            if (served.Name != "many")
                pending.Add((served.Name, queue.EnterAsync(served.Name, default)));
        }
        Assert.Equal(["many", "one", "other", "many", "one", "other", "many"], order);
    }

    [Fact]
    public async Task Whoever_gives_up_leaves_the_queue_and_takes_no_place()
    {
        var queue = new FairQueue(1, 2);
        var served = await queue.EnterAsync("one", default);
        using var cancel = new CancellationTokenSource();
        var leaves = queue.EnterAsync("two", cancel.Token);
        var stays = queue.EnterAsync("three", default);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaves);
        var comes = queue.EnterAsync("four", default); // its place is free again

        served.Dispose();
        (await stays.WaitAsync(TimeSpan.FromSeconds(5))).Dispose();
        (await comes.WaitAsync(TimeSpan.FromSeconds(5))).Dispose();
        (await queue.EnterAsync("five", default).WaitAsync(TimeSpan.FromSeconds(5))).Dispose();
    }

    [Fact]
    public async Task Places_are_neither_lost_nor_made_when_people_come_and_go_at_random()
    {
        var queue = new FairQueue(3, 20);
        var (inside, most, served, left) = (0, 0, 0, 0);
        await Task.WhenAll(
            Enumerable
                .Range(0, 400)
                .Select(async i =>
                {
                    var random = new Random(i);
                    using var cancel = new CancellationTokenSource(random.Next(30));
                    await Task.Delay(random.Next(40));
                    try
                    {
                        using var turn = await queue.EnterAsync($"person {i % 7}", cancel.Token);
                        InterlockedMax(ref most, Interlocked.Increment(ref inside));
                        await Task.Delay(random.Next(3));
                        Interlocked.Decrement(ref inside);
                        Interlocked.Increment(ref served);
                    }
                    catch (Exception gone) when (gone is OperationCanceledException or ModelException)
                    {
                        Interlocked.Increment(ref left);
                    }
                })
        );
        Assert.Equal((400, 0), (served + left, inside));
        Assert.InRange(most, 1, 3);

        // All three places are there still.
        var turns = await Task.WhenAll(Enumerable.Range(0, 3).Select(i => queue.EnterAsync($"last {i}", default)))
            .WaitAsync(TimeSpan.FromSeconds(5));
        Assert.False(queue.EnterAsync("fourth", default).IsCompleted);
        Array.ForEach(turns, turn => turn.Dispose());
    }

    [Fact]
    public async Task A_stream_keeps_its_place_until_it_ends_or_is_left()
    {
        _endpoint.Server.Reply = _ => ModelReply.Says("One two three.");
        var client = _endpoint.Client(options => (options.Concurrency, options.Queue) = (1, 0));
        await foreach (var _ in client.GetStreamingResponseAsync(EndpointDriver.Conversation))
        {
            Assert.Equal(ModelFault.Busy, (await EndpointDriver.FaultAsync(client)).Fault);
            break;
        }
        Assert.Equal("One two three.", await EndpointDriver.AskAsync(client));
    }

    private static async Task<double> WaitAsync(IChatClient client, string person)
    {
        var start = Stopwatch.GetTimestamp();
        await EndpointDriver.AskAsync(client, options: EndpointDriver.Options(person: person));
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static async Task AssertBusyAsync(Task task) =>
        Assert.Equal(ModelFault.Busy, (await Assert.ThrowsAsync<ModelException>(() => task.WaitAsync(TimeSpan.FromSeconds(5)))).Fault);

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = most; seen < value; seen = most)
            Interlocked.CompareExchange(ref most, value, seen);
    }
}
