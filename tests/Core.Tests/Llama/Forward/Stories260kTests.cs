using System.Text.Json;
using ChatBot.Llama.Forward;
using ChatBot.Llama.Serving;
using ChatBot.TestKit;
using ChatBot.TestKit.Llama;

namespace ChatBot.Core.Tests.Llama.Forward;

/// <summary>A model that was trained, with the logits and the text that another program gave.</summary>
public sealed class Stories260kTests : IDisposable
{
    private const string Data = "stories260k";

    private readonly string _folder = Directory.CreateTempSubdirectory("stories").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [SharedFact(Data)]
    public async Task It_tells_the_reference_story_token_by_token()
    {
        using var reference = Reference();
        var ids = Ints(reference, "greedy_ids");
        var prompt = Ints(reference, "prompt_ids");
        await using var engine = LlamaEngine.Open(Stories260kModel.Save(SharedData.PathOf(Data), Path.Combine(_folder, "stories.gguf")));
        var said = new List<int>(prompt);
        await foreach (
            var token in engine.GenerateAsync(
                new GenerationRequest
                {
                    Prompt = prompt,
                    MaxTokens = ids.Length - prompt.Length,
                    Sample = logits => System.Numerics.Tensors.TensorPrimitives.IndexOfMax(logits),
                }
            )
        )
            said.Add(token);
        Assert.Equal(ids, said);
    }

    [SharedFact(Data)]
    public void Its_logits_are_the_references()
    {
        using var reference = Reference();
        var expected = reference
            .RootElement.GetProperty("first8_logits_after_BOS")
            .EnumerateArray()
            .Select(value => value.GetSingle())
            .ToArray();
        using var model = LlamaModel.Open(Stories260kModel.Save(SharedData.PathOf(Data), Path.Combine(_folder, "stories.gguf")));
        Assert.InRange(Evaluation.Difference(expected, Evaluation.Logits(model, [1])[0]), 0, 1e-4f);
    }

    [SharedCounterpartFact(Data, LlamaCpp.Variable)]
    public async Task Its_logits_are_llama_cpps()
    {
        var path = Stories260kModel.Save(SharedData.PathOf(Data), Path.Combine(_folder, "stories.gguf"));
        int[] tokens = [1, 403, 407, 261, 378, 432, 383, 286];
        var theirs = await LlamaCppModel.EvaluateAsync(new LlamaCppModel.Evaluation(path, tokens, [0, 4, 7]));
        using var model = LlamaModel.Open(path);
        var ours = Evaluation.Logits(model, tokens);
        Assert.All(
            new[] { 0, 4, 7 }.Zip(theirs[0].Logits),
            pair => Assert.InRange(Evaluation.Difference(ours[pair.First], pair.Second), 0, 1e-4f)
        );
    }

    private static JsonDocument Reference() => JsonDocument.Parse(File.ReadAllText(SharedData.PathOf(Data + "/REFERENCE.json")));

    private static int[] Ints(JsonDocument reference, string name) =>
        [.. reference.RootElement.GetProperty(name).EnumerateArray().Select(value => value.GetInt32())];
}
