using ChatBot.TestKit.Llama;
using ChatBot.Trainer.Lora;
using ChatBot.Trainer.Model;
using ChatBot.Trainer.Tests.Model;
using static TorchSharp.torch;

namespace ChatBot.Trainer.Tests.Lora;

public sealed class LoraTests : IDisposable
{
    private static readonly int[] Tokens = [1, 77, 260, 261, 5, 5, 290, 14];

    private readonly string _folder = Directory.CreateTempSubdirectory("lora").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [TorchTheory]
    [InlineData("llama", false)]
    [InlineData("qwen2", true)]
    [InlineData("gemma2", false)]
    [InlineData("phi3", true)]
    public void Before_it_learns_it_is_the_base_to_the_bit(string variant, bool dora)
    {
        var path = TinyModel.Variants[variant].Save(At("model.gguf"));
        using var plain = CausalModel.Load(path);
        using var adapted = Load(path, new LoraSettings { IsDora = dora, Targets = ["attn_*", "ffn_*"] });
        adapted.IsTraining = true;
        Assert.Equal(Bits(Families.Trained(plain, Tokens)), Bits(Families.Trained(adapted, Tokens)));
    }

    [TorchFact]
    public void Switched_off_it_is_the_base_whatever_it_has_learnt()
    {
        var path = TinyModel.Variants["qwen3"].Save(At("model.gguf"));
        using var plain = CausalModel.Load(path);
        using var adapted = Load(path, new LoraSettings());
        Learn(adapted, 1);
        Assert.NotEqual(Families.Trained(plain, Tokens), Families.Trained(adapted, Tokens));
        adapted.IsAdapted = false;
        Assert.Equal(Bits(Families.Trained(plain, Tokens)), Bits(Families.Trained(adapted, Tokens)));
    }

    [TorchFact]
    public void The_seed_decides_what_it_begins_with_and_what_is_dropped()
    {
        var path = new TinyModel().Save(At("model.gguf"));
        using var one = Load(path, new LoraSettings { Seed = 1, Dropout = 0.5f });
        using var same = Load(path, new LoraSettings { Seed = 1, Dropout = 0.5f });
        using var other = Load(path, new LoraSettings { Seed = 2, Dropout = 0.5f });
        Assert.Equal(First(one), First(same));
        Assert.NotEqual(First(one), First(other));
        Assert.InRange(First(one).Max(Math.Abs), 0.1f, 1 / MathF.Sqrt(64));

        Learn(one, 1);
        var calm = Families.Trained(one, Tokens);
        one.IsTraining = true;
        one.DropoutSeed = 7;
        var dropped = Families.Trained(one, Tokens);
        Assert.NotEqual(calm, dropped);
        Assert.Equal(Bits(dropped), Bits(Families.Trained(one, Tokens)));
        one.DropoutSeed = 8;
        Assert.NotEqual(dropped, Families.Trained(one, Tokens));

        static float[] First(CausalModel model) => [.. model.Adapter["blk.0.attn_q.weight.lora_a"].data<float>()];
    }

    [TorchFact]
    public void Dropout_leaves_the_mean_where_it_was()
    {
        var path = new TinyModel { Layers = 1 }.Save(At("model.gguf"));
        using var model = Load(path, new LoraSettings { Dropout = 0.2f, Targets = ["ffn_down"] });
        Learn(model, 1);
        var calm = Hidden(model);
        model.IsTraining = true;
        using var sum = zeros_like(calm);
        const int Draws = 2000;
        for (var draw = 0; draw < Draws; draw++)
        {
            model.DropoutSeed = draw;
            using var hidden = Hidden(model);
            sum.add_(hidden);
        }
        model.IsAdapted = false;
        using var plain = Hidden(model);
        var learnt = (calm - plain).norm().item<float>();
        Assert.InRange((sum / Draws - calm).norm().item<float>() / learnt, 0, 0.05f);

        static Tensor Hidden(CausalModel model)
        {
            using var off = no_grad();
            return model.Hidden(tensor(Tokens.Select(id => (long)id).ToArray()).unsqueeze(0), arange(0, 8, ScalarType.Int64).unsqueeze(0));
        }
    }

    [TorchFact]
    public void Targets_name_matrices_and_layers()
    {
        var path = new TinyModel { Layers = 3 }.Save(At("model.gguf"));
        Assert.Equal(3 * 4 * 2, Count("attn_q", "attn_k", "attn_v", "attn_output"));
        Assert.Equal(3 * 3 * 2, Count("ffn_*"));
        Assert.Equal(2 * 2, Count("blk.0.attn_q", "blk.2.attn_v"));
        var refused = Assert.Throws<ArgumentException>(() => Count("q_proj"));
        Assert.Contains("'q_proj'", refused.Message, StringComparison.Ordinal);
        using var phi = Load(TinyModel.Variants["phi3"].Save(At("phi3.gguf")), new LoraSettings());
        Assert.Equal(["attn_output", "attn_qkv"], phi.Adapter.Keys.Select(name => name.Split('.')[2]).Distinct().Order());

        int Count(params string[] targets)
        {
            using var model = Load(path, new LoraSettings { Targets = targets });
            return model.Adapter.Count;
        }
    }

    [TorchTheory]
    [InlineData(BaseStorage.Float32)]
    [InlineData(BaseStorage.AsStored)]
    public void Layers_computed_again_give_the_gradients_of_layers_that_were_kept(BaseStorage storage)
    {
        var tiny = TinyModel.Quantised(ChatBot.Models.Files.TensorKind.Q8_0);
        var path = tiny.Save(At("model.gguf"));
        var kept = Gradients(BaseStorage.Float32, 0);
        var again = Gradients(storage, 1);
        Assert.Equal(kept.Keys, again.Keys);
        foreach (var (name, gradient) in kept)
            Assert.True(Families.Difference(gradient, again[name]) <= 1e-4f * gradient.Max(Math.Abs), name);

        Dictionary<string, float[]> Gradients(BaseStorage kind, int checkpointed)
        {
            using var scope = NewDisposeScope();
            using var model = CausalModel.Load(
                path,
                new CausalModelOptions
                {
                    Storage = kind,
                    CheckpointedLayers = checkpointed,
                    Lora = new LoraSettings { Dropout = 0.2f },
                }
            );
            Learn(model, 3);
            model.IsTraining = true;
            var tokens = tensor(Tokens.Select(id => (long)id).ToArray()).unsqueeze(0);
            var hidden = model.Hidden(tokens, arange(0, 8, ScalarType.Int64).unsqueeze(0));
            nn.functional.cross_entropy(model.Logits(hidden.squeeze(0)), tokens.squeeze(0).roll(-1)).backward();
            return model.Adapter.ToDictionary(pair => pair.Key, pair => pair.Value.grad!.data<float>().ToArray());
        }
    }

    /// <summary>Any numbers in place of those that learning would find.</summary>
    internal static void Learn(CausalModel model, long seed)
    {
        using var off = no_grad();
        using var generator = new Generator((ulong)seed, CPU);
        foreach (var (name, tensor) in model.Adapter.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            if (!name.EndsWith("magnitude", StringComparison.Ordinal))
                tensor.copy_(randn(tensor.shape, generator: generator) * 0.1);
    }

    private static CausalModel Load(string path, LoraSettings lora) => CausalModel.Load(path, new CausalModelOptions { Lora = lora });

    private static int[] Bits(float[] values) => [.. values.Select(BitConverter.SingleToInt32Bits)];

    private string At(string name) => Path.Combine(_folder, name);
}
