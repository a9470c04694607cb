using ChatBot.Models.Files;
using ChatBot.Trainer.Publishing;
using static TorchSharp.torch;

namespace ChatBot.Trainer.Model.Tiny;

/// <summary>A small decoder as the GGUF file that llama.cpp serves: vocabulary, ChatML template and weights.</summary>
internal sealed record TinyFile(BytePairs Pairs, TinyBaseSettings Settings)
{
    /// <summary>ChatML as its models' files have it: llama.cpp knows it by its marks.</summary>
    private const string Template =
        "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n'}}{% endfor %}"
        + "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}";

    private static readonly string[] Control = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"];

    public TinyShape Shape => Settings.Shape(Pairs.Tokens.Count + Control.Length);

    public int EndOfText => Pairs.Tokens.Count;

    public int TurnStart => Pairs.Tokens.Count + 1;

    public int TurnEnd => Pairs.Tokens.Count + 2;

    /// <summary>Writes the file; under its name it is whole, or it is not there.</summary>
    public void Save(string path, TinyDecoder decoder)
    {
        var shape = Shape;
        var writer = new GgufWriter()
            .Set("general.architecture", "llama")
            .Set("general.name", "tiny base trained from scratch")
            .Set("general.file_type", Settings.HalfPrecision ? 1u : 0u) // mostly F16, or all F32
            .Set("llama.block_count", (uint)shape.Layers)
            .Set("llama.context_length", (uint)Settings.ServedContext)
            .Set("llama.embedding_length", (uint)shape.Width)
            .Set("llama.feed_forward_length", (uint)shape.FeedForward)
            .Set("llama.attention.head_count", (uint)shape.Heads)
            .Set("llama.attention.head_count_kv", (uint)shape.Heads)
            .Set("llama.attention.layer_norm_rms_epsilon", TinyShape.Epsilon)
            .Set("llama.rope.dimension_count", (uint)shape.HeadWidth)
            .Set("llama.rope.freq_base", (float)TinyShape.RopeBase)
            .Set("llama.vocab_size", (uint)shape.Vocabulary)
            .Set("tokenizer.ggml.model", "gpt2")
            .Set("tokenizer.ggml.pre", PreTokenizer.Name)
            .Set("tokenizer.ggml.tokens", (string[])[.. Pairs.Tokens, .. Control])
            .Set("tokenizer.ggml.token_type", (int[])[.. Pairs.Tokens.Select(_ => 1), .. Control.Select(_ => 3)]) // normal, control
            .Set("tokenizer.ggml.merges", Pairs.Merges.Select(merge => $"{merge.Left} {merge.Right}").ToArray())
            .Set("tokenizer.ggml.bos_token_id", (uint)EndOfText)
            .Set("tokenizer.ggml.eos_token_id", (uint)TurnEnd)
            .Set("tokenizer.ggml.padding_token_id", (uint)EndOfText)
            .Set("tokenizer.ggml.add_bos_token", false)
            .Set("tokenizer.chat_template", Template);
        foreach (var (name, extents) in shape.Tensors())
        {
            // Norms stay in 32 bits, as everywhere in llama.cpp.
            var isHalf = Settings.HalfPrecision && extents.Length > 1;
            using var values = decoder.Adapter[name].detach().to(isHalf ? ScalarType.Float16 : ScalarType.Float32, CPU).contiguous();
            writer.Raw(name, isHalf ? TensorKind.F16 : TensorKind.F32, [.. extents.Reverse()], values.bytes.ToArray());
        }
        WholeFile.Write(path, unfinished => writer.Save(unfinished));
    }
}
