using ChatBot.Models.Files;
using ChatBot.Models.Llama;
using ChatBot.Trainer.Model.Tiny;
using ChatBot.Trainer.Training;
using LLama.Native;
using Microsoft.Extensions.AI;
using static TorchSharp.torch;

namespace ChatBot.Trainer.Tests.Model.Tiny;

public sealed class TinyBaseTests : IDisposable
{
    private static readonly TinyBaseSettings Small = new()
    {
        Vocabulary = 330,
        Width = 32,
        Layers = 2,
        Heads = 2,
        FeedForward = 64,
        ContextLength = 64,
        ServedContext = 256,
        Steps = 60,
        BatchSize = 4,
        Threads = 1,
    };

    private static readonly string[] Documents =
    [
        "# Undo\n\n## How do I undo the last commit?\n\nUse git revert, which adds a commit that undoes it.\n\n"
            + "## How do I undo a merge?\n\n"
            + "Use git revert with the option -m 1: it keeps the first parent's side.",
        "# Stash\n\n## How do I put changes aside?\n\nUse git stash; git stash pop brings them back.",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("tiny-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [TorchFact]
    public async Task It_learns_its_texts_and_is_served_like_any_model()
    {
        var path = Path.Combine(_folder, "tiny.gguf");
        var result = await TrainAsync(path, Small with { Steps = 150, LearningRate = 0.02, ContextLength = 160 });
        Assert.True(result.TrainingLoss < result.Curve[0].Loss / 3, $"{result.Curve[0].Loss} → {result.TrainingLoss}");

        await using var engine = LlamaEngine.Open(path, new LlamaModelOptions { Context = 256, Threads = 1 });
        using var client = new LlamaChatClient(engine);
        var options = new ChatOptions { MaxOutputTokens = 80, Temperature = 0 };
        var answer = await client.GetResponseAsync("How do I put changes aside?", options);
        Assert.Contains("git stash", answer.Text);
    }

    [TorchTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_serving_runtime_computes_the_logits_of_the_decoder_that_was_trained(bool half)
    {
        var path = Path.Combine(_folder, "tiny.gguf");
        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var file = new TinyFile(BytePairs.Learn(Documents, 327), Small with { HalfPrecision = half });
        using var decoder = new TinyDecoder(file.Shape, 5);
        foreach (var weight in decoder.Adapter.Values.Where(weight => weight.dim() > 1))
            weight.mul_(8); // as far from zero as learnt weights are
        file.Save(path, decoder);

        using var served = LoadedModel.Load(ModelHeader.Open(path));
        var ids = served.Tokenize("<|im_start|>user\nHow do I undo it? 12 × 3<|im_end|>\n", special: true);
        var tokens = tensor(ids.Select(id => (long)id).ToArray()).unsqueeze(0);
        var logits = decoder.Logits(decoder.Hidden(tokens, arange(ids.Length, ScalarType.Int64).unsqueeze(0)).flatten(0, 1));

        var exact = Lane.Settings(served, 256, 1, 1);
        (exact.TypeK, exact.TypeV) = (GGMLType.GGML_TYPE_F32, GGMLType.GGML_TYPE_F32); // keys and values are 16 bits wide otherwise
        using var context = served.CreateContext(exact);
        var batch = new LLamaBatch();
        foreach (var (index, id) in ids.Index())
            batch.Add(id, index, (LLamaSeqId)0, true);
        Assert.Equal(DecodeResult.Ok, context.Decode(batch));
        for (var i = 0; i < ids.Length; i++)
        {
            var ours = logits[i].data<float>().ToArray();
            var theirs = context.GetLogitsIth(i);
            for (var token = 0; token < ours.Length; token++)
                Assert.Equal(ours[token], theirs[token], half ? 2e-2f : 1e-3f);
        }
    }

    [TorchFact]
    public async Task Its_tokens_are_those_that_were_learnt_and_its_template_is_known()
    {
        var path = Path.Combine(_folder, "tiny.gguf");
        await TrainAsync(path, Small with { Steps = 1 });
        using var served = LoadedModel.Load(ModelHeader.Open(path));
        var vocabulary = served.Header.Vocabulary.Tokens;

        // Greedy merging by hand, against the runtime's own.
        var pairs = BytePairs.Learn(TinyTexts.Of(Documents).Select(text => text.Text), 327);
        foreach (var text in new[] { "Use git revert, which undoes the last commit.", "naïve 東京 \t 1234\n\n  x", "git stash pop's" })
        {
            var expected = PreTokenizer.Split(text).SelectMany(word => Merged(ByteAlphabet.Spell(word), pairs));
            Assert.Equal(expected, served.Tokenize(text, special: false).Select(id => vocabulary[id]));
        }

        var prompt = new ChatPrompt(served, "").Encode([(ChatRole.User, "Undo?")]);
        Assert.Equal("<|im_start|>user\nUndo?<|im_end|>\n<|im_start|>assistant\n", string.Concat(prompt.Select(Text)));
        Assert.True(served.Ends(Array.IndexOf([.. vocabulary], "<|im_end|>")));

        string Text(int id) =>
            vocabulary[id].StartsWith('<') && vocabulary[id].Length > 1
                ? vocabulary[id]
                : System.Text.Encoding.UTF8.GetString(ByteAlphabet.Decode(vocabulary[id]));
    }

    [TorchFact]
    public async Task The_same_texts_give_the_same_bytes_and_another_seed_others()
    {
        string Named(string name) => Path.Combine(_folder, name);
        await TrainAsync(Named("a.gguf"), Small with { Steps = 8 });
        await TrainAsync(Named("b.gguf"), Small with { Steps = 8 });
        await TrainAsync(Named("c.gguf"), Small with { Steps = 8, Seed = 2 });
        Assert.Equal(File.ReadAllBytes(Named("a.gguf")), File.ReadAllBytes(Named("b.gguf")));
        Assert.NotEqual(File.ReadAllBytes(Named("a.gguf")), File.ReadAllBytes(Named("c.gguf")));
        Assert.Equal(3, Directory.GetFiles(_folder).Length);
    }

    [TorchFact]
    public async Task Documents_without_text_and_impossible_shapes_are_refused_in_one_line()
    {
        var path = Path.Combine(_folder, "tiny.gguf");
        var empty = await Assert.ThrowsAsync<TrainingException>(() =>
            TinyBase.TrainAsync(["  \n"], Small, path, null, TimeProvider.System, default)
        );
        Assert.Contains("no text to learn from", empty.Message);
        var odd = await Assert.ThrowsAsync<TrainingException>(() => TrainAsync(path, Small with { Width = 33 }));
        Assert.Contains("Width is 33 with 2 heads", odd.Message);
        Assert.False(File.Exists(path));
    }

    private static Task<TrainingResult> TrainAsync(string path, TinyBaseSettings settings) =>
        TinyBase.TrainAsync(Documents, settings, path, null, TimeProvider.System, default);

    private static List<string> Merged(string word, BytePairs pairs)
    {
        var pieces = word.Select(letter => letter.ToString()).ToList();
        foreach (var (left, right) in pairs.Merges)
            for (var i = 1; i < pieces.Count; i++)
                if (pieces[i - 1] == left && pieces[i] == right)
                {
                    pieces[i - 1] += pieces[i];
                    pieces.RemoveAt(i);
                }
        return pieces;
    }
}
