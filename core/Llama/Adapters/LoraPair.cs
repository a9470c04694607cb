using ChatBot.Llama.Kernels;

namespace ChatBot.Llama.Adapters;

/// <summary>The low-rank change of one matrix W [m, n]: ΔW = scale · B·A (arxiv.org/abs/2106.09685).</summary>
/// <param name="A">[r, n], F32.</param>
/// <param name="B">[m, r], F32.</param>
/// <param name="Scale">alpha / r.</param>
public sealed record LoraPair(WeightMatrix A, WeightMatrix B, float Scale)
{
    /// <summary>r.</summary>
    public int Rank => A.Rows;
}
