using System.Net.WebSockets;
using ChatBot.Bot.Channels.Slack.Api;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Retry;

namespace ChatBot.Bot.Channels.Slack.Sockets;

/// <summary>
/// Socket Mode: several connections that the bot opens itself, so that Slack needs no address of ours. Each reconnects by
/// itself; while one is refreshed, Slack sends through the others.
/// </summary>
public sealed partial class SocketMode(
    WebApi api,
    SocketConnection connection,
    IOptions<SlackOptions> options,
    TimeProvider time,
    ILogger<SocketMode> log
) : BackgroundService
{
    /// <summary>Pauses after failures grow, with jitter so that connections do not return all at once.</summary>
    private readonly ResiliencePipeline<bool> _again = new ResiliencePipelineBuilder<bool> { TimeProvider = time }
        .AddRetry(
            new RetryStrategyOptions<bool>
            {
                ShouldHandle = new PredicateBuilder<bool>().HandleResult(connected => !connected),
                MaxRetryAttempts = int.MaxValue,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = TimeSpan.FromSeconds(1),
                MaxDelay = TimeSpan.FromSeconds(30),
            }
        )
        .Build();

    protected override Task ExecuteAsync(CancellationToken stopping) =>
        options.Value.TakesSockets
            ? Task.WhenAll(Enumerable.Range(0, options.Value.SocketConnections).Select(_ => KeepOpenAsync(stopping)))
            : Task.CompletedTask;

    private async Task KeepOpenAsync(CancellationToken stopping)
    {
        try
        {
            while (!stopping.IsCancellationRequested)
                await _again.ExecuteAsync(async token => await ConnectAsync(token), stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    /// <summary>One connection from opening to end. False where none came about, or it broke before Slack greeted.</summary>
    private async Task<bool> ConnectAsync(CancellationToken stopping)
    {
        var opened = await api.PostFormAsync("", "apps.connections.open", options.Value.AppToken, [], stopping);
        if (
            opened is not ApiResult.Done { Body: var body }
            || !body.TryGetProperty("url", out var address)
            || !Uri.TryCreate(address.GetString(), UriKind.Absolute, out var url)
            || !IsSafe(url)
        )
        {
            NotOpened(opened is ApiResult.Done ? "no usable address" : opened.ToString());
            return false;
        }
        try
        {
            using var socket = new ClientWebSocket();
            socket.Options.KeepAliveInterval = TimeSpan.FromSeconds(15);
            socket.Options.KeepAliveTimeout = TimeSpan.FromSeconds(30);
            await socket.ConnectAsync(url, stopping);
            return await connection.ServeAsync(socket, stopping);
        }
        catch (Exception fault) when (fault is WebSocketException or HttpRequestException or IOException)
        {
            Broke(fault.Message);
            return false;
        }
    }

    /// <summary>Encrypted, or on this machine.</summary>
    private static bool IsSafe(Uri url) => url.Scheme == "wss" || (url.Scheme == "ws" && url.IsLoopback);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Slack: no socket could be opened: {Reason}")]
    private partial void NotOpened(string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Slack: a socket broke: {Reason}")]
    private partial void Broke(string reason);
}
