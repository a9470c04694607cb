using System.Collections.Concurrent;
using ChatBot.Bot.Channels;

namespace ChatBot.TestKit.Turns;

/// <summary>A channel whose platform is a list: records what arrives, in order, and fails as it is told to.</summary>
public sealed class RecordingChannel(string name = "recording") : IChannel
{
    private readonly ConcurrentQueue<OutboundReply> _arrived = new();
    private readonly SemaphoreSlim _news = new(0);
    private int _ids;

    public string Name => name;

    public IReadOnlyList<RateLimit> ConversationLimits { get; set; } = [];

    /// <summary>Conversations of the admins.</summary>
    public IReadOnlyList<ConversationAddress> Admins { get; set; } = [];

    /// <summary>Decides how a send ends before it arrives; null lets it arrive.</summary>
    public Func<OutboundReply, Task<Delivery?>> Trouble { get; set; } = _ => Task.FromResult<Delivery?>(null);

    /// <summary>What arrived, oldest first.</summary>
    public IReadOnlyList<OutboundReply> Arrived => [.. _arrived];

    public int Thoughts { get; private set; }

    public Task ShowThinkingAsync(ChannelMessage message, CancellationToken cancel)
    {
        Thoughts++;
        return Task.CompletedTask;
    }

    public async Task<Delivery> SendAsync(OutboundReply reply, CancellationToken cancel)
    {
        if (await Trouble(reply) is { } trouble)
            return trouble;
        _arrived.Enqueue(reply);
        _news.Release();
        return new Delivery.Sent($"m{Interlocked.Increment(ref _ids)}");
    }

    public Task<IReadOnlyList<ConversationAddress>> AdminAddressesAsync(string workspace, CancellationToken cancel) =>
        Task.FromResult(Admins);

    /// <summary>
    /// Waits until <paramref name="count"/> more replies have arrived than were waited for before, and returns all of them.
    /// </summary>
    public async Task<IReadOnlyList<OutboundReply>> WaitForAsync(int count)
    {
        for (var seen = 0; seen < count; seen++)
            if (!await _news.WaitAsync(TimeSpan.FromSeconds(30)))
                throw new TimeoutException($"{seen} of {count} replies arrived within 30 seconds");
        return Arrived;
    }
}
