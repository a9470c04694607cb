using System.Text.Json;
using ChatBot.Llama.Chat;
using ChatBot.Llama.Files;
using ChatBot.Llama.Forward;
using ChatBot.TestKit;
using ChatBot.TestKit.Llama;

namespace ChatBot.Core.Tests.Llama.Chat;

public sealed class ModelInspectionTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("inspect");

    public void Dispose() => _folder.Delete(recursive: true);

    private string At(string name) => Path.Combine(_folder.FullName, name);

    private static ModelInspection Inspect(string path, string? prompt, string? adapter = null) =>
        ModelInspection.Of(path, prompt, adapter, TimeProvider.System);

    [Fact]
    public void Without_a_prompt_the_file_is_described()
    {
        var found = Inspect(TinyModel.Quantised(TensorKind.Q8_0).Save(At("q8.gguf")), null);
        Assert.Equal(("llama", "Q8_0", 512), (found.Architecture, found.Quantisation, found.Context));
        Assert.InRange(found.Parameters, 1_000_000, 3_000_000);
        Assert.Null(found.Tokens);
    }

    [Fact]
    public void A_prompt_gives_its_ids_the_logits_behind_it_and_its_likeliest_continuation()
    {
        var path = new TinyModel().Save(At("tiny.gguf"));
        var found = Inspect(path, "Hi w260");
        using var model = LlamaModel.Open(path);
        var tokens = found.Tokens!.ToList();
        Assert.Equal(Evaluation.Logits(model, [.. tokens])[^1], found.Logits!);

        var ends = false;
        var stream = ModelTokenizer.Read(model).Stream();
        var text = "";
        for (var step = 0; step < 32 && !ends; step++)
        {
            var logits = Evaluation.Logits(model, [.. tokens])[^1];
            var next = Array.IndexOf(logits, logits.Max());
            ends = next == 2;
            if (!ends)
                text += stream.Next(next);
            tokens.Add(next);
        }

        Assert.Equal(text + stream.Finish(), found.Text);
        Assert.True(found.TokensPerSecond!.Prefill > 0);
    }

    [Fact]
    public void An_adapter_changes_the_logits()
    {
        var tiny = new TinyModel();
        var path = tiny.Save(At("tiny.gguf"));
        var plain = Inspect(path, "Hi");
        var adapted = Inspect(path, "Hi", new TinyAdapter(tiny).Save(At("adapter.gguf")));
        Assert.Equal(plain.Tokens, adapted.Tokens);
        Assert.True(Evaluation.Difference([.. plain.Logits!], [.. adapted.Logits!]) > 0.01f);
    }

    [Fact]
    public void A_prompt_that_does_not_fit_is_refused()
    {
        var error = Assert.Throws<ModelFileException>(() =>
            Inspect(new TinyModel { Context = 16 }.Save(At("short.gguf")), new string('x', 40))
        );
        Assert.Contains("does not fit a context of 16", error.Message, StringComparison.Ordinal);
        Assert.Throws<ModelFileException>(() => Inspect(At("absent.gguf"), "x"));
    }

    [SharedFact("stories260k")]
    public void A_real_model_tells_its_story()
    {
        var path = Stories260kModel.Save(SharedData.PathOf("stories260k"), At("stories.gguf"));
        var found = Inspect(path, "Once upon a time");
        var reference = JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(SharedData.PathOf("stories260k/REFERENCE.json")));
        Assert.Equal(reference.GetProperty("prompt_ids").EnumerateArray().Select(id => id.GetInt32()), found.Tokens!);
        var expected = reference.GetProperty("greedy_ids").EnumerateArray().Select(id => id.GetInt32()).Skip(found.Tokens!.Count).Take(32);
        using var model = LlamaModel.Open(path);
        var stream = ModelTokenizer.Read(model).Stream();
        Assert.Equal(string.Concat(expected.Select(stream.Next)), found.Text);
    }

    [Fact]
    public void The_last_place_of_the_context_can_still_be_filled()
    {
        var path = new TinyModel { Context = 16 }.Save(At("short.gguf"));
        var found = Inspect(path, new string('x', 13));
        Assert.Equal(16, found.Tokens!.Count); // the three bytes of the ▁ in front are tokens too
        Assert.NotNull(found.Text);
    }
}
