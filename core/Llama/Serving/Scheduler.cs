using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using ChatBot.Llama.Forward;

namespace ChatBot.Llama.Serving;

/// <summary>
/// Decides what each pass evaluates, on a thread of its own: one token of everyone being answered, then prompt tokens of those who came
/// last, so nobody waits for another's whole answer.
/// </summary>
internal sealed class Scheduler
{
    private readonly Transformer _transformer;
    private readonly KvPool _pages;
    private readonly LlamaEngineOptions _options;
    private readonly PrefixCache _prefixes = new();
    private readonly ConcurrentQueue<Conversation> _arrivals = new();
    private readonly ConcurrentQueue<long> _retired = new(); // adapters whose prefixes are to be forgotten
    private readonly SemaphoreSlim _signal = new(0);
    private readonly Lock _gate = new(); // nobody arrives once the scheduler stops
    private readonly Thread _thread;
    private int _taken; // waiting and running
    private long _reusedTokens;
    private volatile bool _stopping;

    public Scheduler(Transformer transformer, KvPool pages, LlamaEngineOptions options)
    {
        this._transformer = transformer;
        this._pages = pages;
        this._options = options;
        _thread = new Thread(Serve) { IsBackground = true, Name = "llama scheduler" };
        _thread.Start();
    }

    /// <summary>Prompt tokens that were remembered rather than evaluated.</summary>
    public long ReusedTokens => Interlocked.Read(ref _reusedTokens);

    /// <summary>A place among the running or waiting; false when all are taken.</summary>
    public bool TryTakePlace()
    {
        if (Interlocked.Increment(ref _taken) <= _options.Conversations + _options.QueueLength)
            return true;
        GivePlaceBack();
        return false;
    }

    /// <summary>For a place that no conversation was put into.</summary>
    public void GivePlaceBack() => Interlocked.Decrement(ref _taken);

    /// <summary>Puts a conversation into a place taken before; false, with the conversation ended, when the scheduler stops.</summary>
    public bool TryEnqueue(Conversation conversation)
    {
        lock (_gate)
        {
            if (_stopping)
            {
                conversation.End();
                return false;
            }
            _arrivals.Enqueue(conversation);
        }
        LookAgain();
        return true;
    }

    /// <summary>Forgets what was computed through an adapter that is out of service; 0 is none.</summary>
    public void Retire(long adapterId)
    {
        if (adapterId == 0)
            return;
        _retired.Enqueue(adapterId);
        LookAgain();
    }

    /// <summary>Something changed, such as a cancellation.</summary>
    public void LookAgain() => _signal.Release();

    /// <summary>Ends the thread; conversations under way hear of it.</summary>
    public Task StopAsync()
    {
        lock (_gate)
            _stopping = true;
        LookAgain();
        return Task.Run(_thread.Join);
    }

    private void Serve()
    {
        var waiting = new LinkedList<Conversation>();
        var running = new List<Conversation>();
        while (!_stopping)
        {
            while (_arrivals.TryDequeue(out var arrival))
                waiting.AddLast(arrival);
            foreach (var gone in waiting.Concat(running).Where(c => c.IsCancelled).ToList())
                Finish(gone, waiting, running);
            Admit(waiting, running);
            // What a conversation that still runs remembers later goes when room is needed: nobody finds it under this id.
            while (_retired.TryDequeue(out var adapter))
                _prefixes.Forget(adapter);
            if (running.Count > 0)
                Step(waiting, running);
            else
                _signal.Wait();
        }
        var stopped = new ObjectDisposedException(nameof(LlamaEngine));
        while (_arrivals.TryDequeue(out var arrival))
            waiting.AddLast(arrival);
        foreach (var conversation in waiting.Concat(running).ToList())
            Finish(conversation, waiting, running, stopped);
        _prefixes.Clear();
    }

    /// <summary>Lets waiting conversations in, in order, while there is a place and memory for all they may come to need.</summary>
    private void Admit(LinkedList<Conversation> waiting, List<Conversation> running)
    {
        while (waiting.First?.Value is { } next && running.Count < _options.Conversations)
        {
            var cache = new KvSequence(_pages);
            var remembered = _prefixes.Find(next.AdapterId, CollectionsMarshal.AsSpan(next.Tokens));
            cache.Adopt(remembered);
            while (!cache.TryReserve(next.Positions - cache.Length))
                if (!_prefixes.ForgetOne())
                {
                    cache.Dispose();
                    return; // someone has to finish first
                }
            Interlocked.Add(ref _reusedTokens, cache.Length);
            next.Cache = cache;
            waiting.RemoveFirst();
            running.Add(next);
        }
    }

    private void Step(LinkedList<Conversation> waiting, List<Conversation> running)
    {
        var batch = new List<(Conversation Conversation, Segment Segment)>();
        // Neighbours with the same adapter share its product.
        foreach (var conversation in running.Where(c => c.IsAnswering).OrderBy(c => c.AdapterId))
            batch.Add((conversation, SegmentOf(conversation, 1)));
        var room = batch.Count > 0 ? _options.SharedPrefillBlock : _options.PrefillBlock;
        foreach (var conversation in running.Where(c => !c.IsAnswering))
        {
            var count = Math.Min(room, conversation.Pending);
            if (count == 0)
                break;
            batch.Add((conversation, SegmentOf(conversation, count)));
            room -= count;
        }
        try
        {
            _transformer.Run([.. batch.Select(part => part.Segment)]);
        }
        catch (Exception e) // memory ran out, say: those of this pass hear of it, the next ones are served
        {
            foreach (var (conversation, _) in batch)
                Finish(conversation, waiting, running, e);
            return;
        }

        var row = 0;
        foreach (var (conversation, segment) in batch)
        {
            if (segment.Wanted == LogitsWanted.None)
                continue;
            var logits = _transformer.Logits(row++);
            if (segment.Tokens.Length > 1)
                Remember(conversation); // the prompt, for those who come while this one is answered
            try
            {
                if (!conversation.IsCancelled && conversation.Continue(logits))
                    continue;
                Finish(conversation, waiting, running);
            }
            catch (Exception e) // a sampler is the caller's code: its fault ends its own conversation
            {
                Finish(conversation, waiting, running, e);
            }
        }
    }

    private static Segment SegmentOf(Conversation conversation, int count) =>
        new(
            conversation.Cache!,
            conversation.Tokens.GetRange(conversation.Cache!.Length, count).ToArray(),
            count == conversation.Pending ? LogitsWanted.Last : LogitsWanted.None,
            conversation.Adapter
        );

    /// <summary>Remembers what was evaluated and lets the conversation go.</summary>
    private void Finish(Conversation conversation, LinkedList<Conversation> waiting, List<Conversation> running, Exception? reason = null)
    {
        if (!running.Remove(conversation))
            waiting.Remove(conversation);
        Remember(conversation);
        conversation.End(reason);
        Interlocked.Decrement(ref _taken);
    }

    private void Remember(Conversation conversation)
    {
        if (conversation.Cache is { } cache)
            _prefixes.Remember(conversation.AdapterId, CollectionsMarshal.AsSpan(conversation.Tokens)[..cache.Length], cache.Pages);
    }
}
