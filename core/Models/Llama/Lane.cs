using ChatBot.Models.Files;
using LLama.Common;
using LLama.Native;

namespace ChatBot.Models.Llama;

/// <summary>
/// A context: the weights with one adapter or none, and slots for conversations. A conversation's text is the same in whatever company,
/// because what llama.cpp computes for it is:
/// <list type="bullet">
/// <item>each slot has a stream of keys and values of its own, and attention goes over that alone;</item>
/// <item>a prompt is read by itself, cut at multiples of <see cref="Chunk"/> positions, and only whole chunks are kept for others;</item>
/// <item>answers advance together, a row each, and where the kernels for one row round otherwise than those for several
/// (adapters and whatever is not in <see cref="SummedInIntegers"/>), one that is alone gets a neighbour that is forgotten again.</item>
/// </list>
/// Used by the scheduler's thread only, but for its making and its users.
/// </summary>
internal sealed class Lane : IDisposable
{
    /// <summary>Prompt tokens read in one pass, and the grain of what is kept.</summary>
    public const int Chunk = 128;

    /// <summary>Parameters; on two cores the second thread was seen to cost time up to three times as many.</summary>
    private const long SmallModel = 10_000_000;

    /// <summary>Kinds whose products were seen to be the same bits for a row alone as for a row among others.</summary>
    private static readonly TensorKind[] SummedInIntegers =
    [
        TensorKind.Q8_0,
        TensorKind.Q4_0,
        TensorKind.Q4_1,
        TensorKind.Q5_0,
        TensorKind.Q5_1,
        TensorKind.Q4_K,
        TensorKind.Q5_K,
        TensorKind.Q6_K,
    ];

    private readonly LoadedModel _model;
    private readonly SafeLLamaContextHandle _context;
    private readonly LoraAdapter? _adapter;
    private readonly LLamaBatch _batch = new();
    private readonly Slot[] _slots;
    private readonly bool _rewinds; // a state of a recurrent kind cannot give back single positions
    private readonly bool _pads;
    private long _clock;
    private int _users;
    private long _reused;

    /// <param name="model">The weights.</param>
    /// <param name="adapter">Computed with in every pass; freed with the lane, and the caller's to free where there is none.</param>
    /// <param name="context">Positions of a slot.</param>
    /// <param name="slots">Conversations at once.</param>
    /// <param name="threads">That compute.</param>
    public Lane(LoadedModel model, LoraAdapter? adapter, int context, int slots, int threads)
    {
        (_model, _adapter) = (model, adapter);
        _slots = [.. Enumerable.Range(0, Math.Max(2, slots)).Select(index => new Slot(index))];
        _context = model.CreateContext(Settings(model, context * _slots.Length, _slots.Length, threads));
        bool differs;
        try
        {
            lock (model.AdapterList)
            {
                if (adapter is not null)
                    _context.SetLoraAdapters((adapter, 1f));
                (_rewinds, differs) = Try(model.Vocabulary);
            }
        }
        catch
        {
            _context.Dispose();
            throw;
        }
        _pads = _rewinds && (differs || adapter is not null || model.Header.File.Tensors.Values.Any(RoundsOtherwiseAlone));
    }

    /// <summary>Conversations that wait for a slot.</summary>
    public LinkedList<Conversation> Waiting { get; } = [];

    /// <summary>Whether it takes nobody any more, and goes when the last one ended.</summary>
    public bool IsRetired { get; set; }

    /// <summary>Conversations that are in it or about to be.</summary>
    public int Users => Volatile.Read(ref _users);

    /// <summary>Prompt tokens that were kept rather than read again.</summary>
    public long ReusedTokens => Interlocked.Read(ref _reused);

    /// <summary>
    /// Threads that compute where nobody says how many: one per core, but one alone for a model so small that its threads would spend their
    /// time waiting for each other, and the more so the busier the machine.
    /// </summary>
    public static int Threads(LoadedModel model) => model.Header.File.Parameters < SmallModel ? 1 : Environment.ProcessorCount;

    /// <summary>
    /// How llama.cpp computes here. Flash attention is off: it sums one row's positions in pieces, several rows' in one.
    /// </summary>
    public static ModelParams Settings(LoadedModel model, int positions, int slots, int threads) =>
        new(model.Header.File.Path)
        {
            ContextSize = (uint)positions,
            SeqMax = (uint)slots,
            BatchSize = (uint)Math.Max(Chunk, slots),
            UBatchSize = (uint)Math.Max(Chunk, slots),
            Threads = threads,
            BatchThreads = threads,
            KVUnified = false,
            FlashAttention = false,
            SwaFull = true,
        };

    public void Use() => Interlocked.Increment(ref _users);

    public void Release() => Interlocked.Decrement(ref _users);

    /// <summary>Lets go of those who left, lets in those who wait, and computes a pass; false when there was nothing to do.</summary>
    public bool Step(Action<Conversation, Exception?> ended)
    {
        foreach (var gone in Waiting.Where(conversation => conversation.IsCancelled).ToList())
        {
            Waiting.Remove(gone);
            ended(gone, null);
        }
        foreach (var slot in _slots.Where(slot => slot.Current is { IsCancelled: true }))
            Leave(slot, ended, null);
        while (Waiting.First?.Value is { } next && _slots.Any(slot => slot.Current is null))
        {
            Enter(next);
            Waiting.RemoveFirst(); // not before: one that cannot enter is still among those who hear of it
        }
        var answering = _slots.Where(slot => slot.IsAnswering).ToList();
        if (answering.Count > 0)
            Answer(answering, ended);
        var reading = _slots.Where(slot => slot.Current is not null && !slot.IsAnswering).MinBy(slot => slot.Used);
        if (reading is not null)
            Read(reading, ended);
        return answering.Count > 0 || reading is not null;
    }

    /// <summary>Ends everybody.</summary>
    public void Close(Action<Conversation, Exception?> ended, Exception reason)
    {
        foreach (var slot in _slots.Where(slot => slot.Current is not null))
            Leave(slot, ended, reason);
        foreach (var waiting in Waiting)
            ended(waiting, reason);
        Waiting.Clear();
    }

    public void Dispose()
    {
        _context.Dispose();
        if (_adapter is not null)
            _model.Unload(_adapter);
    }

    /// <summary>Gives a conversation the free slot that serves it best, with the beginning it shares with another.</summary>
    private void Enter(Conversation conversation)
    {
        var free = _slots.Where(slot => slot.Current is null).ToList();
        var source = _slots.MaxBy(slot => (slot.Shared(conversation.Prompt, Chunk), slot.Current is null))!;
        var shared = source.Shared(conversation.Prompt, Chunk);
        var slot = source.Current is null && shared > 0 ? source : free.MinBy(candidate => (candidate.Kept.Count > 0, candidate.Used))!;
        if (slot != source && shared > 0)
        {
            Cut(slot, 0);
            _context.MemorySequenceCopy(source.Id, slot.Id, -1, -1);
            slot.Kept.AddRange(source.Kept);
            slot.Length = source.Length;
        }
        Cut(slot, shared);
        Interlocked.Add(ref _reused, slot.Length);
        (slot.Current, slot.Used) = (conversation, ++_clock);
    }

    private void Leave(Slot slot, Action<Conversation, Exception?> ended, Exception? reason)
    {
        var conversation = slot.Current!;
        slot.Current = null;
        Cut(slot, slot.Kept.Count);
        ended(conversation, reason);
    }

    /// <summary>Forgets what a slot holds from a position on.</summary>
    private void Cut(Slot slot, int length)
    {
        if (!_rewinds)
            length = 0;
        _context.MemorySequenceRemove(slot.Id, length == 0 ? -1 : length, -1);
        slot.Kept.RemoveRange(Math.Min(length, slot.Kept.Count), Math.Max(0, slot.Kept.Count - length));
        slot.Length = length;
    }

    /// <summary>Reads the next piece of a prompt, and chooses the answer's first token behind the last.</summary>
    private void Read(Slot slot, Action<Conversation, Exception?> ended)
    {
        var prompt = slot.Current!.Prompt;
        var end = Math.Min((slot.Length / Chunk + 1) * Chunk, prompt.Length);
        _batch.Clear();
        for (var at = slot.Length; at < end; at++)
            _batch.Add(prompt[at], at, slot.Id, at == prompt.Length - 1);
        if (!Decode([slot], ended))
            return;
        slot.Length = end;
        if (_rewinds && end % Chunk == 0 && slot.Kept.Count == end - Chunk) // a failed pass forgets what was kept before
            slot.Kept.AddRange(prompt.AsSpan((end - Chunk)..end));
        if (end == prompt.Length)
            Continue(slot, _batch.TokenCount - 1, ended);
    }

    /// <summary>One more token for everyone being answered. llama.cpp computes neighbouring slots together, so gaps are filled.</summary>
    private void Answer(List<Slot> answering, Action<Conversation, Exception?> ended)
    {
        var (first, last) = (answering[0].Index, answering[^1].Index);
        if (_pads && first == last)
            (first, last) = first + 1 < _slots.Length ? (first, last + 1) : (first - 1, last);
        var rows = _slots[first..(last + 1)].Where(slot => slot.IsAnswering || _rewinds).ToList();
        _batch.Clear();
        foreach (var slot in rows)
            _batch.Add(slot.IsAnswering ? slot.Current!.Last : 0, slot.Length, slot.Id, true);
        if (!Decode(answering, ended))
            return;
        foreach (var (row, slot) in rows.Index())
            if (slot.IsAnswering)
            {
                slot.Length++;
                Continue(slot, row, ended);
            }
            else
                _context.MemorySequenceRemove(slot.Id, slot.Length, -1);
    }

    private void Continue(Slot slot, int row, Action<Conversation, Exception?> ended)
    {
        try
        {
            if (!slot.Current!.Continue(_context.GetLogitsIth(row)))
                Leave(slot, ended, null);
        }
        catch (Exception e) // a grammar that the model cannot follow, say: it ends its own conversation
        {
            Leave(slot, ended, e);
        }
    }

    /// <summary>Computes the batch; where that fails, those it was for hear of it and the next ones are served.</summary>
    private bool Decode(List<Slot> slots, Action<Conversation, Exception?> ended)
    {
        NativeLog.Forget();
        var result = _context.Decode(_batch);
        if (result == DecodeResult.Ok)
            return true;
        foreach (var slot in _slots)
        {
            slot.Kept.Clear();
            if (slots.Contains(slot))
                Leave(slot, ended, new InvalidOperationException($"llama.cpp could not compute ({result}, {NativeLog.LastError})."));
        }
        return false;
    }

    private static bool RoundsOtherwiseAlone(TensorEntry tensor) =>
        tensor.Dims.Count > 1 && tensor.Dims[1] > 1 && !SummedInIntegers.Contains(tensor.Kind);

    /// <summary>Whether positions can be taken back, and whether a row by itself is seen to be computed to other bits.</summary>
    private (bool Rewinds, bool Differs) Try(int vocabulary)
    {
        NativeLog.Forget();
        for (var slot = 0; slot < 2; slot++)
        {
            _batch.Clear();
            for (var at = 0; at < 8; at++)
                _batch.Add((at * 37 + 11) % vocabulary, at, (LLamaSeqId)slot, at == 7);
            Must(_context.Decode(_batch));
        }
        var alone = Row(1);
        _context.MemorySequenceRemove((LLamaSeqId)0, 8, -1);
        var rewinds = (int)_context.MemorySequenceMaxPosition((LLamaSeqId)0) == 7;
        var differs = rewinds && !Row(2).AsSpan().SequenceEqual(alone);
        _context.MemoryClear(true);
        return (rewinds, differs);

        int[] Row(int rows)
        {
            _batch.Clear();
            for (var slot = 0; slot < rows; slot++)
                _batch.Add(5 % vocabulary, 8, (LLamaSeqId)slot, true);
            Must(_context.Decode(_batch));
            return [.. _context.GetLogitsIth(0).ToArray().Select(BitConverter.SingleToInt32Bits)];
        }

        void Must(DecodeResult result)
        {
            if (result != DecodeResult.Ok)
                throw new InvalidOperationException($"llama.cpp could not compute ({result}, {NativeLog.LastError}).");
        }
    }
}
