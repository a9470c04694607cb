using ChatBot.Models.Files;

namespace ChatBot.Trainer.Model;

/// <summary>Whether a folder's tensors have the extents that its configuration asks for; GGUF files are checked by their header.</summary>
internal static class WeightShapes
{
    /// <exception cref="ModelFileException">One is missing or has others.</exception>
    public static void Check(IWeightFile file)
    {
        var shape = file.Shape;
        var (query, keys, inner) = (shape.Heads * shape.HeadWidth, shape.KvHeads * shape.HeadWidth, shape.FeedForward);
        Matrix("token_embd.weight", shape.Vocabulary, shape.Width);
        if (file.Has("output.weight"))
            Matrix("output.weight", shape.Vocabulary, shape.Width);
        Vector("output_norm.weight", shape.Width);
        for (var layer = 0; layer < shape.Layers; layer++)
        {
            foreach (var (part, rows, columns) in MatricesOf())
            {
                Matrix(LayerTensors.Name(layer, part), rows, columns);
                if (LayerTensors.Name(layer, part, "bias") is var bias && file.Has(bias))
                    Vector(bias, rows);
            }
            foreach (var norm in LayerTensors.Norms)
                if (IsNeeded(norm) || file.Has(LayerTensors.Name(layer, norm)))
                    Vector(LayerTensors.Name(layer, norm), norm is "attn_q_norm" or "attn_k_norm" ? shape.HeadWidth : shape.Width);
        }

        IEnumerable<(string Part, int Rows, int Columns)> MatricesOf() =>
            shape.Family == "phi3"
                ?
                [
                    ("attn_qkv", query + 2 * keys, shape.Width),
                    ("attn_output", shape.Width, query),
                    ("ffn_up", 2 * inner, shape.Width),
                    ("ffn_down", shape.Width, inner),
                ]
                :
                [
                    ("attn_q", query, shape.Width),
                    ("attn_k", keys, shape.Width),
                    ("attn_v", keys, shape.Width),
                    ("attn_output", shape.Width, query),
                    ("ffn_gate", inner, shape.Width),
                    ("ffn_up", inner, shape.Width),
                    ("ffn_down", shape.Width, inner),
                ];

        bool IsNeeded(string norm) =>
            norm switch
            {
                "attn_q_norm" or "attn_k_norm" => shape.Family == "qwen3",
                "post_attention_norm" or "post_ffw_norm" => shape.Family == "gemma2",
                _ => true,
            };

        void Matrix(string name, long rows, long columns)
        {
            var layout = file.Layout(name);
            if (layout.Rows != rows || layout.Columns != columns)
                throw Wrong(name, $"[{layout.Rows}, {layout.Columns}]", $"[{rows}, {columns}]");
        }

        void Vector(string name, long length)
        {
            if (file.Vector(name).Length is var actual && actual != length)
                throw Wrong(name, $"[{actual}]", $"[{length}]");
        }

        ModelFileException Wrong(string name, string actual, string expected) =>
            new(file.Path, $"the tensor '{HuggingFaceNames.Of(shape.Family, name)}' is {actual} where {expected} belongs.");
    }
}
