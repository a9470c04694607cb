using System.Threading.Channels;
using ChatBot.Llama.Adapters;
using ChatBot.Llama.Forward;

namespace ChatBot.Llama.Serving;

/// <summary>A request on its way through the engine.</summary>
internal sealed class Conversation(
    GenerationRequest request,
    int maxTokens,
    LoraAdapter? adapter,
    long adapterId,
    CancellationToken cancellation
)
{
    private readonly Channel<int> _output = Channel.CreateUnbounded<int>(
        new UnboundedChannelOptions { SingleReader = true, SingleWriter = true }
    );

    /// <summary>Prompt and answer so far.</summary>
    public List<int> Tokens { get; } = [.. request.Prompt];

    public LoraAdapter? Adapter { get; } = adapter;

    /// <summary>Tells apart adapters that had the same name one after the other.</summary>
    public long AdapterId { get; } = adapterId;

    /// <summary>Positions it may come to need.</summary>
    public int Positions { get; } = request.Prompt.Count + maxTokens;

    /// <summary>Its keys and values, from admission on.</summary>
    public KvSequence? Cache { get; set; }

    /// <summary>Whether the next token comes from the next pass rather than more of the prompt.</summary>
    public bool IsAnswering => Cache!.Length >= request.Prompt.Count;

    public bool IsCancelled => cancellation.IsCancellationRequested;

    /// <summary>Tokens the model has not seen yet.</summary>
    public int Pending => Tokens.Count - Cache!.Length;

    public ChannelReader<int> Output => _output.Reader;

    /// <summary>Takes the next token from the logits; false when the answer is complete.</summary>
    public bool Continue(ReadOnlySpan<float> logits)
    {
        var token = request.Sample(logits);
        if ((uint)token >= (uint)logits.Length)
            throw new InvalidOperationException($"the sampler chose {token}, which is not a token");
        if (request.StopTokens.Contains(token))
            return false;
        Tokens.Add(token);
        _output.Writer.TryWrite(token);
        return Tokens.Count < Positions;
    }

    /// <summary>Gives back what it holds and ends its output.</summary>
    public void End(Exception? reason = null)
    {
        Cache?.Dispose();
        Adapter?.Release();
        _output.Writer.TryComplete(reason);
    }
}
