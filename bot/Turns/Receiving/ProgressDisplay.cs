using System.Text;
using ChatBot.Answering;
using ChatBot.Bot.Channels;

namespace ChatBot.Bot.Turns.Receiving;

/// <summary>
/// Hears how an answer comes about and has the channel show it, beside the turn: nothing before <c>Turns:ThinkingAfter</c>, then the
/// latest, no more often than the channel's <see cref="IAnswerProgress.Pause"/>.
/// </summary>
/// <param name="begun">Stores what the channel has begun for the reply; false where nothing will take its place any more.</param>
/// <param name="discard">Takes it away again.</param>
/// <param name="failed">Told of what the channel threw.</param>
internal sealed class ProgressDisplay(
    IAnswerProgress progress,
    TurnsOptions options,
    Func<string, Task<bool>> begun,
    Func<string, Task> discard,
    Action<Exception> failed,
    TimeProvider time
) : IAnswerWatcher
{
    private readonly Lock _gate = new();
    private readonly StringBuilder _text = new();
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string _stage = "";
    private bool _isRemembered;

    public void Begins(string stage)
    {
        lock (_gate)
            _stage = stage;
    }

    public void Says(string sentence)
    {
        lock (_gate)
            _text.Append(sentence);
    }

    /// <summary>The answer is stored, or there is none. What is just being shown ends by itself; the turn need not wait.</summary>
    public void End() => _over.TrySetResult();

    /// <summary>Ends soon after <see cref="End"/>, and throws nothing.</summary>
    public async Task RunAsync()
    {
        if (await IsOverAfterAsync(options.ThinkingAfter))
            return;
        try
        {
            Progress? shown = null;
            do
            {
                var now = Latest();
                if (now == shown)
                    continue;
                shown = now;
                using var limit = new CancellationTokenSource(options.SendTimeout, time);
                if (await progress.ShowAsync(now, limit.Token) is { } standing)
                    await RememberAsync(standing);
            } while (!await IsOverAfterAsync(progress.Pause));
        }
        catch (Exception fault)
        {
            failed(fault);
        }
        await EndAsync();
    }

    /// <summary>What is not stored in time is nobody's. What was stored belongs to the reply, whatever else is to say of it.</summary>
    private async Task RememberAsync(string standing)
    {
        var isStored = false;
        try
        {
            isStored = await begun(standing);
        }
        finally
        {
            // also where the database is away: a reply that then finds its place gone is a message of its own
            if (!isStored && !_isRemembered)
                await discard(standing);
        }
        _isRemembered |= isStored;
    }

    private async Task EndAsync()
    {
        try
        {
            await _over.Task;
            using var limit = new CancellationTokenSource(options.SendTimeout, time);
            await progress.EndAsync(limit.Token);
        }
        catch (Exception fault)
        {
            failed(fault);
        }
    }

    private async Task<bool> IsOverAfterAsync(TimeSpan pause)
    {
        using var waking = new CancellationTokenSource();
        await Task.WhenAny(_over.Task, Task.Delay(pause, time, waking.Token));
        await waking.CancelAsync();
        return _over.Task.IsCompleted;
    }

    private Progress Latest()
    {
        lock (_gate)
            return new Progress(_stage, _text.ToString());
    }
}
