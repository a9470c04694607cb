using ChatBot.Models.Files;

namespace ChatBot.TestKit.Llama;

/// <summary>
/// A real GGUF model that recites one sentence: every prompt ends in the template's line break, whose embedding is the first
/// unit vector; the head answers each unit vector with the next token, which embeds as the next unit vector. Attention and
/// feed-forward are zero. It lets a test know what a model in process will say.
/// </summary>
public static class RecitingModel
{
    /// <summary>Writes a model that says <paramref name="words"/> (each one token, no two alike) and then ends its turn.</summary>
    public static string Save(string path, params string[] words) => SaveTeachable(path, words);

    /// <summary>
    /// As <see cref="Save"/>, and knows what an adapter (<see cref="SaveAdapter"/>) may let it say instead: after another word it goes on
    /// as after the one that it stands for.
    /// </summary>
    /// <param name="instead">Positions in <paramref name="words"/>, each with another word.</param>
    public static string SaveTeachable(string path, string[] words, params (int At, string Word)[] instead)
    {
        var (vocabulary, tokens, chain, others) = Plan(words, instead);
        var width = WidthOf(chain);
        var (embedding, head) = (new float[tokens.Length * width], new float[tokens.Length * width]);
        for (var at = 0; at + 1 < chain.Length; at++)
        {
            embedding[chain[at] * width + at] = 1;
            head[chain[at + 1] * width + at] = 1;
        }
        foreach (var (at, token) in others)
            embedding[token * width + at + 1] = 1;

        var writer = new GgufWriter()
            .Set("general.architecture", "llama")
            .Set("general.name", "reciting")
            .Set("llama.block_count", 1u)
            .Set("llama.context_length", 8192u)
            .Set("llama.embedding_length", (uint)width)
            .Set("llama.feed_forward_length", 8u)
            .Set("llama.attention.head_count", 1u)
            .Set("llama.attention.key_length", 8u)
            .Set("llama.attention.value_length", 8u)
            .Set("llama.rope.dimension_count", 8u)
            .Set("llama.attention.layer_norm_rms_epsilon", 1e-5f)
            .Set("tokenizer.chat_template", "<|im_start|>");
        foreach (var (key, value) in vocabulary)
            writer.Set(key, value);
        Matrix("token_embd", tokens.Length, width, embedding);
        Matrix("output", tokens.Length, width, head);
        writer.Tensor("output_norm.weight", TensorKind.F32, [width], Ones(width));
        writer
            .Tensor("blk.0.attn_norm.weight", TensorKind.F32, [width], Ones(width))
            .Tensor("blk.0.ffn_norm.weight", TensorKind.F32, [width], Ones(width));
        foreach (
            var (name, rows, columns) in ((string, int, int)[])
                [
                    ("attn_q", 8, width),
                    ("attn_k", 8, width),
                    ("attn_v", 8, width),
                    ("attn_output", width, 8),
                    ("ffn_gate", 8, width),
                    ("ffn_up", 8, width),
                    ("ffn_down", width, 8),
                ]
        )
            Matrix($"blk.0.{name}", rows, columns, new float[rows * columns]);
        return writer.Save(path);

        void Matrix(string name, int rows, int columns, float[] values) =>
            writer.Tensor(name + ".weight", TensorKind.F32, [columns, rows], values);

        static float[] Ones(int count) => [.. Enumerable.Repeat(1f, count)];
    }

    /// <summary>
    /// Saves a LoRA adapter for the model of <see cref="SaveTeachable"/>, made of the same words, that says the other ones: it raises their
    /// scores in the head, one rank each.
    /// </summary>
    public static string SaveAdapter(string path, string[] words, params (int At, string Word)[] instead)
    {
        var (_, tokens, chain, others) = Plan(words, instead);
        var (width, rank) = (WidthOf(chain), instead.Length);
        var (a, b) = (new float[rank * width], new float[tokens.Length * rank]);
        foreach (var (row, (at, token)) in others.Index())
        {
            a[row * width + at] = 1;
            b[token * rank + row] = 2;
        }
        return new GgufWriter()
            .Set("general.architecture", "llama")
            .Set("general.type", "adapter")
            .Set("adapter.type", "lora")
            .Set("adapter.lora.alpha", (float)rank)
            .Tensor("output.weight.lora_a", TensorKind.F32, [width, rank], a)
            .Tensor("output.weight.lora_b", TensorKind.F32, [rank, tokens.Length], b)
            .Save(path);
    }

    private static int WidthOf(int[] chain) => (chain.Length + 7) / 8 * 8;

    private static (Dictionary<string, object> Vocabulary, string[] Tokens, int[] Chain, (int At, int Token)[] Others) Plan(
        string[] words,
        (int At, string Word)[] instead
    )
    {
        var spelled = words.Select(ByteAlphabet.Spell).ToList();
        var vocabulary = ChatVocabulary.Metadata([.. spelled, .. instead.Select(other => ByteAlphabet.Spell(other.Word))]);
        var tokens = (string[])vocabulary["tokenizer.ggml.tokens"];
        int[] chain =
        [
            Array.IndexOf(tokens, "Ċ"),
            .. spelled.Select(word => Array.IndexOf(tokens, word)),
            Array.IndexOf(tokens, "<|im_end|>"),
        ];
        (int At, int Token)[] others = [.. instead.Select(other => (other.At, Array.IndexOf(tokens, ByteAlphabet.Spell(other.Word))))];
        return chain.Concat(others.Select(other => other.Token)).Distinct().Count() == chain.Length + others.Length
            ? (vocabulary, tokens, chain, others)
            : throw new ArgumentException("a word appears twice", nameof(words));
    }
}
