using System.Runtime.CompilerServices;
using ChatBot.Models.Files;

namespace ChatBot.Models.Llama;

/// <summary>
/// Serves one model to many conversations at once, plain and through adapters that come and go by name. What a conversation says does not
/// depend on its company (<see cref="Lane"/>).
/// </summary>
public sealed class LlamaEngine : IAsyncDisposable
{
    private readonly LlamaModelOptions _options;
    private readonly int _queue;
    private readonly int _threads;
    private readonly Scheduler _scheduler;
    private readonly Lane _plain;
    private readonly Lock _gate = new();
    private readonly Lock _loading = new(); // one adapter after another, so that each finds the memory that is left
    private readonly Dictionary<string, Lane> _adapters = new(StringComparer.Ordinal);
    private volatile bool _stopping;

    private LlamaEngine(LoadedModel model, LlamaModelOptions options, int queue, MemoryStatement memory)
    {
        _options = options;
        _queue = queue;
        _threads = options.Threads > 0 ? options.Threads : Lane.Threads(model);
        Model = model;
        Memory = memory;
        Context = Math.Min(options.Context, model.Header.Context);
        _scheduler = new Scheduler(options.Conversations + queue);
        try
        {
            _plain = OpenLane(null);
        }
        catch
        {
            _scheduler.StopAsync().GetAwaiter().GetResult();
            throw;
        }
    }

    /// <summary>What the file's header says.</summary>
    public ModelHeader Header => Model.Header;

    /// <summary>What serving it takes.</summary>
    public MemoryStatement Memory { get; }

    /// <summary>Positions a conversation may have, prompt and answer.</summary>
    public int Context { get; }

    /// <summary>Names of the loaded adapters.</summary>
    public IReadOnlyList<string> Adapters
    {
        get
        {
            lock (_gate)
                return [.. _adapters.Keys];
        }
    }

    /// <summary>Prompt tokens of the plain model that were kept from earlier prompts rather than read again.</summary>
    public long ReusedTokens => _plain.ReusedTokens;

    internal LoadedModel Model { get; }

    /// <summary>Opens <paramref name="path"/> and serves it; file and memory are checked before anything is loaded.</summary>
    /// <param name="queue">Requests that may wait beyond those that are answered.</param>
    /// <exception cref="ModelFileException">The file cannot be used.</exception>
    /// <exception cref="InsufficientMemoryException">It does not fit.</exception>
    public static LlamaEngine Open(string path, LlamaModelOptions? options = null, int queue = 256)
    {
        options ??= new LlamaModelOptions();
        var header = ModelHeader.Open(path);
        var memory = MemoryStatement.For(header, options);
        memory.Require(options.MemoryLimit);
        var model = LoadedModel.Load(header);
        try
        {
            return new LlamaEngine(model, options, queue, memory);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Loads an adapter under a name, replacing the one that had it; running conversations keep theirs. Its conversations have slots of
    /// their own, which take as much memory as the plain model's.
    /// </summary>
    /// <exception cref="ModelFileException">The file is not an adapter for this model; the one before stays.</exception>
    /// <exception cref="InsufficientMemoryException">There is not enough for its slots.</exception>
    public void LoadAdapter(string name, string path)
    {
        lock (_loading)
        {
            Memory.RequireAnotherContext(_options.MemoryLimit, _scheduler.Lanes - 1);
            Retire(name, OpenLane(path));
        }
    }

    /// <summary>Takes an adapter out of service; running conversations keep it until they end. False when none has the name.</summary>
    public bool UnloadAdapter(string name) => Retire(name, null);

    /// <summary>
    /// Generates tokens as they are chosen. Cancelling, or leaving the loop, ends the work within a step and gives its place back.
    /// </summary>
    /// <exception cref="ModelException"><see cref="ModelFault.Busy"/>: the queue is full. <see cref="ModelFault.Refused"/>: the prompt is
    /// too long, or the adapter is not loaded.</exception>
    /// <exception cref="ArgumentException">The prompt is empty or holds a token that is none; the grammar cannot be read.</exception>
    internal async IAsyncEnumerable<int> GenerateAsync(
        DecodingRequest request,
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
        Model.Dispose();
    }

    private Lane OpenLane(string? adapterPath)
    {
        var adapter = adapterPath is null ? null : Model.LoadAdapter(adapterPath);
        Lane? lane = null;
        try
        {
            lane = new Lane(Model, adapter, Context, _options.Conversations, _threads);
            _scheduler.Add(lane);
            return lane;
        }
        catch
        {
            if (lane is not null)
                lane.Dispose();
            else if (adapter is not null)
                Model.Unload(adapter);
            throw;
        }
    }

    private bool Retire(string name, Lane? successor)
    {
        Lane? before;
        lock (_gate)
        {
            _adapters.Remove(name, out before);
            if (successor is not null)
                _adapters[name] = successor;
            if (before is not null)
                before.IsRetired = true;
        }
        _scheduler.LookAgain();
        return before is not null;
    }

    private Conversation Take(DecodingRequest request, CancellationToken cancellation)
    {
        ObjectDisposedException.ThrowIf(_stopping, this);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(request.MaxTokens, nameof(request));
        if (request.Prompt.Count == 0 || request.Prompt.Any(token => (uint)token >= (uint)Model.Vocabulary))
            throw new ArgumentException("The prompt is empty or holds a token that the model does not have.", nameof(request));
        if (request.Prompt.Count >= Context)
            throw new ModelException(
                ModelFault.Refused,
                $"The prompt has {request.Prompt.Count} tokens and the context holds {Context} with the answer. Give the model fewer or "
                    + "shorter passages (Retrieval:TopK), or more context (Model:Context)."
            );
        if (!_scheduler.TryTakePlace())
            throw new ModelException(ModelFault.Busy, $"The model is busy: {_queue} requests are waiting already.");
        Lane? lane = null;
        Sampler? sampler = null;
        try
        {
            lane = Use(request.Adapter);
            sampler = new Sampler(request.Sampling, Model.Handle);
            var most = Math.Min(request.MaxTokens, Context - request.Prompt.Count);
            var conversation = new Conversation(request, most, lane, sampler, cancellation);
            ObjectDisposedException.ThrowIf(!_scheduler.TryEnqueue(conversation), this);
            return conversation;
        }
        catch
        {
            sampler?.Dispose();
            lane?.Release();
            _scheduler.GivePlaceBack();
            throw;
        }
    }

    private Lane Use(string? adapter)
    {
        lock (_gate)
        {
            var lane = adapter is null
                ? _plain
                : _adapters.GetValueOrDefault(adapter)
                    ?? throw new ModelException(ModelFault.Refused, $"No adapter named '{adapter}' is loaded.");
            lane.Use();
            return lane;
        }
    }
}
