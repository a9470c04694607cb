using System.Threading.Channels;

namespace ChatBot.Models.Llama;

/// <summary>A request on its way through the engine.</summary>
internal sealed class Conversation(DecodingRequest request, int maxTokens, Lane lane, Sampler sampler, CancellationToken cancellation)
{
    private readonly Channel<int> _output = Channel.CreateUnbounded<int>(
        new UnboundedChannelOptions { SingleReader = true, SingleWriter = true }
    );
    private int _written;

    public int[] Prompt { get; } = [.. request.Prompt];

    public Lane Lane { get; } = lane;

    /// <summary>The token that was chosen last and the model has not seen.</summary>
    public int Last { get; private set; }

    public bool IsCancelled => cancellation.IsCancellationRequested;

    public ChannelReader<int> Output => _output.Reader;

    /// <summary>Chooses the next token from the logits; false when the answer is complete.</summary>
    public bool Continue(ReadOnlySpan<float> logits)
    {
        Last = sampler.Choose(logits);
        if (request.Ends(Last))
            return false;
        sampler.Accept(Last);
        _output.Writer.TryWrite(Last);
        return ++_written < maxTokens;
    }

    /// <summary>Gives back what it holds and ends its output.</summary>
    public void End(Exception? reason)
    {
        sampler.Dispose();
        Lane.Release();
        _output.Writer.TryComplete(reason);
    }
}

/// <summary>What to generate.</summary>
internal sealed record DecodingRequest
{
    /// <summary>The prompt's token ids.</summary>
    public required IReadOnlyList<int> Prompt { get; init; }

    /// <summary>Tokens to generate at most; the end of the context ends it earlier.</summary>
    public required int MaxTokens { get; init; }

    /// <summary>How tokens are chosen.</summary>
    public SamplingOptions Sampling { get; init; } = new();

    /// <summary>Tokens that end the answer and are not part of it.</summary>
    public Func<int, bool> Ends { get; init; } = _ => false;

    /// <summary>The name under which an adapter was loaded, or null for the base model.</summary>
    public string? Adapter { get; init; }
}
