using System.Runtime.CompilerServices;
using ChatBot.Llama.Forward;
using ChatBot.Llama.Kernels;

namespace ChatBot.Llama.Serving;

/// <summary>
/// Serves one model to many conversations at once. What a conversation says does not depend on its company (<see cref="Transformer"/>).
/// </summary>
public sealed class LlamaEngine : IAsyncDisposable
{
    private readonly LlamaEngineOptions _options;
    private readonly WorkerPool _pool;
    private readonly Transformer _transformer;
    private readonly KvPool _pages;
    private readonly AdapterShelf _adapters;
    private readonly Scheduler _scheduler;
    private volatile bool _stopping;

    private LlamaEngine(LlamaModel model, LlamaEngineOptions options, MemoryStatement memory)
    {
        this._options = options;
        Model = model;
        Memory = memory;
        Context = Math.Min(options.Context, model.Shape.Context);
        _pool = new WorkerPool(options.Threads);
        _transformer = new Transformer(model, _pool, MemoryStatement.Rows(options), options.Conversations);
        _pages = new KvPool(model.Shape, MemoryStatement.Pages(options));
        _adapters = new AdapterShelf(model);
        _scheduler = new Scheduler(_transformer, _pages, options);
    }

    /// <summary>The model, for its metadata and shape.</summary>
    public LlamaModel Model { get; }

    /// <summary>What serving it takes.</summary>
    public MemoryStatement Memory { get; }

    /// <summary>Positions a conversation may have.</summary>
    public int Context { get; }

    /// <summary>Names of the loaded adapters.</summary>
    public IReadOnlyList<string> Adapters => _adapters.Names;

    /// <summary>Prompt tokens that were remembered rather than evaluated, since the start.</summary>
    public long ReusedTokens => _scheduler.ReusedTokens;

    /// <summary>Pages of keys and values in use, by conversations and remembered prefixes.</summary>
    public int PagesInUse => _pages.InUse;

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
    public void LoadAdapter(string name, string path) => _scheduler.Retire(_adapters.Load(name, path));

    /// <summary>Takes an adapter out of service; running conversations keep it until they end. False when none has the name.</summary>
    public bool UnloadAdapter(string name)
    {
        var id = _adapters.Unload(name);
        _scheduler.Retire(id);
        return id != 0;
    }

    /// <summary>
    /// Generates tokens as they are chosen. Cancelling, or leaving the loop, ends the work within a step and gives its memory back.
    /// </summary>
    /// <exception cref="EngineBusyException">The queue is full.</exception>
    /// <exception cref="ArgumentException">The prompt is empty, too long, or holds a token the model does not have.</exception>
    /// <exception cref="KeyNotFoundException">The adapter is not loaded.</exception>
    public async IAsyncEnumerable<int> GenerateAsync(
        GenerationRequest request,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
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
            _scheduler.LookAgain();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_stopping)
            return;
        _stopping = true;
        await _scheduler.StopAsync().ConfigureAwait(false);
        _transformer.Dispose();
        _pool.Dispose();
        _adapters.Dispose();
        _pages.Dispose();
        Model.Dispose();
    }

    private Conversation Take(GenerationRequest request, CancellationToken cancellation)
    {
        ObjectDisposedException.ThrowIf(_stopping, this);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(request.MaxTokens, nameof(request));
        if (request.Prompt.Count == 0 || request.Prompt.Any(token => (uint)token >= (uint)Model.Shape.Vocabulary))
            throw new ArgumentException("The prompt is empty or holds a token that the model does not have.", nameof(request));
        if (request.Prompt.Count >= Context)
            throw new ArgumentException(
                $"The prompt has {request.Prompt.Count} tokens; the context holds {Context}, answer included.",
                nameof(request)
            );
        var maxTokens = Math.Min(request.MaxTokens, Context - request.Prompt.Count);
        if ((request.Prompt.Count + maxTokens + KvPage.Positions - 1) / KvPage.Positions > _pages.Capacity)
            throw new ArgumentException(
                $"Prompt and answer need {request.Prompt.Count + maxTokens} positions; the cache holds "
                    + $"{_pages.Capacity * KvPage.Positions}.",
                nameof(request)
            );
        if (!_scheduler.TryTakePlace())
            throw new EngineBusyException(_options.QueueLength);
        try
        {
            var (adapter, id) = request.Adapter is null ? (null, 0) : _adapters.Use(request.Adapter);
            var conversation = new Conversation(request, maxTokens, adapter, id, cancellation);
            ObjectDisposedException.ThrowIf(!_scheduler.TryEnqueue(conversation), this);
            return conversation;
        }
        catch
        {
            _scheduler.GivePlaceBack();
            throw;
        }
    }
}
