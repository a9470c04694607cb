namespace ChatBot.Trainer.Lora;

/// <summary>What is learnt beside the frozen base: LoRA (arXiv:2106.09685), y = W x + scale · B A x.</summary>
public sealed record LoraSettings
{
    /// <summary>Matrices of attention, fused ones (phi3) among them.</summary>
    public static IReadOnlyList<string> Attention { get; } = ["attn_q", "attn_k", "attn_v", "attn_qkv", "attn_output"];

    /// <summary>Rows of A, columns of B.</summary>
    public int Rank { get; init; } = 16;

    /// <summary>The scale is alpha / rank.</summary>
    public float Alpha { get; init; } = 32;

    /// <summary>Share of the inputs to A that are zero in a step of training.</summary>
    public float Dropout { get; init; } = 0.05f;

    /// <summary>Divides alpha by the rank's root (rsLoRA, arXiv:2312.03732).</summary>
    public bool IsRankStabilised { get; init; }

    /// <summary>
    /// Learns each output's magnitude too (DoRA, arXiv:2402.09353). It can be merged and written for PEFT; llama.cpp's adapters cannot
    /// hold it.
    /// </summary>
    public bool IsDora { get; init; }

    /// <summary>
    /// Patterns of the layers' matrices by GGUF's names, <c>*</c> for any letters: <c>attn_*</c>, <c>ffn_gate</c>, or
    /// <c>blk.1?.attn_q</c> with <c>?</c> for one letter.
    /// </summary>
    public IReadOnlyList<string> Targets { get; init; } = Attention;

    /// <summary>A is drawn from it.</summary>
    public long Seed { get; init; }

    /// <summary>What the learnt product is multiplied by.</summary>
    public float Scale => IsRankStabilised ? Alpha / MathF.Sqrt(Rank) : Alpha / Rank;

    /// <summary>Alpha as adapter files hold it, whose readers divide by the rank.</summary>
    public float StoredAlpha => Scale * Rank;

    /// <summary>Those of the <paramref name="matrices"/> that are adapted, e.g. <c>blk.0.attn_q.weight</c>.</summary>
    /// <exception cref="ArgumentException">A setting is out of range, or no matrix has such a name.</exception>
    internal IReadOnlyList<string> TargetsOf(IEnumerable<string> matrices)
    {
        if (Rank is < 1 or > 1024)
            throw new ArgumentException($"A rank of {Rank} is not possible; take 1 to 1024.");
        if (!(Alpha > 0 && float.IsFinite(Alpha)))
            throw new ArgumentException($"An alpha of {Alpha} is not possible; take a number above 0, such as twice the rank.");
        if (!(Dropout is >= 0 and < 1))
            throw new ArgumentException($"A dropout of {Dropout} is not possible; take 0 or more and less than 1.");
        var all = matrices.ToList();
        foreach (var pattern in Targets)
            if (!all.Any(name => Fits(pattern, name)) && !Attention.Contains(pattern))
                throw new ArgumentException(
                    $"No matrix of the layers fits the target '{pattern}'; the model has "
                        + string.Join(", ", all.Select(name => name.Split('.')[2]).Distinct())
                        + "."
                );
        var found = all.Where(name => Targets.Any(pattern => Fits(pattern, name))).ToList();
        return found.Count > 0 ? found : throw new ArgumentException("The targets name no matrix of the model.");
    }

    private static bool Fits(string pattern, string name)
    {
        var part = name.Split('.')[2];
        return System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(pattern, part, ignoreCase: false)
            || System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(
                pattern,
                name.AsSpan(0, name.Length - ".weight".Length),
                ignoreCase: false
            );
    }
}
