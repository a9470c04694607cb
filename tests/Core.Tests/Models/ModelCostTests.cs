using System.Diagnostics;
using ChatBot.Core.Tests.Models.Endpoints;
using ChatBot.Models;
using ChatBot.Models.Endpoints;
using ChatBot.TestKit.Models;
using Xunit.Abstractions;

namespace ChatBot.Core.Tests.Models;

/// <summary>What a bad or slow model costs. Memory is the process's, so nothing else may run beside these.</summary>
[CollectionDefinition(nameof(ModelCostTests), DisableParallelization = true)]
[Collection(nameof(ModelCostTests))]
public sealed class ModelCostTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Noise_costs_what_an_answer_costs_however_long_it_is(bool stream)
    {
        await using var endpoint = await EndpointDriver.StartAsync();
        var client = endpoint.Client();
        endpoint.Server.Reply = _ => new ModelReply { Noise = 100_000_000 };
        await EndpointDriver.FaultAsync(client, stream);

        var before = GC.GetTotalAllocatedBytes(precise: true);
        Assert.Equal(ModelFault.TooLong, (await EndpointDriver.FaultAsync(client, stream)).Fault);
        var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        output.WriteLine($"{allocated:N0} bytes allocated for 100 MB of noise");
        Assert.InRange(allocated, 0, 16_000_000);
    }

    [Fact]
    public async Task Noise_is_left_in_the_network_and_not_read_to_its_end()
    {
        var endless = new EndlessStream();
        using var http = new HttpClient(new BoundedReplies(new Constant(endless), "http://model", maxBytes: 100_000));
        var fault = await Assert.ThrowsAsync<ModelException>(() => http.GetByteArrayAsync(new Uri("http://model")));
        Assert.Equal(ModelFault.TooLong, fault.Fault);
        Assert.InRange(endless.Taken, 100_001, 300_000);
    }

    [Fact]
    public async Task Sixty_four_people_at_one_slow_model_each_get_their_answer_and_none_starves()
    {
        await using var endpoint = await EndpointDriver.StartAsync();
        endpoint.Server.Reply = _ => ModelReply.Says("Slow.") with { Delay = TimeSpan.FromMilliseconds(200) };
        var client = endpoint.Client(options => options.Concurrency = 4);
        await EndpointDriver.AskAsync(client);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var waits = await Task.WhenAll(
            Enumerable
                .Range(0, 64)
                .Select(async i =>
                {
                    var start = Stopwatch.GetTimestamp();
                    await EndpointDriver.AskAsync(client, options: EndpointDriver.Options(person: $"person {i}"));
                    return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
                })
        );
        var grown = GC.GetTotalMemory(forceFullCollection: true) - before;

        output.WriteLine(
            $"64 people, 4 at once, 200 ms each: mean {waits.Average():0} ms, longest {waits.Max():0} ms, {grown:N0} bytes more"
        );
        Assert.Equal(4, endpoint.Server.MostAtOnce);
        Assert.InRange(waits.Max(), 0, waits.Average() * 2.2); // in turn: the last waits twice the mean
        Assert.InRange(grown, long.MinValue, 4_000_000);
    }

    private sealed class Constant(Stream body) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage { Content = new StreamContent(body) });
    }

    private sealed class EndlessStream : MemoryStream
    {
        public long Taken { get; private set; }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            buffer.Span.Fill((byte)'a');
            Taken += buffer.Length;
            return ValueTask.FromResult(buffer.Length);
        }
    }
}
