namespace ChatBot.Storage.Sqlite;

/// <summary>
/// Admits one writer at a time without polling: those that somebody waits for with a connection open before the others, each
/// in the order they came.
/// </summary>
internal sealed class WriterTurns
{
    private readonly Lock _gate = new();
    private readonly Queue<TaskCompletionSource> _urgent = new();
    private readonly Queue<TaskCompletionSource> _others = new();
    private bool _taken;

    /// <summary>Returns when it is the caller's turn, who then calls <see cref="Leave"/>.</summary>
    public async Task EnterAsync(bool urgent, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        TaskCompletionSource turn;
        lock (_gate)
        {
            if (!_taken)
            {
                _taken = true;
                return;
            }
            turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            (urgent ? _urgent : _others).Enqueue(turn);
        }
        await using var given = cancel.Register(() => turn.TrySetCanceled(cancel));
        await turn.Task;
    }

    /// <summary>True where nobody has the turn: the caller then has it, and calls <see cref="Leave"/>.</summary>
    public bool TryEnter()
    {
        lock (_gate)
            return !_taken && (_taken = true);
    }

    /// <summary>Passes the turn on; whoever has given up waiting is passed over.</summary>
    public void Leave()
    {
        lock (_gate)
        {
            while (_urgent.TryDequeue(out var next) || _others.TryDequeue(out next))
                if (next.TrySetResult())
                    return;
            _taken = false;
        }
    }
}
