using System.Diagnostics;
using ChatBot.Models;
using ChatBot.TestKit.Models;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace ChatBot.Core.Tests.Models.Endpoints;

/// <summary>An endpoint that fails again and again is left alone, tried with one request, and used again.</summary>
public sealed class EndpointBreakerTests : IAsyncLifetime
{
    /// <summary>Long enough for a busy machine to do what a test does meanwhile.</summary>
    private static readonly TimeSpan Break = TimeSpan.FromSeconds(2);

    private EndpointDriver _endpoint = null!;

    public async Task InitializeAsync()
    {
        _endpoint = await EndpointDriver.StartAsync();
        _endpoint.Limits = _endpoint.Limits with { Failures = 4, FirstBreak = Break, LongestBreak = Break };
    }

    public async Task DisposeAsync() => await _endpoint.DisposeAsync();

    [Fact]
    public async Task It_opens_lets_one_request_find_out_and_closes()
    {
        _endpoint.Server.Reply = _ => ModelReply.Fails(500);
        var client = _endpoint.Client();
        Assert.Equal(ModelFault.Unavailable, (await EndpointDriver.FaultAsync(client)).Fault);

        // Open: nothing is sent, and nobody waits.
        var sent = _endpoint.Server.Requests.Count;
        var start = Stopwatch.GetTimestamp();
        var fault = await EndpointDriver.FaultAsync(client);
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalMilliseconds, 0, 1500);
        Assert.Equal((ModelFault.Resting, sent), (fault.Fault, _endpoint.Server.Requests.Count));
        Assert.Contains($"{_endpoint.Server.Endpoint} cannot answer now: 500", fault.Message, StringComparison.Ordinal);
        Assert.NotNull(client.GetService<IModelHealth>()!.Trouble);

        // Half open and still broken: one request is sent, and it opens anew.
        await Task.Delay(Break + TimeSpan.FromMilliseconds(100));
        await EndpointDriver.FaultAsync(client);
        Assert.Equal(sent + 1, _endpoint.Server.Requests.Count);
        Assert.Equal(ModelFault.Resting, (await EndpointDriver.FaultAsync(client)).Fault);

        // Half open and well.
        _endpoint.Server.Reply = _ => ModelReply.Says("Well again.");
        await Task.Delay(Break + TimeSpan.FromMilliseconds(100));
        Assert.Equal("Well again.", await EndpointDriver.AskAsync(client));
        Assert.Equal("Well again.", await EndpointDriver.AskAsync(client));
        Assert.Null(client.GetService<IModelHealth>()!.Trouble);
        Assert.Equal([LogLevel.Warning, LogLevel.Error, LogLevel.Information], _endpoint.Log.Select(line => line.Level));
    }

    [Fact]
    public async Task While_one_request_finds_out_others_do_not_wait_for_it()
    {
        _endpoint.Server.Reply = _ => ModelReply.Fails(500);
        var client = _endpoint.Client(options => options.Concurrency = 1);
        await EndpointDriver.FaultAsync(client);
        await Task.Delay(Break + TimeSpan.FromMilliseconds(100));
        _endpoint.Server.Reply = _ => ModelReply.Says("Slow but well.") with { Delay = TimeSpan.FromSeconds(4) };
        var probe = EndpointDriver.AskAsync(client);
        while (_endpoint.Server.Requests.Count < 5)
            await Task.Delay(10);

        var start = Stopwatch.GetTimestamp();
        Assert.Equal(ModelFault.Resting, (await EndpointDriver.FaultAsync(client)).Fault);
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalMilliseconds, 0, 2500);
        Assert.Equal("Slow but well.", await probe);
    }

    [Fact]
    public async Task A_request_that_should_find_out_and_is_left_does_not_close_it()
    {
        _endpoint.Limits = _endpoint.Limits with { LongestBreak = TimeSpan.FromMinutes(1) };
        _endpoint.Server.Reply = _ => ModelReply.Fails(500);
        var client = _endpoint.Client();
        await EndpointDriver.FaultAsync(client);
        await Task.Delay(Break + TimeSpan.FromMilliseconds(100));
        _endpoint.Server.Reply = _ => ModelReply.StallsForEver;
        using var leave = new CancellationTokenSource();
        var probe = EndpointDriver.AskAsync(client, cancel: leave.Token);
        while (_endpoint.Server.Requests.Count < 5)
            await Task.Delay(10);
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => probe);

        Assert.Equal(ModelFault.Resting, (await EndpointDriver.FaultAsync(client)).Fault);
        Assert.Equal(5, _endpoint.Server.Requests.Count);
    }

    [Fact]
    public async Task A_late_answer_to_a_request_from_before_it_opened_does_not_say_that_all_is_well()
    {
        _endpoint.Limits = _endpoint.Limits with { FirstBreak = TimeSpan.FromMinutes(1), LongestBreak = TimeSpan.FromMinutes(1) };
        _endpoint.Server.Reply = request =>
            request.Model == "slow" ? ModelReply.Says("Late.") with { Delay = TimeSpan.FromSeconds(4) } : ModelReply.Fails(500);
        var client = _endpoint.Client();
        var late = EndpointDriver.AskAsync(
            client,
            options: new ChatOptions { AdditionalProperties = new() { [ChatKeys.Adapter] = "slow" } }
        );
        while (_endpoint.Server.Requests.Count < 1)
            await Task.Delay(10);
        for (var i = 0; i < 2; i++)
            await EndpointDriver.FaultAsync(client);
        Assert.Equal("Late.", await late);

        Assert.Equal(ModelFault.Resting, (await EndpointDriver.FaultAsync(client)).Fault);
        Assert.NotNull(client.GetService<IModelHealth>()!.Trouble);
        Assert.DoesNotContain(_endpoint.Log, line => line.Level == LogLevel.Information);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Silence_opens_it_as_well(bool stream)
    {
        _endpoint.Server.Reply = _ => ModelReply.StallsForEver;
        var client = _endpoint.Client(options => options.Timeout = TimeSpan.FromSeconds(1));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => EndpointDriver.FaultAsync(client, stream)));
        Assert.Equal(ModelFault.Resting, (await EndpointDriver.FaultAsync(client, stream)).Fault);
    }

    [Fact]
    public async Task Requests_that_are_refused_do_not_open_it_for_others()
    {
        _endpoint.Server.Reply = request => request.Model == "missing" ? ModelReply.Fails(404) : ModelReply.Says("Fine.");
        var client = _endpoint.Client();
        var missing = new ChatOptions { AdditionalProperties = new() { [ChatKeys.Adapter] = "missing" } };
        for (var i = 0; i < 20; i++)
        {
            await EndpointDriver.FaultAsync(client, options: missing);
            Assert.Equal("Fine.", await EndpointDriver.AskAsync(client));
        }
        Assert.Equal(LogLevel.Warning, Assert.Single(_endpoint.Log).Level);
    }

    [Fact]
    public async Task Requests_that_came_late_and_had_hardly_time_do_not_open_it()
    {
        _endpoint.Server.Reply = _ => ModelReply.Says("Slow.") with { Delay = TimeSpan.FromMilliseconds(400) };
        var client = _endpoint.Client();
        for (var i = 0; i < 8; i++)
            Assert.Equal(
                ModelFault.TimedOut,
                (await EndpointDriver.FaultAsync(client, options: EndpointDriver.Options(TimeSpan.FromMilliseconds(100)))).Fault
            );
        Assert.Equal("Slow.", await EndpointDriver.AskAsync(client));
    }
}
