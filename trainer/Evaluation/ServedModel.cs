using System.Numerics.Tensors;
using ChatBot.Models.Files;
using ChatBot.Models.Llama;
using ChatBot.Trainer.Training;
using LLama.Native;

namespace ChatBot.Trainer.Evaluation;

/// <summary>A base with or without an adapter in the serving runtime: how well it foretells a text, token by token.</summary>
internal sealed class ServedModel : IDisposable
{
    private readonly LoadedModel _model;
    private readonly SafeLLamaContextHandle _context;
    private readonly int _room;

    private ServedModel(LoadedModel model, SafeLLamaContextHandle context, int room) => (_model, _context, _room) = (model, context, room);

    /// <param name="adapterPath">A GGUF adapter; null for the base alone.</param>
    /// <param name="room">The longest text, in tokens.</param>
    /// <exception cref="ModelFileException">One of them cannot be used.</exception>
    public static ServedModel Open(string basePath, string? adapterPath, int room)
    {
        var header = ModelHeader.Open(basePath);
        var model = LoadedModel.Load(header);
        try
        {
            room = Math.Min(room, header.Context);
            var context = model.CreateContext(Lane.Settings(model, room, 1, Environment.ProcessorCount));
            if (adapterPath is not null)
                context.SetLoraAdapters((model.LoadAdapter(adapterPath), 1f));
            return new ServedModel(model, context, room);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Mean loss of the answers' tokens, in nats a token; perplexity is its exponential.</summary>
    /// <param name="examples">Those that are too long for the model are left out.</param>
    /// <returns>Null where nothing was left.</returns>
    public double? LossOf(IEnumerable<TokenizedExample> examples, CancellationToken cancel = default)
    {
        var (sum, count) = (0.0, 0);
        foreach (var example in examples.Where(example => example.Tokens.Length <= _room))
        {
            sum += LossesOf(example, cancel).Sum();
            count += example.Tokens.Length - example.AnswerStart;
        }
        return count == 0 ? null : sum / count;
    }

    /// <summary>A running text as an example all of which is foretold but its first token.</summary>
    public TokenizedExample Running(string text)
    {
        var tokens = _model.Tokenize(text, special: false);
        return new TokenizedExample("", tokens.Length > _room ? tokens[.._room] : tokens, 1);
    }

    private IEnumerable<double> LossesOf(TokenizedExample example, CancellationToken cancel)
    {
        _context.MemoryClear(true);
        var at = 0;
        foreach (var block in example.Tokens[..^1].Chunk(Lane.Chunk))
        {
            cancel.ThrowIfCancellationRequested();
            var batch = new LLamaBatch();
            foreach (var (index, token) in block.Index())
                batch.Add(token, at + index, (LLamaSeqId)0, IsAsked(at + index));
            if (_context.Decode(batch) != DecodeResult.Ok)
                throw new ModelFileException(_model.Header.File.Path, $"llama.cpp cannot compute with it ({NativeLog.LastError}).");
            for (var index = 0; index < block.Length; index++)
                if (IsAsked(at + index))
                    yield return Loss(_context.GetLogitsIth(index), example.Tokens[at + index + 1]);
            at += block.Length;
        }

        bool IsAsked(int position) => position + 1 >= example.AnswerStart;
    }

    /// <summary>−log softmax(logits)[token], in double: vocabularies are large.</summary>
    private static double Loss(ReadOnlySpan<float> logits, int token)
    {
        var largest = TensorPrimitives.Max(logits);
        var sum = 0.0;
        foreach (var logit in logits)
            sum += Math.Exp(logit - largest);
        return Math.Log(sum) + largest - logits[token];
    }

    public void Dispose()
    {
        _context.Dispose();
        _model.Dispose();
    }
}
