using System.Numerics.Tensors;
using ChatBot.Models.Files;
using LLama.Native;

namespace ChatBot.Models.Llama;

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
    /// <param name="path">A GGUF file.</param>
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
        var header = ModelHeader.Open(path);
        var file = new ModelInspection(header.Architecture, header.File.Parameters, header.File.Quantisation.ToString(), header.Context);
        if (adapterPath is not null)
            AdapterHeader.Open(adapterPath, header);
        if (prompt is null)
            return file;

        using var model = LoadedModel.Load(header);
        var tokens = TokensOf(model, prompt);
        if (tokens.Length == 0 || tokens.Length > header.Context)
            throw new ModelFileException(path, $"a prompt of {tokens.Length} tokens does not fit a context of {header.Context}.");
        var room = Math.Min(tokens.Length + Continuation, header.Context);
        var settings = Lane.Settings(model, room, 1, Lane.Threads(model)) with
        {
            TypeK = GGMLType.GGML_TYPE_F32,
            TypeV = GGMLType.GGML_TYPE_F32,
        };
        using var context = model.CreateContext(settings);
        if (adapterPath is not null)
            context.SetLoraAdapters((model.LoadAdapter(adapterPath), 1f));
        return file.Continue(model, context, tokens, room, time, cancel);
    }

    private static int[] TokensOf(LoadedModel model, string prompt)
    {
        try
        {
            return model.Tokenize(prompt, special: false);
        }
        catch (ArgumentException unreadable)
        {
            throw new ModelFileException(model.Header.File.Path, unreadable.Message, unreadable);
        }
    }

    private ModelInspection Continue(
        LoadedModel model,
        SafeLLamaContextHandle context,
        int[] tokens,
        int room,
        TimeProvider time,
        CancellationToken cancel
    )
    {
        var length = 0;
        var start = time.GetTimestamp();
        var logits = Array.Empty<float>();
        foreach (var block in tokens.Chunk(Lane.Chunk))
            logits = Run(block);
        var prefill = time.GetElapsedTime(start);

        start = time.GetTimestamp();
        var (text, written, steps) = (model.Decoder(), 0, 0);
        var next = TensorPrimitives.IndexOfMax<float>(logits);
        while (!model.Ends(next))
        {
            text.Add(next);
            if (++written == Continuation || length == room)
                break;
            next = TensorPrimitives.IndexOfMax<float>(Run([next]));
            steps++;
        }
        return this with
        {
            Tokens = tokens,
            Logits = logits,
            Text = text.Read(),
            TokensPerSecond = new InspectedSpeed(Rate(tokens.Length, prefill), steps == 0 ? null : Rate(steps, time.GetElapsedTime(start))),
        };

        float[] Run(int[] block)
        {
            cancel.ThrowIfCancellationRequested();
            var batch = new LLamaBatch();
            foreach (var (index, token) in block.Index())
                batch.Add(token, length++, (LLamaSeqId)0, index == block.Length - 1);
            return context.Decode(batch) == DecodeResult.Ok
                ? context.GetLogitsIth(block.Length - 1).ToArray()
                : throw new ModelFileException(model.Header.File.Path, $"llama.cpp cannot compute with it ({NativeLog.LastError}).");
        }

        static double Rate(int count, TimeSpan taken) => Math.Round(count / Math.Max(taken.TotalSeconds, 1e-9), 2);
    }
}

/// <summary>Tokens per second of reading a prompt and of writing behind it; the latter null when the model ended at once.</summary>
public sealed record InspectedSpeed(double Prefill, double? Decode);
