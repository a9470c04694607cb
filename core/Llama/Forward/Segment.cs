using ChatBot.Llama.Adapters;

namespace ChatBot.Llama.Forward;

/// <summary>Which positions of a segment need logits.</summary>
public enum LogitsWanted
{
    None,
    Last,
    All,
}

/// <summary>A run of tokens that follows what its conversation holds already; a batch is several of these.</summary>
/// <param name="Cache">The conversation's keys and values; it has room reserved for the tokens.</param>
/// <param name="Tokens">Token ids, each below V.</param>
/// <param name="Wanted">Which positions need logits.</param>
/// <param name="Adapter">The adapter these tokens go through, or null for the base model.</param>
public readonly record struct Segment(KvSequence Cache, ReadOnlyMemory<int> Tokens, LogitsWanted Wanted, LoraAdapter? Adapter = null);
