using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace ChatBot.TestKit.Slack;

/// <summary>Socket Mode: envelopes go to one of the open connections, and again where nobody acknowledges them.</summary>
public sealed partial class SlackCloud
{
    private readonly ConcurrentDictionary<WebSocket, TaskCompletionSource> _sockets = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<JsonElement?>> _unacknowledged = new();
    private readonly SemaphoreSlim _sending = new(1, 1);
    private int _connections;

    /// <summary>Connections opened so far.</summary>
    public int Connections => _connections;

    /// <summary>Connections open now.</summary>
    public int Open => _sockets.Count;

    /// <summary>Sends an envelope until it is acknowledged, as Slack does, and returns the acknowledgement's payload.</summary>
    public async Task<JsonElement?> DeliverAsync(string type, JsonNode payload)
    {
        var id = Guid.NewGuid().ToString();
        var frame = Encoding.UTF8.GetBytes(
            new JsonObject
            {
                ["envelope_id"] = id,
                ["type"] = type,
                ["payload"] = payload,
                ["accepts_response_payload"] = type != "events_api",
            }.ToJsonString()
        );
        var acknowledged = _unacknowledged.GetOrAdd(id, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
        for (var attempt = 0; attempt < 60; attempt++)
        {
            if (_sockets.Keys.ElementAtOrDefault(attempt % Math.Max(1, _sockets.Count)) is { } socket)
                await SendAsync(socket, frame);
            if (await Task.WhenAny(acknowledged.Task, Task.Delay(TimeSpan.FromMilliseconds(500))) == acknowledged.Task)
                return await acknowledged.Task;
        }
        throw new TimeoutException("nobody acknowledged the envelope");
    }

    /// <summary>Announces the end of every connection, as Slack does before it refreshes them.</summary>
    public async Task RefreshSocketsAsync()
    {
        foreach (var socket in _sockets.Keys)
            await SendAsync(socket, """{"type":"disconnect","reason":"refresh_requested"}"""u8.ToArray());
    }

    /// <summary>Drops every connection without a word.</summary>
    public void DropSockets()
    {
        foreach (var socket in _sockets.Keys)
            socket.Abort();
    }

    public async Task WaitForSocketsAsync(int count)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (Open < count)
            await Task.Delay(20, limit.Token);
    }

    private async Task SocketAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        Interlocked.Increment(ref _connections);
        await SendAsync(socket, """{"type":"hello","num_connections":1}"""u8.ToArray());
        _sockets[socket] = new();
        var buffer = new byte[64 * 1024];
        try
        {
            while (
                await socket.ReceiveAsync(buffer, context.RequestAborted)
                    is { MessageType: WebSocketMessageType.Text, EndOfMessage: true } read
            )
            {
                var answer = JsonSerializer.Deserialize<JsonElement>(buffer.AsSpan(0, read.Count));
                if (_unacknowledged.TryRemove(answer.GetProperty("envelope_id").GetString()!, out var waiting))
                    waiting.TrySetResult(answer.TryGetProperty("payload", out var payload) ? payload : null);
            }
        }
        catch (Exception fault) when (fault is WebSocketException or OperationCanceledException)
        {
            // The other side is gone.
        }
        finally
        {
            _sockets.TryRemove(socket, out _);
        }
    }

    private async Task SendAsync(WebSocket socket, byte[] frame)
    {
        await _sending.WaitAsync();
        try
        {
            await socket.SendAsync(frame, WebSocketMessageType.Text, true, CancellationToken.None);
        }
        catch (Exception fault) when (fault is WebSocketException or ObjectDisposedException or InvalidOperationException)
        {
            _sockets.TryRemove(socket, out _);
        }
        finally
        {
            _sending.Release();
        }
    }
}
