namespace ChatBot.Trainer.Model.Tiny;

/// <summary>Extents of a small llama-shaped decoder whose head is its embedding.</summary>
/// <param name="Vocabulary">Tokens.</param>
/// <param name="Width">Numbers of a state.</param>
/// <param name="Layers">Blocks.</param>
/// <param name="Heads">Of queries, keys and values alike.</param>
/// <param name="FeedForward">Inner width of the feed-forward part.</param>
internal sealed record TinyShape(int Vocabulary, int Width, int Layers, int Heads, int FeedForward)
{
    /// <summary>ε of the norms.</summary>
    public const float Epsilon = 1e-5f;

    /// <summary>Base of the rotations' wave lengths.</summary>
    public const double RopeBase = 10000;

    public int HeadWidth => Width / Heads;

    /// <summary>Names as llama.cpp has them, with extents [out, in] or [n].</summary>
    public IEnumerable<(string Name, long[] Extents)> Tensors()
    {
        yield return ("token_embd.weight", [Vocabulary, Width]);
        for (var layer = 0; layer < Layers; layer++)
        {
            yield return ($"blk.{layer}.attn_norm.weight", [Width]);
            foreach (var name in new[] { "attn_q", "attn_k", "attn_v", "attn_output" })
                yield return ($"blk.{layer}.{name}.weight", [Width, Width]);
            yield return ($"blk.{layer}.ffn_norm.weight", [Width]);
            yield return ($"blk.{layer}.ffn_gate.weight", [FeedForward, Width]);
            yield return ($"blk.{layer}.ffn_up.weight", [FeedForward, Width]);
            yield return ($"blk.{layer}.ffn_down.weight", [Width, FeedForward]);
        }
        yield return ("output_norm.weight", [Width]);
    }
}
