using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ChatBot.Bot.Channels.Slack.Interactivity;
using ChatBot.Bot.Channels.Slack.Protocol;
using ChatBot.Bot.Channels.Slack.Receiving;
using ChatBot.Privacy;

namespace ChatBot.Bot.Channels.Slack.Sockets;

/// <summary>What a socket carries: an envelope to acknowledge by its id, or a word about the connection itself.</summary>
public sealed record SocketFrame(string? Type, string? EnvelopeId, JsonElement Payload, string? Reason);

/// <summary>
/// Serves one socket until it ends. An envelope is acknowledged when what it carries is on disk, not before: one that is not
/// acknowledged comes again, here or through another connection.
/// </summary>
public sealed partial class SocketConnection(
    EventDispatcher events,
    InteractionHandler interactions,
    CommandHandler commands,
    ILogger<SocketConnection> log
)
{
    private const int LargestFrame = 1024 * 1024;
    private const int AtOnce = 32;

    /// <returns>True where Slack greeted: the connection was a good one, and the next may be opened at once.</returns>
    public async Task<bool> ServeAsync(WebSocket socket, CancellationToken stopping)
    {
        using var sending = new SemaphoreSlim(1, 1);
        using var places = new SemaphoreSlim(AtOnce, AtOnce);
        var greeted = false;
        try
        {
            while (await ReadAsync(socket, stopping) is { } text)
            {
                if (SlackJson.TryRead<SocketFrame>(text) is not { } frame)
                    continue;
                greeted |= frame.Type == "hello";
                if (frame.Type == "disconnect")
                    break;
                if (frame.EnvelopeId is null)
                    continue;
                await places.WaitAsync(stopping);
                _ = HandleAsync(socket, frame, sending, places, stopping);
            }
        }
        catch (WebSocketException fault)
        {
            Broke(fault.WebSocketErrorCode);
        }
        finally
        {
            // What is being stored gets its acknowledgement out before the socket closes.
            for (var free = 0; free < AtOnce; free++)
                await places.WaitAsync(CancellationToken.None);
        }
        if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            await CloseAsync(socket);
        return greeted;
    }

    private async Task HandleAsync(
        WebSocket socket,
        SocketFrame frame,
        SemaphoreSlim sending,
        SemaphoreSlim places,
        CancellationToken stopping
    )
    {
        try
        {
            var answer = new JsonObject { ["envelope_id"] = frame.EnvelopeId };
            if (await DispatchAsync(frame) is { } body)
                answer["payload"] = body;
            await sending.WaitAsync(stopping);
            try
            {
                await socket.SendAsync(
                    Encoding.UTF8.GetBytes(answer.ToJsonString(SlackJson.Options)),
                    WebSocketMessageType.Text,
                    endOfMessage: true,
                    stopping
                );
            }
            finally
            {
                sending.Release();
            }
        }
        catch (Exception fault) when (fault is WebSocketException or ObjectDisposedException or OperationCanceledException)
        {
            Unacknowledged(frame.Type ?? "");
        }
        catch (Exception fault)
        {
            Failed(FaultTrace.Of(fault), frame.Type ?? "");
        }
        finally
        {
            places.Release();
        }
    }

    private async Task<JsonObject?> DispatchAsync(SocketFrame frame)
    {
        switch (frame.Type)
        {
            case "events_api" when SlackJson.TryRead<EventEnvelope>(frame.Payload) is { } envelope:
                await events.HandleAsync(envelope, CancellationToken.None);
                return null;
            case "interactive" when SlackJson.TryRead<InteractionPayload>(frame.Payload) is { } payload:
                return await interactions.HandleAsync(payload, CancellationToken.None);
            case "slash_commands" when SlackJson.TryRead<SlashCommand>(frame.Payload) is { } command:
                return await commands.HandleAsync(command, CancellationToken.None);
            default:
                return null; // unknown kinds are acknowledged, or they would come for ever
        }
    }

    /// <summary>Null where the other side closed, or sent more than anything of Slack's has.</summary>
    private static async Task<byte[]?> ReadAsync(WebSocket socket, CancellationToken stopping)
    {
        using var text = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (true)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(), stopping);
            if (read.MessageType == WebSocketMessageType.Close || text.Length + read.Count > LargestFrame)
                return null;
            text.Write(buffer, 0, read.Count);
            if (read.EndOfMessage)
                return text.ToArray();
        }
    }

    private static async Task CloseAsync(WebSocket socket)
    {
        try
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2));
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, limit.Token);
        }
        catch (Exception fault) when (fault is WebSocketException or OperationCanceledException)
        {
            socket.Abort();
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Slack: a socket ended: {Code}")]
    private partial void Broke(WebSocketError code);

    [LoggerMessage(Level = LogLevel.Information, Message = "Slack: {Type} could not be acknowledged and will come again")]
    private partial void Unacknowledged(string type);

    [LoggerMessage(Level = LogLevel.Error, Message = "Slack: {Type} failed and was not acknowledged; it will come again: {Trace}")]
    private partial void Failed(string trace, string type);
}
