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

    public bool IsReadByPeople { get; set; } = true;

    /// <summary>Conversations of the admins.</summary>
    public IReadOnlyList<ConversationAddress> Admins { get; set; } = [];

    /// <summary>Decides how a send ends before it arrives; null lets it arrive.</summary>
    public Func<OutboundReply, Task<Delivery?>> Trouble { get; set; } = _ => Task.FromResult<Delivery?>(null);

    /// <summary>What arrived, oldest first.</summary>
    public IReadOnlyList<OutboundReply> Arrived => [.. _arrived];

    /// <summary>What was shown of answers on their way, oldest first.</summary>
    public ConcurrentQueue<Progress> Shown { get; } = [];

    /// <summary>Decides what a showing begins, and whether it fails; given whether the reply's place is free.</summary>
    public Func<Progress, bool, CancellationToken, Task<string?>> Showing { get; set; } = (_, _, _) => Task.FromResult<string?>(null);

    /// <summary>What was begun for answers that did not come.</summary>
    public ConcurrentQueue<string> Discarded { get; } = [];

    /// <summary>How often a showing ended.</summary>
    public int Ended { get; private set; }

    public IAnswerProgress Watch(ChannelMessage message, bool mayBegin) => new Recorded(this, mayBegin);

    public Task DiscardAsync(ChannelMessage message, string begun, CancellationToken cancel)
    {
        Discarded.Enqueue(begun);
        return Task.CompletedTask;
    }

    private sealed class Recorded(RecordingChannel channel, bool mayBegin) : IAnswerProgress
    {
        public TimeSpan Pause { get; } = TimeSpan.FromMilliseconds(10);

        public Task<string?> ShowAsync(Progress progress, CancellationToken cancel)
        {
            channel.Shown.Enqueue(progress);
            return channel.Showing(progress, mayBegin, cancel);
        }

        public Task EndAsync(CancellationToken cancel)
        {
            channel.Ended++;
            return Task.CompletedTask;
        }
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
