using ChatBot.TestKit.Llama;
using Xunit.Abstractions;

namespace ChatBot.Trainer.Tests.Model;

/// <summary>What is trained is what is served: the same logits on the same file.</summary>
public sealed class CausalModelTests(ITestOutputHelper output) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("causal").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [TorchFact]
    public void Every_variant_computes_the_served_logits_with_and_without_an_adapter()
    {
        foreach (var (name, tiny) in TinyModel.Variants)
        {
            var path = tiny.Save(At(name + ".gguf"));
            var adapter = Families.SaveAdapter(tiny, At(name + "+adapter.gguf"));
            using var model = Families.Load(path, adapter);
            var (tokens, adapted) = Families.Served(path, adapter);
            Same(name + " with an adapter", adapted, Families.Trained(model, tokens));
            model.IsAdapted = false;
            Same(name, Families.Served(path).Logits, Families.Trained(model, tokens));
        }
    }

    private void Same(string name, float[] served, float[] trained)
    {
        var difference = Families.Difference(served, trained);
        output.WriteLine($"{name}: {difference:E1}");
        Assert.True(difference <= 1e-3f, $"{name}: logits differ by {difference}");
    }

    private string At(string name) => Path.Combine(_folder, name);
}
