using System.Text;

namespace ChatBot.TestKit.Llama;

/// <summary>
/// Reads the vocabulary of the 260K-parameter story model (llama2.c's <c>tokenizer.bin</c>: int32 longest token, then float
/// score, int32 length and UTF-8 text for each token) into GGUF metadata.
/// </summary>
public static class Stories260kVocabulary
{
    /// <summary>The metadata (<c>tokenizer.ggml.*</c>) of the file at <paramref name="path"/>.</summary>
    public static Dictionary<string, object> Metadata(string path)
    {
        using var reader = new BinaryReader(File.OpenRead(path));
        reader.ReadInt32();
        var (tokens, scores) = (new List<string>(), new List<float>());
        while (reader.BaseStream.Position < reader.BaseStream.Length)
        {
            scores.Add(reader.ReadSingle());
            tokens.Add(Encoding.UTF8.GetString(reader.ReadBytes(reader.ReadInt32())).Replace(' ', '▁'));
        }

        (tokens[0], tokens[1], tokens[2]) = ("<unk>", "<s>", "</s>");
        for (var value = 0; value < 256; value++)
            tokens[3 + value] = $"<0x{value:X2}>";
        return new Dictionary<string, object>
        {
            ["tokenizer.ggml.model"] = "llama",
            ["tokenizer.ggml.pre"] = "default",
            ["tokenizer.ggml.tokens"] = tokens.ToArray(),
            ["tokenizer.ggml.scores"] = scores.ToArray(),
            ["tokenizer.ggml.token_type"] = tokens
                .Select(
                    (_, id) =>
                        id switch
                        {
                            0 => 2,
                            < 3 => 3,
                            < 259 => 6,
                            _ => 1,
                        }
                )
                .ToArray(),
            ["tokenizer.ggml.bos_token_id"] = 1u,
            ["tokenizer.ggml.eos_token_id"] = 2u,
            ["tokenizer.ggml.unknown_token_id"] = 0u,
        };
    }
}
