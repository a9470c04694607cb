namespace ChatBot.TestKit.Llama;

/// <summary>Asks a real llama.cpp to continue prompts, with its KV cache in F32 and flash attention off.</summary>
public static class LlamaCppModel
{
    /// <summary>What to continue, and by how many of the likeliest tokens.</summary>
    public sealed record Evaluation(string Model, string Prompt, string? Adapter = null, int Greedy = 0);

    /// <summary>The prompt's ids, the raw logits of its last position, and the continuation.</summary>
    public sealed record Result(int[] Tokens, float[] Logits, int[] Greedy);

    /// <summary>Evaluates all in one process.</summary>
    public static async Task<Result[]> EvaluateAsync(params IReadOnlyList<Evaluation> evaluations) =>
        await LlamaCpp.AskAsync<Result[]>(
            Path.Combine(AppContext.BaseDirectory, "Llama", "llama-cpp.mjs"),
            new
            {
                threads = 1, // the models are tiny, and spinning threads wait for each other
                evaluations = evaluations.Select(e => new
                {
                    model = e.Model,
                    prompt = e.Prompt,
                    adapter = e.Adapter,
                    greedy = e.Greedy,
                }),
            }
        );
}
