using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.AI;

namespace ChatBot.Models.Endpoints;

/// <summary>
/// An endpoint that may be slow, wrong or gone: every request ends by <see cref="ChatKeys.Deadline"/>, with a reply or a
/// <see cref="ModelException"/>. A stream that says nothing for half of <c>Model:Timeout</c> ends too, which a reply in one piece cannot:
/// it is silent until it is whole.
/// </summary>
/// <param name="inner">The endpoint, asked once a request.</param>
/// <param name="address">For messages.</param>
/// <param name="timeout"><c>Model:Timeout</c>: the time of a request that brings no deadline.</param>
internal sealed class ResilientChatClient(
    IChatClient inner,
    string address,
    TimeSpan timeout,
    EndpointPipeline pipeline,
    EndpointHealth health,
    TimeProvider time
) : DelegatingChatClient(inner)
{
    /// <summary>A timer may be so much early; whoever is cancelled then was cancelled by the deadline.</summary>
    private static readonly TimeSpan Early = TimeSpan.FromMilliseconds(50);

    private readonly TimeSpan _silence = timeout / 2;

    /// <summary>A try with less time than this says nothing about the endpoint when it runs out.</summary>
    private readonly TimeSpan _fairTime = timeout / 4;

    /// <inheritdoc />
    /// <exception cref="ModelException">There is no answer.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up before the deadline.</exception>
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ChatResponse? response = null;
        var call = new EndpointCall(DeadlineOf(options));
        await RunAsync(
            call,
            async limit => response = await base.GetResponseAsync(messages, options, limit.Token),
            TimeSpan.MaxValue, // the deadline alone
            cancellationToken
        );
        return response!;
    }

    /// <inheritdoc />
    /// <exception cref="ModelException">There is no answer, or no end of it.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up before the deadline.</exception>
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        // Unbounded: the reply's bytes are not.
        var updates = Channel.CreateUnbounded<ChatResponseUpdate>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
        var reading = ReadAsync();
        try
        {
            await foreach (var update in updates.Reader.ReadAllAsync(CancellationToken.None)) // the reading ends it
                yield return update;
        }
        finally
        {
            await stop.CancelAsync();
            await reading;
        }

        async Task ReadAsync()
        {
            var call = new EndpointCall(DeadlineOf(options));
            try
            {
                await RunAsync(
                    call,
                    async limit =>
                    {
                        var isWhole = false;
                        await foreach (var update in base.GetStreamingResponseAsync(messages, options, limit.Token))
                        {
                            call.HasBegun = true;
                            isWhole |= update.FinishReason is not null;
                            limit.Extend();
                            updates.Writer.TryWrite(update);
                        }
                        if (!isWhole)
                            throw new ModelException(ModelFault.Unreadable, $"The model at {address} ends a stream before its end.");
                    },
                    _silence,
                    stop.Token
                );
                updates.Writer.Complete();
            }
            catch (Exception fault)
            {
                updates.Writer.Complete(fault);
            }
        }
    }

    /// <inheritdoc />
    public override object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType == typeof(IModelHealth) ? health : base.GetService(serviceType, serviceKey);

    private DateTimeOffset DeadlineOf(ChatOptions? options) =>
        options?.AdditionalProperties?.GetValueOrDefault(ChatKeys.Deadline) is DateTimeOffset deadline
            ? deadline
            : time.GetUtcNow() + timeout;

    private async Task RunAsync(EndpointCall call, Func<TryLimit, Task> ask, TimeSpan patience, CancellationToken cancel)
    {
        try
        {
            if (call.Deadline <= time.GetUtcNow())
                throw TimedOut(); // nothing was tried, and nothing is known of the endpoint
            await pipeline.RunAsync(call, token => TryAsync(call, ask, patience, token), cancel);
            health.Answered();
        }
        catch (OperationCanceledException) when (IsOver(call))
        {
            throw TimedOut(); // in a pause between tries
        }
    }

    private async ValueTask TryAsync(EndpointCall call, Func<TryLimit, Task> ask, TimeSpan patience, CancellationToken cancel)
    {
        var left = call.Deadline - time.GetUtcNow();
        call.WasShort = left < _fairTime;
        using var limit = new TryLimit(call.Deadline, patience, time, cancel);
        try
        {
            await ask(limit);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested && !IsOver(call))
        {
            throw; // whoever asked does not want it any more
        }
        catch (Exception fault)
        {
            var known = limit.Token.IsCancellationRequested ? TimedOut(fault) : EndpointFaults.Of(fault, address, time.GetUtcNow());
            if (known.Fault != ModelFault.TimedOut || !call.WasShort)
                health.Failed(known);
            throw known;
        }
    }

    private bool IsOver(EndpointCall call) => time.GetUtcNow() >= call.Deadline - Early;

    private ModelException TimedOut(Exception? fault = null) =>
        new(ModelFault.TimedOut, $"The model at {address} gives nothing in the time that it has.", fault);
}

/// <summary>The end of one try: the deadline, or a silence that is too long.</summary>
internal sealed class TryLimit : IDisposable
{
    private readonly DateTimeOffset _deadline;
    private readonly TimeSpan _patience;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _timer;
    private readonly CancellationTokenSource _either;

    public TryLimit(DateTimeOffset deadline, TimeSpan patience, TimeProvider time, CancellationToken cancel)
    {
        (_deadline, _patience, _time) = (deadline, patience, time);
        _timer = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(cancel, _timer.Token);
        Extend();
    }

    public CancellationToken Token => _either.Token;

    /// <summary>Something came: the silence begins anew.</summary>
    public void Extend()
    {
        var left = _deadline - _time.GetUtcNow();
        _timer.CancelAfter(
            left <= TimeSpan.Zero ? TimeSpan.Zero
            : left < _patience ? left
            : _patience
        );
    }

    public void Dispose()
    {
        _either.Dispose();
        _timer.Dispose();
    }
}
