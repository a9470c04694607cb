using ChatBot.Models.Llama;
using ChatBot.TestKit.Llama;
using ChatBot.Trainer.Model;
using ChatBot.Trainer.Publishing;
using static TorchSharp.torch;

namespace ChatBot.Trainer.Tests.Model;

/// <summary>The trainer's forward beside the serving runtime's, on the same files.</summary>
internal static class Families
{
    public const string Prompt = "Hi w260 w261, the 3 commits\nof w270 w299 é <s> w262";

    /// <summary>Logits of the last position by the serving runtime, and the prompt's ids.</summary>
    public static (int[] Tokens, float[] Logits) Served(string model, string? adapter = null)
    {
        var found = ModelInspection.Of(model, Prompt, adapter, TimeProvider.System);
        return ([.. found.Tokens!], [.. found.Logits!]);
    }

    /// <summary>The same by the trainer.</summary>
    public static float[] Trained(CausalModel model, int[] tokens)
    {
        using var scope = NewDisposeScope();
        using var off = no_grad();
        var ids = tensor(tokens.Select(id => (long)id).ToArray()).unsqueeze(0);
        var hidden = model.Hidden(ids, arange(0, tokens.Length, ScalarType.Int64).unsqueeze(0));
        return [.. model.Logits(hidden.select(1, tokens.Length - 1)).squeeze(0).to(ScalarType.Float32).data<float>()];
    }

    /// <summary>A model with an adapter from a file.</summary>
    public static CausalModel Load(string path, string adapter, CausalModelOptions? options = null)
    {
        var weights = AdapterWeights.ReadGguf(adapter, path);
        var model = CausalModel.Load(path, (options ?? new CausalModelOptions()) with { Lora = weights.Settings });
        weights.CopyTo(model);
        return model;
    }

    /// <summary>The adapter of every matrix of the layers that a tiny model has.</summary>
    public static string SaveAdapter(TinyModel tiny, string path, int seed = 2) => new TinyAdapter(tiny) { Seed = seed }.Save(path);

    public static float Difference(IReadOnlyList<float> a, IReadOnlyList<float> b) => a.Zip(b, (x, y) => Math.Abs(x - y)).Max();
}
