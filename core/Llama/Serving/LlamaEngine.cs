using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ChatBot.Llama.Forward;
using ChatBot.Llama.Kernels;

namespace ChatBot.Llama.Serving;

/// <summary>
/// Serves one model to many conversations. A single thread runs the passes: each takes one token of everyone being answered and fills up
/// with prompt tokens of those who came last, so nobody waits for another's whole answer. What a conversation says does not depend on its
/// company (<see cref="Transformer"/>).
/// </summary>
public sealed class LlamaEngine : IAsyncDisposable
{
    private readonly LlamaEngineOptions options;
    private readonly WorkerPool pool;
    private readonly Transformer transformer;
    private readonly KvPool pages;
    private readonly AdapterShelf adapters;
    private readonly PrefixCache prefixes = new();
    private readonly ConcurrentQueue<Conversation> arrivals = new();
    private readonly ConcurrentQueue<long> retired = new(); // adapters whose prefixes are to be forgotten
    private readonly SemaphoreSlim signal = new(0);
    private readonly Thread thread;
    private int taken; // waiting and running
    private long reusedTokens;
    private volatile bool stopping;

    private LlamaEngine(LlamaModel model, LlamaEngineOptions options, MemoryStatement memory)
    {
        this.options = options;
        Model = model;
        Memory = memory;
        Context = Math.Min(options.Context, model.Shape.Context);
        pool = new WorkerPool(options.Threads);
        transformer = new Transformer(model, pool, MemoryStatement.Rows(options), options.Conversations);
        pages = new KvPool(model.Shape, MemoryStatement.Pages(options));
        adapters = new AdapterShelf(model);
        thread = new Thread(Serve) { IsBackground = true, Name = "llama engine" };
        thread.Start();
    }

    /// <summary>The model, for its metadata and shape.</summary>
    public LlamaModel Model { get; }

    /// <summary>What serving it takes.</summary>
    public MemoryStatement Memory { get; }

    /// <summary>Positions a conversation may have.</summary>
    public int Context { get; }

    /// <summary>Names of the loaded adapters.</summary>
    public IReadOnlyList<string> Adapters => adapters.Names;

    /// <summary>Prompt tokens that were remembered rather than evaluated, since the start.</summary>
    public long ReusedTokens => Interlocked.Read(ref reusedTokens);

    /// <summary>Pages of keys and values in use, by conversations and remembered prefixes.</summary>
    public int PagesInUse => pages.InUse;

    /// <summary>Opens <paramref name="path"/> and serves it; the memory it takes is worked out from the header first.</summary>
    /// <exception cref="Files.ModelFileException">The file cannot be used.</exception>
    /// <exception cref="InsufficientMemoryException">It does not fit.</exception>
    public static LlamaEngine Open(string path, LlamaEngineOptions? options = null)
    {
        options ??= new LlamaEngineOptions();
        var model = LlamaModel.Open(path);
        try
        {
            var memory = MemoryStatement.For(model, options);
            memory.Require(options.MemoryLimit);
            return new LlamaEngine(model, options, memory);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Loads an adapter under a name, replacing the one that had it; running conversations keep theirs.</summary>
    /// <exception cref="Files.ModelFileException">The file is not an adapter for this model.</exception>
    public void LoadAdapter(string name, string path) => Retire(adapters.Load(name, path));

    /// <summary>Takes an adapter out of service; running conversations keep it until they end. False when none has the name.</summary>
    public bool UnloadAdapter(string name)
    {
        var id = adapters.Unload(name);
        Retire(id);
        return id != 0;
    }

    /// <summary>Generates tokens as they are chosen. Cancelling, or leaving the loop, ends the work within a step and gives its memory back.</summary>
    /// <exception cref="EngineBusyException">The queue is full.</exception>
    /// <exception cref="ArgumentException">The prompt is empty, too long, or holds a token the model does not have.</exception>
    /// <exception cref="KeyNotFoundException">The adapter is not loaded.</exception>
    public async IAsyncEnumerable<int> GenerateAsync(GenerationRequest request, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var left = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var conversation = Take(request, left.Token);
        try
        {
            await foreach (var token in conversation.Output.ReadAllAsync(cancellationToken).ConfigureAwait(false))
                yield return token;
        }
        finally
        {
            await left.CancelAsync().ConfigureAwait(false);
            signal.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (stopping)
            return;
        stopping = true;
        signal.Release();
        await Task.Run(thread.Join).ConfigureAwait(false);
        transformer.Dispose();
        pool.Dispose();
        adapters.Dispose();
        pages.Dispose();
        Model.Dispose();
    }

    private Conversation Take(GenerationRequest request, CancellationToken cancellation)
    {
        ObjectDisposedException.ThrowIf(stopping, this);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(request.MaxTokens, nameof(request));
        if (request.Prompt.Count == 0 || request.Prompt.Any(token => (uint)token >= (uint)Model.Shape.Vocabulary))
            throw new ArgumentException("The prompt is empty or holds a token that the model does not have.", nameof(request));
        if (request.Prompt.Count >= Context)
            throw new ArgumentException($"The prompt has {request.Prompt.Count} tokens; the context holds {Context}, answer included.", nameof(request));
        var maxTokens = Math.Min(request.MaxTokens, Context - request.Prompt.Count);
        if ((request.Prompt.Count + maxTokens + KvPage.Positions - 1) / KvPage.Positions > pages.Capacity)
            throw new ArgumentException($"Prompt and answer need {request.Prompt.Count + maxTokens} positions; the cache holds {pages.Capacity * KvPage.Positions}.", nameof(request));
        if (Interlocked.Increment(ref taken) > options.Conversations + options.QueueLength)
        {
            Interlocked.Decrement(ref taken);
            throw new EngineBusyException(options.QueueLength);
        }
        try
        {
            var (adapter, id) = request.Adapter is null ? (null, 0) : adapters.Use(request.Adapter);
            var conversation = new Conversation(request, maxTokens, adapter, id, cancellation);
            arrivals.Enqueue(conversation);
            signal.Release();
            return conversation;
        }
        catch
        {
            Interlocked.Decrement(ref taken);
            throw;
        }
    }

    private void Retire(long adapterId)
    {
        if (adapterId == 0)
            return;
        retired.Enqueue(adapterId);
        signal.Release();
    }

    // From here on: the engine's thread.

    private void Serve()
    {
        var waiting = new LinkedList<Conversation>();
        var running = new List<Conversation>();
        while (!stopping)
        {
            while (arrivals.TryDequeue(out var arrival))
                waiting.AddLast(arrival);
            foreach (var gone in waiting.Concat(running).Where(c => c.IsCancelled).ToList())
                Finish(gone, waiting, running);
            Admit(waiting, running);
            // What a conversation that still runs remembers later goes when room is needed: nobody finds it under this id.
            while (retired.TryDequeue(out var adapter))
                prefixes.Forget(adapter);
            if (running.Count > 0)
                Step(waiting, running);
            else
                signal.Wait();
        }
        var stopped = new ObjectDisposedException(nameof(LlamaEngine));
        while (arrivals.TryDequeue(out var arrival))
            waiting.AddLast(arrival);
        foreach (var conversation in waiting.Concat(running).ToList())
            Finish(conversation, waiting, running, stopped);
        prefixes.Clear();
    }

    /// <summary>Lets waiting conversations in, in order, while there is a place and memory for all they may come to need.</summary>
    private void Admit(LinkedList<Conversation> waiting, List<Conversation> running)
    {
        while (waiting.First?.Value is { } next && running.Count < options.Conversations)
        {
            var cache = new KvSequence(pages);
            var remembered = prefixes.Find(next.AdapterId, CollectionsMarshal.AsSpan(next.Tokens));
            cache.Adopt(remembered);
            while (!cache.TryReserve(next.Positions - cache.Length))
                if (!prefixes.ForgetOne())
                {
                    cache.Dispose();
                    return; // someone has to finish first
                }
            Interlocked.Add(ref reusedTokens, cache.Length);
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
        var room = batch.Count > 0 ? options.SharedPrefillBlock : options.PrefillBlock;
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
            transformer.Run([.. batch.Select(part => part.Segment)]);
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
            var logits = transformer.Logits(row++);
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

    private static Segment SegmentOf(Conversation conversation, int count) => new(
        conversation.Cache!,
        conversation.Tokens.GetRange(conversation.Cache!.Length, count).ToArray(),
        count == conversation.Pending ? LogitsWanted.Last : LogitsWanted.None,
        conversation.Adapter);

    /// <summary>Remembers what was evaluated and lets the conversation go.</summary>
    private void Finish(Conversation conversation, LinkedList<Conversation> waiting, List<Conversation> running, Exception? reason = null)
    {
        if (!running.Remove(conversation))
            waiting.Remove(conversation);
        Remember(conversation);
        conversation.End(reason);
        Interlocked.Decrement(ref taken);
    }

    private void Remember(Conversation conversation)
    {
        if (conversation.Cache is { } cache)
            prefixes.Remember(conversation.AdapterId, CollectionsMarshal.AsSpan(conversation.Tokens)[..cache.Length], cache.Pages);
    }
}
