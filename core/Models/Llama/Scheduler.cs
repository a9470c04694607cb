using System.Collections.Concurrent;

namespace ChatBot.Models.Llama;

/// <summary>
/// Computes on a thread of its own: lane by lane one token for everyone being answered and one piece of a waiting prompt. Answers go on
/// while others' prompts are read; of the prompts in a lane, whoever came first is read to the end first.
/// </summary>
internal sealed class Scheduler
{
    private readonly int _places;
    private readonly ConcurrentQueue<Conversation> _arrivals = new();
    private readonly ConcurrentQueue<Lane> _newLanes = new();
    private readonly SemaphoreSlim _signal = new(0);
    private readonly Lock _gate = new(); // nobody arrives once the scheduler stops
    private readonly Thread _thread;
    private int _taken; // waiting and running
    private int _lanes;
    private volatile bool _stopping;

    /// <param name="places">Conversations that may run or wait at the same time.</param>
    public Scheduler(int places)
    {
        _places = places;
        _thread = new Thread(Serve) { IsBackground = true, Name = "llama" };
        _thread.Start();
    }

    /// <summary>Lanes that were added and are not freed yet.</summary>
    public int Lanes => Volatile.Read(ref _lanes);

    /// <summary>Serves a lane from now on, and frees it once it is retired and empty, or at the end.</summary>
    public void Add(Lane lane)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_stopping, typeof(LlamaEngine));
            Interlocked.Increment(ref _lanes);
            _newLanes.Enqueue(lane);
        }
    }

    /// <summary>A place among the running or waiting; false when all are taken.</summary>
    public bool TryTakePlace()
    {
        if (Interlocked.Increment(ref _taken) <= _places)
            return true;
        GivePlaceBack();
        return false;
    }

    /// <summary>For a place that no conversation was put into.</summary>
    public void GivePlaceBack() => Interlocked.Decrement(ref _taken);

    /// <summary>Puts a conversation into a place taken before; false when the scheduler stops.</summary>
    public bool TryEnqueue(Conversation conversation)
    {
        lock (_gate)
        {
            if (_stopping)
                return false;
            _arrivals.Enqueue(conversation);
        }
        LookAgain();
        return true;
    }

    /// <summary>Something changed, such as a cancellation.</summary>
    public void LookAgain() => _signal.Release();

    /// <summary>Ends the thread; conversations under way hear of it, and the lanes are freed.</summary>
    public Task StopAsync()
    {
        lock (_gate)
            _stopping = true;
        LookAgain();
        return Task.Run(_thread.Join);
    }

    private void Serve()
    {
        var lanes = new List<Lane>();
        while (!_stopping)
        {
            Take(lanes);
            var worked = false;
            foreach (var lane in lanes)
                worked |= Step(lane);
            foreach (var empty in lanes.Where(lane => lane is { IsRetired: true, Users: 0 }).ToList())
            {
                lanes.Remove(empty);
                empty.Dispose();
                Interlocked.Decrement(ref _lanes);
            }
            if (!worked)
                _signal.Wait();
        }
        Take(lanes);
        foreach (var lane in lanes)
        {
            lane.Close(End, new ObjectDisposedException(nameof(LlamaEngine)));
            lane.Dispose();
        }
    }

    /// <summary>
    /// A fault ends the lane's conversations, who hear of it, and not the thread, for which everybody would wait for ever.
    /// </summary>
    private bool Step(Lane lane)
    {
        try
        {
            return lane.Step(End);
        }
        catch (Exception fault)
        {
            lane.Close(End, fault);
            return true;
        }
    }

    private void Take(List<Lane> lanes)
    {
        while (_newLanes.TryDequeue(out var lane))
            lanes.Add(lane);
        while (_arrivals.TryDequeue(out var arrival))
            arrival.Lane.Waiting.AddLast(arrival);
    }

    private void End(Conversation conversation, Exception? reason)
    {
        conversation.End(reason);
        GivePlaceBack();
    }
}
