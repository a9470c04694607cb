using System.Numerics.Tensors;
using System.Text.Json;
using ChatBot.Embedding;
using ChatBot.Embedding.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace ChatBot.Core.Tests.Embedding.Onnx;

public sealed class OnnxEmbeddingGeneratorTests : IDisposable
{
    private const float Same = 0.9999f;

    private static readonly string Weights = Path.Combine(AppContext.BaseDirectory, "weights", "all-MiniLM-L6-v2");
    private static readonly string[] Texts =
    [
        "",
        "   ",
        "How do I undo the last commit?",
        "你好世界",
        "😀👩‍👩‍👧",
        new string('a', 600),
        string.Join(' ', Enumerable.Repeat("nightly load of the warehouse", 200)),
        "C++ is not C#.",
    ];

    private static readonly Lazy<OnnxEmbeddingGenerator> Shipped = new(() => new(OnnxModelFolder.Of(new EmbeddingOptions())));

    private readonly string _folder = Directory.CreateTempSubdirectory("chatbot-model-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Token_ids_are_those_of_an_independent_tokenizer()
    {
        var pieces = new WordPiece(File.ReadAllText(Path.Combine(Weights, "vocab.txt")), lowercase: true);
        foreach (var expected in Independent())
            Assert.True(expected.Ids.SequenceEqual(pieces.Encode(expected.Text, 256)), expected.Text);
    }

    [Fact]
    public async Task Vectors_of_two_hundred_texts_are_those_of_independent_tokens_run_one_by_one()
    {
        var expected = Independent();
        Assert.True(expected.Count > 200);
        using var session = new InferenceSession(Path.Combine(Weights, "model.onnx"));
        var vectors = await EmbedAsync(Shipped.Value, [.. expected.Select(text => text.Text)]);
        foreach (var (text, vector) in expected.Zip(vectors))
            AssertSame(vector, Pooled(session, text.Ids, mean: true));
    }

    [Fact]
    public async Task A_vector_is_the_normalised_mean_of_the_tokens_alone_and_in_a_batch()
    {
        var batch = await EmbedAsync(Shipped.Value, Texts);
        foreach (var (text, vector) in Texts.Zip(batch))
        {
            Assert.Equal(384, vector.Length);
            Assert.InRange(TensorPrimitives.Norm<float>(vector), 0.999f, 1.001f);
            AssertSame(vector, (await EmbedAsync(Shipped.Value, text))[0]);
            AssertSame(vector, Independent(text, mean: true));
        }
    }

    [Fact]
    public async Task What_means_the_same_is_nearer_than_what_shares_words()
    {
        var vectors = await EmbedAsync(Shipped.Value, "How do I undo a commit?", "Revert the latest change", "How do I cook a goose?");
        Assert.True(TensorPrimitives.Dot<float>(vectors[0], vectors[1]) > TensorPrimitives.Dot<float>(vectors[0], vectors[2]) + 0.1f);
    }

    [Fact]
    public async Task Many_who_ask_at_once_get_what_each_would_get_alone()
    {
        var alone = await EmbedAsync(Shipped.Value, Texts);
        await Parallel.ForEachAsync(
            Enumerable.Range(0, 40),
            async (n, _) =>
            {
                var at = n % Texts.Length;
                AssertSame(alone[at], (await EmbedAsync(Shipped.Value, Texts[at]))[0]);
            }
        );
    }

    [Fact]
    public async Task Whoever_ends_waits_for_no_run()
    {
        using var ended = new CancellationTokenSource();
        await ended.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Shipped.Value.GenerateAsync(["one text, which waits for no turn"], cancellationToken: ended.Token)
        );
        Assert.Single(await EmbedAsync(Shipped.Value, "and the next one runs"));
    }

    [Fact]
    public async Task A_folder_may_ask_for_the_first_token_and_for_prefixes()
    {
        Link("vocab.txt");
        Link("model.onnx");
        File.WriteAllText(
            Path.Combine(_folder, "embedding.json"),
            """{"name": "mine", "pooling": "Cls", "queryPrefix": "query: ", "passagePrefix": "passage: ", "maxTokens": 64}"""
        );
        using var generator = new OnnxEmbeddingGenerator(new OnnxModelFolder(_folder));
        var embedder = new Embedder(generator);
        Assert.StartsWith("onnx:mine-", embedder.Name);
        Assert.NotEqual(new Embedder(Shipped.Value).Name, embedder.Name);
        var passage = (await embedder.EmbedAsync(["a red door"], default))[0];
        AssertSame(passage.ToArray(), Independent("passage: a red door", mean: false));
        var question = await embedder.EmbedQuestionAsync("a red door", default);
        AssertSame(question.ToArray(), Independent("query: a red door", mean: false));
    }

    [Theory]
    [InlineData("model.onnx", null)]
    [InlineData("vocab.txt", null)]
    [InlineData("vocab.txt", "hello\nworld\n")]
    [InlineData("embedding.json", "{\"pooling\": \"Max\"}")]
    [InlineData("embedding.json", "{\"maxTokens\": 0}")]
    [InlineData("embedding.json", "not json")]
    [InlineData("model.onnx", "no model")]
    public void A_folder_that_is_no_model_says_in_one_line_what_is_wrong(string file, string? content)
    {
        foreach (var other in new[] { "model.onnx", "vocab.txt" }.Where(other => other != file))
            Link(other);
        if (content is not null)
            File.WriteAllText(Path.Combine(_folder, file), content);
        var error = Assert.Throws<EmbeddingException>(() =>
        {
            var folder = new OnnxModelFolder(_folder);
            folder.Check();
            using var generator = new OnnxEmbeddingGenerator(folder);
            generator.Warm();
        });
        Assert.Contains("Embeddings:Path", error.Message);
        Assert.Contains(file, error.Message);
        Assert.DoesNotContain('\n', error.Message.TrimEnd());
    }

    private static void AssertSame(float[] vector, float[] other) =>
        Assert.InRange(TensorPrimitives.CosineSimilarity<float>(vector, other), Same, 1.001f);

    private void Link(string file) => File.CreateSymbolicLink(Path.Combine(_folder, file), Path.Combine(Weights, file));

    private static async Task<float[][]> EmbedAsync(OnnxEmbeddingGenerator generator, params string[] texts) =>
        [.. (await generator.GenerateAsync(texts)).Select(vector => vector.Vector.ToArray())];

    /// <summary>Texts with the tokens that another program made of them.</summary>
    private static List<Tokenized> Independent() =>
        [
            .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Embedding", "Onnx", "wordpiece.jsonl"))
                .Select(line => JsonSerializer.Deserialize<Tokenized>(line, JsonSerializerOptions.Web)!),
        ];

    private static float[] Independent(string text, bool mean)
    {
        var pieces = new WordPiece(File.ReadAllText(Path.Combine(Weights, "vocab.txt")), lowercase: true);
        using var session = new InferenceSession(Path.Combine(Weights, "model.onnx"));
        return Pooled(session, pieces.Encode(text, 256), mean);
    }

    /// <summary>Straight through ONNX Runtime, one text, pooled by hand.</summary>
    private static float[] Pooled(InferenceSession session, int[] tokens, bool mean)
    {
        var ids = tokens.Select(id => (long)id).ToArray();
        using var idsValue = OrtValue.CreateTensorValueFromMemory(ids, [1, ids.Length]);
        using var mask = OrtValue.CreateTensorValueFromMemory(ids.Select(_ => 1L).ToArray(), [1, ids.Length]);
        using var types = OrtValue.CreateTensorValueFromMemory(new long[ids.Length], [1, ids.Length]);
        using var run = new RunOptions();
        using var outputs = session.Run(
            run,
            new Dictionary<string, OrtValue>
            {
                ["input_ids"] = idsValue,
                ["attention_mask"] = mask,
                ["token_type_ids"] = types,
            },
            ["last_hidden_state"]
        );
        var hidden = outputs[0].GetTensorDataAsSpan<float>();
        var sum = new float[hidden.Length / ids.Length];
        for (var token = 0; token < (mean ? ids.Length : 1); token++)
            TensorPrimitives.Add(sum, hidden.Slice(token * sum.Length, sum.Length), sum);
        return sum;
    }

    private sealed record Tokenized(string Text, int[] Ids);
}
