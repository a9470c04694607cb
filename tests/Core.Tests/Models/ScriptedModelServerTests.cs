using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using ChatBot.TestKit.Models;

namespace ChatBot.Core.Tests.Models;

public sealed class ScriptedModelServerTests : IAsyncLifetime
{
    private readonly HttpClient _http = new();
    private ScriptedModelServer _server = null!;

    public async Task InitializeAsync() => _server = await ScriptedModelServer.StartAsync();

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }

    private Task<HttpResponseMessage> AskAsync(bool stream = false) =>
        _http.PostAsJsonAsync(
            _server.Endpoint + "/chat/completions",
            new
            {
                model = "small",
                stream,
                messages = new[] { new { role = "user", content = "How?" } },
            }
        );

    [Fact]
    public async Task It_says_what_it_is_told_and_notes_what_it_is_asked()
    {
        _server.Script(ModelReply.Says("First."), ModelReply.Fails(429, "7"));
        var said = await (await AskAsync()).Content.ReadFromJsonAsync<JsonElement>();
        var busy = await AskAsync();
        var streamed = await (await AskAsync(stream: true)).Content.ReadAsStringAsync();

        Assert.Equal("First.", said.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString());
        Assert.Equal((HttpStatusCode.TooManyRequests, "7"), (busy.StatusCode, busy.Headers.RetryAfter!.ToString()));
        Assert.EndsWith("data: [DONE]\n\n", streamed, StringComparison.Ordinal);
        Assert.Equal([(false, "How?"), (false, "How?"), (true, "How?")], _server.Requests.Select(one => (one.Streams, one.Asked)));
    }

    [Fact]
    public async Task A_body_can_be_cut_and_can_drip()
    {
        _server.Script(
            ModelReply.Says("A long sentence that never ends.") with
            {
                End = BodyEnd.IsCut,
            },
            ModelReply.Says("Slow.") with
            {
                Pause = TimeSpan.FromMilliseconds(20),
            }
        );
        await Assert.ThrowsAsync<HttpRequestException>(() => AskAsync());
        var start = Stopwatch.GetTimestamp();
        (await AskAsync()).EnsureSuccessStatusCode();
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalMilliseconds, 150, 5000);
    }
}
