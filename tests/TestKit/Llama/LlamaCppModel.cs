namespace ChatBot.TestKit.Llama;

/// <summary>Asks a real llama.cpp for the raw logits of model files, with its KV cache in F32 and flash attention off.</summary>
public static class LlamaCppModel
{
    /// <summary>What to evaluate, and how many tokens to continue greedily with.</summary>
    public sealed record Evaluation(string Model, int[] Tokens, int[] Positions, string? Adapter = null, int Greedy = 0);

    /// <summary>The raw logits of every position asked for, and the greedy continuation.</summary>
    public sealed record Result(float[][] Logits, int[] Greedy);

    /// <summary>Evaluates all in one process.</summary>
    public static async Task<Result[]> EvaluateAsync(params IReadOnlyList<Evaluation> evaluations) =>
        await LlamaCpp.AskAsync<Result[]>(
            Path.Combine(AppContext.BaseDirectory, "Llama", "llama-cpp.mjs"),
            new
            {
                threads = Environment.ProcessorCount,
                evaluations = evaluations.Select(e => new
                {
                    model = e.Model,
                    tokens = e.Tokens,
                    positions = e.Positions,
                    adapter = e.Adapter,
                    greedy = e.Greedy,
                }),
            }
        );
}
