using System.Text.Json;
using ChatBot.Models.Files;
using ChatBot.Models.Llama;
using ChatBot.TestKit;
using ChatBot.TestKit.Llama;

namespace ChatBot.Core.Tests.Models.Llama;

public sealed class ModelInspectionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("inspect").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Without_a_prompt_the_file_is_described()
    {
        var found = Inspect(TinyModel.Quantised(TensorKind.Q8_0).Save(At("q8.gguf")), null);
        Assert.Equal(("llama", "Q8_0", 512), (found.Architecture, found.Quantisation, found.Context));
        Assert.InRange(found.Parameters, 1_000_000, 3_000_000);
        Assert.Null(found.Tokens);
    }

    [Fact]
    public void An_adapter_changes_the_logits()
    {
        var tiny = new TinyModel();
        var path = tiny.Save(At("tiny.gguf"));
        var plain = Inspect(path, "Hi");
        var adapted = Inspect(path, "Hi", new TinyAdapter(tiny).Save(At("adapter.gguf")));
        Assert.Equal(plain.Tokens, adapted.Tokens);
        Assert.True(plain.Logits!.Zip(adapted.Logits!, (a, b) => Math.Abs(a - b)).Max() > 0.01f);
    }

    [Fact]
    public void A_prompt_that_does_not_fit_is_refused_and_one_that_fills_the_context_is_continued()
    {
        var path = new TinyModel { Context = 16 }.Save(At("short.gguf"));
        var error = Assert.Throws<ModelFileException>(() => Inspect(path, new string('x', 40)));
        Assert.Contains("does not fit a context of 16", error.Message, StringComparison.Ordinal);
        var found = Inspect(path, new string('x', 13));
        Assert.Equal(16, found.Tokens!.Count); // the three bytes of the ▁ in front are tokens too
        Assert.NotNull(found.Text);
    }

    [SharedFact("stories260k")]
    public void A_trained_model_tells_its_story()
    {
        var path = Stories260kModel.Save(SharedData.PathOf("stories260k"), At("stories.gguf"));
        var found = Inspect(path, "Once upon a time");
        using var reference = JsonDocument.Parse(File.ReadAllText(SharedData.PathOf("stories260k/REFERENCE.json")));
        int[] Ids(string name) => [.. reference.RootElement.GetProperty(name).EnumerateArray().Select(id => id.GetInt32())];
        Assert.Equal(Ids("prompt_ids"), found.Tokens!);
        using var model = LoadedModel.Load(ModelHeader.Open(path));
        var text = model.Decoder();
        foreach (var token in Ids("greedy_ids").Skip(found.Tokens!.Count).Take(32))
            text.Add(token);
        Assert.Equal(text.Read(), found.Text);
    }

    private static ModelInspection Inspect(string path, string? prompt, string? adapter = null) =>
        ModelInspection.Of(path, prompt, adapter, TimeProvider.System);

    private string At(string name) => Path.Combine(_folder, name);
}
