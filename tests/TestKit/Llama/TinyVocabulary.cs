using ChatBot.Models.Files;

namespace ChatBot.TestKit.Llama;

/// <summary>
/// A SentencePiece-style vocabulary that other engines accept: the three special tokens, the 256 bytes, then made-up words.
/// </summary>
public static class TinyVocabulary
{
    /// <summary>Sets the tokenizer keys for <paramref name="size"/> tokens (at least 259).</summary>
    public static void Write(GgufWriter writer, int size)
    {
        var tokens = new List<string> { "<unk>", "<s>", "</s>" };
        var types = new List<int> { 2, 3, 3 }; // unknown, control, control
        for (var b = 0; b < 256; b++)
        {
            tokens.Add($"<0x{b:X2}>");
            types.Add(6); // byte
        }
        for (var i = tokens.Count; i < size; i++)
        {
            tokens.Add($"\u2581w{i}");
            types.Add(1); // normal
        }
        writer
            .Set("tokenizer.ggml.model", "llama")
            .Set("tokenizer.ggml.tokens", tokens.Take(size).ToArray())
            .Set("tokenizer.ggml.scores", Enumerable.Range(0, size).Select(i => -(float)i).ToArray())
            .Set("tokenizer.ggml.token_type", types.Take(size).ToArray())
            .Set("tokenizer.ggml.bos_token_id", 1u)
            .Set("tokenizer.ggml.eos_token_id", 2u)
            .Set("tokenizer.ggml.unknown_token_id", 0u)
            .Set("tokenizer.ggml.add_bos_token", false);
    }
}
