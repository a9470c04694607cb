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
    public static string Save(string path, params string[] words)
    {
        var spelled = words.Select(ByteAlphabet.Spell).ToList();
        var vocabulary = ChatVocabulary.Metadata(spelled);
        var tokens = (string[])vocabulary["tokenizer.ggml.tokens"];
        int[] chain =
        [
            Array.IndexOf(tokens, "Ċ"),
            .. spelled.Select(word => Array.IndexOf(tokens, word)),
            Array.IndexOf(tokens, "<|im_end|>"),
        ];
        if (chain.Distinct().Count() != chain.Length)
            throw new ArgumentException("a word appears twice", nameof(words));
        var width = (chain.Length + 7) / 8 * 8;
        var (embedding, head) = (new float[tokens.Length * width], new float[tokens.Length * width]);
        for (var at = 0; at + 1 < chain.Length; at++)
        {
            embedding[chain[at] * width + at] = 1;
            head[chain[at + 1] * width + at] = 1;
        }

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
}
