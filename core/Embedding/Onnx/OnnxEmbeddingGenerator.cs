using System.Numerics.Tensors;
using Microsoft.Extensions.AI;
using Microsoft.ML.OnnxRuntime;

namespace ChatBot.Embedding.Onnx;

/// <summary>
/// Sentence vectors of a BERT-class model in this process, by ONNX Runtime. Many run side by side, so that questions do not wait
/// for one another, nor for a long ingest.
/// </summary>
public sealed class OnnxEmbeddingGenerator : IEmbeddingGenerator<string, Embedding<float>>
{
    public const string Provider = "onnx";

    /// <summary>
    /// Set in <see cref="EmbeddingGenerationOptions.AdditionalProperties"/> for questions: models can read them differently.
    /// </summary>
    public const string IsQuestion = "is_question";

    /// <summary>Set likewise for work that may take longer: it gives way to those who ask meanwhile.</summary>
    public const string IsBackground = "is_background";

    /// <summary>
    /// Tokens of one run, padding included: more are no faster, take more memory, and a question beside it waits longer for its turn.
    /// </summary>
    private const int BatchTokens = 1024;

    private const int BatchTexts = 64;

    private readonly OnnxModelSettings _settings;
    private readonly Lazy<WordPiece> _tokens;
    private readonly OnnxSessions _sessions;
    private readonly EmbeddingGeneratorMetadata _metadata;

    /// <summary>Held for reading by every run: the native model must not go while one is under way, not even as the process ends.</summary>
    private readonly ReaderWriterLockSlim _inUse = new();
    private bool _disposed;

    private readonly SemaphoreSlim _batches = new(Environment.ProcessorCount),
        _backgroundBatches = new(Math.Max(1, Environment.ProcessorCount - 1));

    public OnnxEmbeddingGenerator(OnnxModelFolder folder)
    {
        _settings = folder.Settings;
        _tokens = new(() => new WordPiece(File.ReadAllText(folder.VocabularyPath), _settings.Lowercase));
        _sessions = new OnnxSessions(folder);
        _metadata = new EmbeddingGeneratorMetadata(Provider, null, folder.Identity);
    }

    /// <summary>Where the vectors are computed: <c>CPU</c> or <c>CUDA</c>.</summary>
    public string Device => _sessions.Device;

    public bool IsEnglishOnly => _settings.EnglishOnly;

    /// <summary>Opens the model now, which takes a moment, instead of when the first text comes.</summary>
    /// <exception cref="EmbeddingException">It cannot be opened; the message says what is wrong.</exception>
    public void Warm() =>
        Run(sessions => sessions.Questions, [_tokens.Value.Encode("", _settings.MaxTokens)], [0], new float[1][], CancellationToken.None);

    /// <returns>One normalised vector per text, in order. A text without words has one too.</returns>
    /// <exception cref="EmbeddingException">The model failed on these texts.</exception>
    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values,
        EmbeddingGenerationOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        var prefix = Has(IsQuestion) ? _settings.QueryPrefix : _settings.PassagePrefix;
        var (turns, begin) = Has(IsBackground)
            ? (_backgroundBatches, LowPriority.RunAsync)
            : (_batches, (Func<Action, CancellationToken, Task>)Task.Run);
        var texts = values.Select(text => _tokens.Value.Encode(prefix + text, _settings.MaxTokens)).ToArray();
        var vectors = new float[texts.Length][];
        if (texts.Length == 1)
            Run(Opened, texts, [0], vectors, cancellationToken);
        else
            // questions each by itself: bytes of a batch share one scale, and a question's vector must not depend on those beside it
            await Task.WhenAll(
                (Has(IsQuestion) ? texts.Select((_, n) => new[] { n }) : Batches(texts)).Select(batch =>
                    RunInTurnAsync(turns, begin, () => Run(Opened, texts, batch, vectors, cancellationToken), cancellationToken)
                )
            );
        return [.. vectors.Select(vector => new Embedding<float>(vector))];

        InferenceSession Opened(OnnxSessions sessions) => Has(IsQuestion) ? sessions.Questions : sessions.Passages;

        bool Has(string property) => options?.AdditionalProperties?.ContainsKey(property) == true;
    }

    /// <summary>Texts of like length together, so that little is padding.</summary>
    private static List<int[]> Batches(int[][] texts)
    {
        var batches = new List<int[]>();
        var batch = new List<int>();
        foreach (var n in Enumerable.Range(0, texts.Length).OrderBy(n => texts[n].Length))
        {
            if (batch.Count == BatchTexts || batch.Count > 0 && (batch.Count + 1) * texts[n].Length > BatchTokens)
            {
                batches.Add([.. batch]);
                batch.Clear();
            }
            batch.Add(n);
        }
        if (batch.Count > 0)
            batches.Add([.. batch]);
        return batches;
    }

    private static async Task RunInTurnAsync(
        SemaphoreSlim turns,
        Func<Action, CancellationToken, Task> begin,
        Action run,
        CancellationToken cancel
    )
    {
        await turns.WaitAsync(cancel);
        try
        {
            await begin(run, cancel);
        }
        finally
        {
            turns.Release();
        }
    }

    /// <summary>One run: ids, mask and types are int64 [texts, length]; the output is float [texts, length, dimensions].</summary>
    private void Run(Func<OnnxSessions, InferenceSession> opened, int[][] texts, int[] batch, float[][] vectors, CancellationToken cancel)
    {
        var length = batch.Max(n => texts[n].Length);
        long[] shape = [batch.Length, length];
        var (ids, mask) = (new long[batch.Length * length], new long[batch.Length * length]);
        foreach (var (row, n) in batch.Index())
            for (var at = 0; at < texts[n].Length; at++)
                (ids[row * length + at], mask[row * length + at]) = (texts[n][at], 1);

        using var idsValue = OrtValue.CreateTensorValueFromMemory(ids, shape);
        using var maskValue = OrtValue.CreateTensorValueFromMemory(mask, shape);
        using var typesValue = OrtValue.CreateTensorValueFromMemory(new long[ids.Length], shape);
        _inUse.EnterReadLock();
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var session = opened(_sessions);
            var inputs = new Dictionary<string, OrtValue> { ["input_ids"] = idsValue, ["attention_mask"] = maskValue };
            if (session.InputMetadata.ContainsKey("token_type_ids"))
                inputs["token_type_ids"] = typesValue;
            using var run = new RunOptions();
            using var stop = cancel.Register(() => run.Terminate = true); // a process that is to end does not wait for a run
            using var outputs = session.Run(run, inputs, ["last_hidden_state"]);
            var hidden = outputs[0].GetTensorDataAsSpan<float>();
            var dimensions = hidden.Length / (batch.Length * length);
            foreach (var (row, n) in batch.Index())
                vectors[n] = Pool(hidden.Slice(row * length * dimensions, texts[n].Length * dimensions), dimensions);
        }
        catch (OnnxRuntimeException fault)
        {
            cancel.ThrowIfCancellationRequested();
            throw new EmbeddingException($"The embedding model failed: {fault.Message}", fault);
        }
        finally
        {
            _inUse.ExitReadLock();
        }
    }

    /// <param name="hidden">[tokens, dimensions].</param>
    private float[] Pool(ReadOnlySpan<float> hidden, int dimensions)
    {
        var vector = hidden[..dimensions].ToArray();
        if (_settings.Pooling == Pooling.Mean)
            for (var at = dimensions; at < hidden.Length; at += dimensions)
                TensorPrimitives.Add(vector, hidden.Slice(at, dimensions), vector);
        if (TensorPrimitives.Norm<float>(vector) is > 0 and var norm)
            TensorPrimitives.Divide(vector, norm, vector);
        return vector;
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(EmbeddingGeneratorMetadata) ? _metadata
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    /// <summary>Waits for the runs that are under way.</summary>
    public void Dispose()
    {
        _inUse.EnterWriteLock();
        _disposed = true;
        _sessions.Dispose();
        _inUse.ExitWriteLock();
        _batches.Dispose();
        _backgroundBatches.Dispose();
    }
}
