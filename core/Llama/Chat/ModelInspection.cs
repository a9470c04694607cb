using ChatBot.Llama.Adapters;
using ChatBot.Llama.Files;
using ChatBot.Llama.Forward;
using ChatBot.Llama.Kernels;
using ChatBot.Llama.Sampling;
using ChatBot.Llama.Tokenizing;

namespace ChatBot.Llama.Chat;

/// <summary>What a model file is, and what it computes for a prompt: the answer of <c>models inspect</c>.</summary>
/// <param name="Architecture">llama, qwen2, …</param>
/// <param name="Parameters">Numbers in all tensors.</param>
/// <param name="Quantisation">The kind that most weights are stored in, e.g. Q8_0.</param>
/// <param name="Context">Tokens that the model was made for.</param>
/// <param name="Tokens">Ids of the prompt, with a begin token where the file asks for one.</param>
/// <param name="Logits">Of the last position, [vocabulary].</param>
/// <param name="Text">The 32 likeliest tokens that follow, or fewer where the model ends.</param>
/// <param name="TokensPerSecond">Speed of this one run.</param>
public sealed record ModelInspection(
    string Architecture,
    long Parameters,
    string Quantisation,
    int Context,
    IReadOnlyList<int>? Tokens = null,
    IReadOnlyList<float>? Logits = null,
    string? Text = null,
    InspectedSpeed? TokensPerSecond = null
)
{
    private const int Continuation = 32;

    /// <summary>Opens <paramref name="path"/>, and continues <paramref name="prompt"/> if there is one.</summary>
    /// <param name="path">A GGUF file, or a folder of safetensors.</param>
    /// <param name="prompt">Taken as it is, without a template; null to look at the file only.</param>
    /// <param name="adapterPath">A LoRA adapter to compute with, or null.</param>
    /// <param name="time">The clock for the speeds.</param>
    /// <param name="cancel">Stops between tokens.</param>
    /// <exception cref="ModelFileException">The model or adapter cannot be used, or the prompt does not fit it.</exception>
    public static ModelInspection Of(
        string path,
        string? prompt,
        string? adapterPath,
        TimeProvider time,
        CancellationToken cancel = default
    )
    {
        using var model = LlamaModel.Open(path);
        using var adapter = adapterPath is null ? null : LoraAdapter.Open(adapterPath, model);
        var file = new ModelInspection(model.Shape.Architecture, model.Parameters, model.Quantisation.ToString(), model.Shape.Context);
        if (prompt is null)
            return file;

        var tokenizer = ModelTokenizer.Read(model);
        int[] tokens = [.. tokenizer.Encode(prompt)];
        if (tokens.Length == 0 || tokens.Length > model.Shape.Context)
            throw new ModelFileException(path, $"a prompt of {tokens.Length} tokens does not fit a context of {model.Shape.Context}.");
        return file.Continue(model, adapter, tokenizer, tokens, time, cancel);
    }

    private ModelInspection Continue(
        LlamaModel model,
        LoraAdapter? adapter,
        Tokenizer tokenizer,
        int[] tokens,
        TimeProvider time,
        CancellationToken cancel
    )
    {
        var room = Math.Min(tokens.Length + Continuation, model.Shape.Context);
        using var pool = new WorkerPool();
        using var transformer = new Transformer(model, pool);
        using var pages = new KvPool(model.Shape, room / KvPage.Positions + 1);
        using var cache = new KvSequence(pages);

        var start = time.GetTimestamp();
        foreach (var block in tokens.Chunk(transformer.MaxRows))
        {
            cancel.ThrowIfCancellationRequested();
            Run(block, last: cache.Length + block.Length == tokens.Length);
        }

        var prefill = time.GetElapsedTime(start);
        var logits = transformer.Logits(0).ToArray();

        start = time.GetTimestamp();
        var (sampler, written) = (new Sampler(new SamplingOptions()), new List<int>());
        var next = sampler.Next(logits);
        var steps = 0;
        while (!tokenizer.Vocabulary.EndOfGeneration.Contains(next))
        {
            written.Add(next);
            if (written.Count == Continuation || cache.Length == room)
                break;
            cancel.ThrowIfCancellationRequested();
            Run([next], last: true);
            next = sampler.Next(transformer.Logits(0));
            steps++;
        }

        var stream = tokenizer.Stream();
        return this with
        {
            Tokens = tokens,
            Logits = logits,
            Text = string.Concat(written.Select(stream.Next)) + stream.Finish(),
            TokensPerSecond = new InspectedSpeed(Rate(tokens.Length, prefill), steps == 0 ? null : Rate(steps, time.GetElapsedTime(start))),
        };

        void Run(int[] block, bool last)
        {
            if (!cache.TryReserve(block.Length))
                throw new InvalidOperationException("the cache was reserved for the whole run");
            transformer.Run([new Segment(cache, block, last ? LogitsWanted.Last : LogitsWanted.None, adapter)]);
        }

        static double Rate(int count, TimeSpan taken) => Math.Round(count / Math.Max(taken.TotalSeconds, 1e-9), 2);
    }
}

/// <summary>Tokens per second of reading a prompt and of writing behind it; the latter null when the model ended at once.</summary>
public sealed record InspectedSpeed(double Prefill, double? Decode);
