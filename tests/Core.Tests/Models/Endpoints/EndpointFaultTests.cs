using System.Diagnostics;
using ChatBot.Models;
using ChatBot.TestKit.Models;
using Microsoft.Extensions.Logging;

namespace ChatBot.Core.Tests.Models.Endpoints;

/// <summary>An endpoint that is slow, wrong or gone: each request ends in time, with an answer or with what was wrong.</summary>
public sealed class EndpointFaultTests : IAsyncLifetime
{
    private EndpointDriver _endpoint = null!;

    public static TheoryData<string, ModelFault, int, bool> Faults
    {
        get
        {
            var all = new TheoryData<string, ModelFault, int, bool>();
            foreach (var stream in new[] { false, true })
            {
                all.Add("500", ModelFault.Unavailable, 4, stream);
                all.Add("503", ModelFault.Unavailable, 4, stream);
                all.Add("429", ModelFault.Unavailable, 4, stream);
                all.Add("408", ModelFault.Unavailable, 4, stream);
                all.Add("400", ModelFault.Refused, 1, stream);
                all.Add("401", ModelFault.Refused, 1, stream);
                all.Add("404", ModelFault.Refused, 1, stream);
                all.Add("cut", ModelFault.Unreachable, stream ? 1 : 4, stream); // what was passed on is not asked for again
                all.Add("half JSON", ModelFault.Unreadable, 1, stream);
                all.Add("no choices", ModelFault.Unreadable, 1, stream);
                all.Add("page", ModelFault.Unreadable, 1, stream);
                all.Add("text", ModelFault.Unreadable, 1, stream);
                all.Add("nothing", ModelFault.Unreadable, 1, stream);
                all.Add("noise", ModelFault.TooLong, 1, stream);
                all.Add("long answer", ModelFault.TooLong, 1, stream);
                all.Add("noise of an error", ModelFault.TooLong, 1, stream);
                all.Add("redirect", ModelFault.Refused, 1, stream);
                if (stream)
                    all.Add("unfinished", ModelFault.Unreadable, 1, stream);
                all.Add("stall", ModelFault.TimedOut, stream ? 2 : 1, stream); // a silent stream is left at half time
            }
            return all;
        }
    }

    private static ModelReply Reply(string fault) =>
        fault switch
        {
            "cut" => ModelReply.Says("A few words that are never said to their end.") with
            {
                End = BodyEnd.IsCut,
                Pause = TimeSpan.FromMilliseconds(20),
            },
            "half JSON" => ModelReply.HalfJson,
            "no choices" => ModelReply.EmptyChoices,
            "page" => ModelReply.Html,
            "text" => ModelReply.Says("Fine.") with { ContentType = "text/plain" },
            "nothing" => new ModelReply { Body = "" },
            "noise" => new ModelReply { Noise = 10_000_000 },
            "noise of an error" => new ModelReply { Noise = 10_000_000, Status = 500 },
            "long answer" => ModelReply.Says(new string('a', 2_000_000)),
            "unfinished" => new ModelReply
            {
                Body = """
                    data: {"id":"c","object":"chat.completion.chunk","created":1,"choices":[{"index":0,"delta":{"content":"Half"}}]}


                    """,
                ContentType = "text/event-stream",
            },
            "redirect" => ModelReply.RedirectsTo("http://elsewhere.example.com/v1/chat/completions?key=secret"),
            "stall" => ModelReply.StallsForEver,
            var status => ModelReply.Fails(int.Parse(status, System.Globalization.CultureInfo.InvariantCulture)),
        };

    public async Task InitializeAsync() => _endpoint = await EndpointDriver.StartAsync();

    public async Task DisposeAsync() => await _endpoint.DisposeAsync();

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Every_fault_has_its_name_its_tries_and_one_line_in_the_log(string name, ModelFault expected, int tries, bool stream)
    {
        _endpoint.Server.Reply = _ => Reply(name);
        var time = TimeSpan.FromSeconds(name == "stall" ? 4 : 20); // a second try begins in what is left, also on a busy machine
        var client = _endpoint.Client(options => options.Timeout = time);
        for (var i = 0; i < 2; i++)
            Assert.Equal(expected, (await EndpointDriver.FaultAsync(client, stream, EndpointDriver.Options(time))).Fault);

        Assert.Equal(2 * tries, _endpoint.Server.Requests.Count);
        var (level, line) = Assert.Single(_endpoint.Log);
        Assert.Equal(LogLevel.Warning, level);
        Assert.StartsWith($"The model at {_endpoint.Server.Endpoint} ", line, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_passes_by_itself_is_tried_again_and_answered(bool stream)
    {
        _endpoint.Server.Script(ModelReply.Fails(500), ModelReply.Fails(429, "0"), ModelReply.Fails(503));
        Assert.Equal("Use git revert [1].", await EndpointDriver.AskAsync(_endpoint.Client(), stream));
        Assert.Equal(4, _endpoint.Server.Requests.Count);
        Assert.Equal(LogLevel.Information, _endpoint.Log[^1].Level);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_named_with_its_address_and_the_reason()
    {
        var client = _endpoint.Client(options => options.Endpoint = "http://jane:password@127.0.0.1:1/v1?token=secret");
        Assert.Equal(ModelFault.Unreachable, (await EndpointDriver.FaultAsync(client)).Fault);
        var (_, line) = Assert.Single(_endpoint.Log);
        Assert.StartsWith("The model at http://127.0.0.1:1/v1 cannot be reached: ConnectionRefused.", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_server_that_asks_for_patience_is_left_alone_for_so_long(bool asDate)
    {
        var wait = TimeSpan.FromSeconds(2);
        var after = asDate ? (TimeProvider.System.GetUtcNow() + wait + TimeSpan.FromSeconds(1)).ToString("R") : "2";
        _endpoint.Server.Script(ModelReply.Fails(429, after));
        var start = Stopwatch.GetTimestamp();
        await EndpointDriver.AskAsync(_endpoint.Client());
        Assert.InRange(Stopwatch.GetElapsedTime(start), wait - TimeSpan.FromMilliseconds(20), wait + TimeSpan.FromSeconds(5));
        Assert.Equal(2, _endpoint.Server.Requests.Count);
    }

    [Fact]
    public async Task A_pause_that_would_not_end_before_the_deadline_does_not_begin()
    {
        _endpoint.Server.Script(ModelReply.Fails(429, "30"));
        var start = Stopwatch.GetTimestamp();
        var fault = await EndpointDriver.FaultAsync(_endpoint.Client(), options: EndpointDriver.Options(TimeSpan.FromSeconds(10)));
        Assert.Equal((ModelFault.Unavailable, TimeSpan.FromSeconds(30)), (fault.Fault, fault.RetryAfter));
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 0, 5);
        Assert.Single(_endpoint.Server.Requests);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nothing_is_asked_once_the_deadline_has_passed(bool stream)
    {
        var fault = await EndpointDriver.FaultAsync(_endpoint.Client(), stream, EndpointDriver.Options(TimeSpan.FromSeconds(-1)));
        Assert.Equal(ModelFault.TimedOut, fault.Fault);
        Assert.Empty(_endpoint.Server.Requests);
    }

    [Theory]
    [InlineData(false, BodyEnd.Stalls, 0)]
    [InlineData(true, BodyEnd.Stalls, 0)]
    [InlineData(false, BodyEnd.Whole, 300)]
    [InlineData(true, BodyEnd.Whole, 300)]
    public async Task Whoever_stalls_or_drips_is_left_at_the_deadline(bool stream, BodyEnd end, int pause)
    {
        _endpoint.Server.Reply = _ =>
            ModelReply.Says("One two three four five six seven eight nine ten.") with
            {
                End = end,
                Pause = TimeSpan.FromMilliseconds(pause),
            };
        var start = Stopwatch.GetTimestamp();
        var fault = await EndpointDriver.FaultAsync(_endpoint.Client(), stream, EndpointDriver.Options(TimeSpan.FromSeconds(1)));
        Assert.Equal(ModelFault.TimedOut, fault.Fault);
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 0.95, 4);
    }

    [Fact]
    public async Task A_stream_that_says_nothing_is_ended_in_time_to_ask_once_more()
    {
        _endpoint.Server.Script(ModelReply.StallsForEver);
        var client = _endpoint.Client(options => options.Timeout = TimeSpan.FromSeconds(6));
        Assert.Equal("Use git revert [1].", await EndpointDriver.AskAsync(client, stream: true));
        Assert.Equal(2, _endpoint.Server.Requests.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Whoever_gives_up_before_the_deadline_leaves_at_once_and_nobody_is_blamed(bool stream)
    {
        _endpoint.Server.Reply = _ => ModelReply.StallsForEver;
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            EndpointDriver.AskAsync(_endpoint.Client(), stream, EndpointDriver.Options(TimeSpan.FromSeconds(20)), cancel.Token)
        );
        Assert.Empty(_endpoint.Log);
    }

    [Fact]
    public async Task A_key_is_in_no_line_and_no_message_whatever_happens()
    {
        foreach (var fault in Faults.Select(row => (string)row[0]).Distinct())
        {
            _endpoint.Server.Reply = _ => Reply(fault);
            var error = await EndpointDriver.FaultAsync(_endpoint.Client(), options: EndpointDriver.Options(TimeSpan.FromSeconds(1)));
            Assert.DoesNotContain(EndpointDriver.Key, error.ToString(), StringComparison.Ordinal);
        }
        Assert.NotEmpty(_endpoint.Log);
        Assert.DoesNotContain(_endpoint.Log, line => line.Text.Contains(EndpointDriver.Key, StringComparison.Ordinal));
        Assert.All(_endpoint.Server.Requests, request => Assert.Equal(EndpointDriver.Key, request.Key));
    }
}
